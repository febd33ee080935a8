"""The outbox: mails as rows, sent by a job after commit and kept with how it went."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class OutboxMail(models.Model):
    """One mail to one address, with every attempt to send it."""

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(pgettext_lazy("body", "text"))
    state = models.CharField(
        _("state"), max_length=8, choices=MailState.choices, default=MailState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ("-id",)
        default_permissions = ("view", "change")
        indexes = (models.Index(fields=("state", "due_at"), name="outbox_state_due"),)

    def __str__(self) -> str:
        """Return subject and address."""
        return f"{self.subject} → {self.to}"

    @property
    def is_sent(self) -> bool:
        """Tell whether it has left the house."""
        return self.state == MailState.SENT
