"""The outbox: mails as rows, sent by a job after commit and kept with how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from erp.foundation.secret_text import unlock_text

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Stands in a stored text where the secret belongs.
SECRET = "[[secret]]"  # noqa: S105 - a placeholder
_SEES_SECRETS = "foundation.see_secret_outboxmail"


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class OutboxMail(models.Model):
    """One mail to one address, with every attempt to send it."""

    to = models.EmailField(_("to"), max_length=254)
    #: Whom an answer goes to, where that is not the house itself.
    reply_to = models.EmailField(_("answers to"), max_length=254, blank=True)
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
    #: The link or code that lets somebody in, locked; gone as soon as a mail server took the mail.
    secret = models.TextField(blank=True, editable=False)

    #: Its subject and address are told to everybody who reads the log; its text is not.
    named_in_log = True
    #: Who looks at it, set by the form; what is shown of a secret depends on it.
    shown_to: Actor | None = None

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = pgettext_lazy("outbox", "mails")
        ordering = ("-id",)
        default_permissions = ("view", "change")
        permissions = [("see_secret_outboxmail", "Can see secret of mail")]
        indexes = (models.Index(fields=("state", "due_at"), name="outbox_state_due"),)

    def __str__(self) -> str:
        """Return subject and address."""
        return f"{self.subject} → {self.to}"

    @property
    def is_sent(self) -> bool:
        """Tell whether it has left the house."""
        return self.state == MailState.SENT

    @property
    def has_secret(self) -> bool:
        """Tell whether its text holds a link or code that lets somebody in."""
        return SECRET in self.body

    def text_to_send(self) -> str | None:
        """Return the whole text; ``None`` where its secret is gone or cannot be unlocked."""
        if not self.has_secret:
            return self.body
        found = unlock_text(self.secret) if self.secret else None
        return None if found is None else self.body.replace(SECRET, found)

    def text_shown(self) -> str:
        """Return the text for a page, its links clickable; a secret is shown in a trial run alone.

        Whoever reads a secret link can take the account over that it is meant for. So it is shown
        only where mails are files of the embedded run, to who holds the right to see secrets.
        """
        whole = self.text_to_send() if may_see_secrets(self.shown_to) else None
        masked = gettext("[a secret link or code, shown to its reader alone]")
        text = whole if whole is not None else self.body.replace(SECRET, masked)
        linked = mark_safe(urlize(text, nofollow=True, autoescape=True))  # noqa: S308 - escaped
        return format_html('<div class="mail-text">{}</div>', linked)

    text_shown.short_description = pgettext_lazy("body", "text")  # type: ignore[attr-defined]

    def attachments_shown(self) -> str:
        """Return the names of the files that go along."""
        return ", ".join(each.name for each in self.attachments.all())

    attachments_shown.short_description = _("attachments")  # type: ignore[attr-defined]


def keeps_secrets() -> bool:
    """Tell whether mails are files of the embedded run, where secrets stay readable."""
    return settings.MODE == "embedded" and bool(settings.EMAIL_FILE_PATH)


def may_see_secrets(actor: Actor | None) -> bool:
    """Tell whether somebody may read links that would let them in as somebody else."""
    from erp.foundation.rights import may_hand_on

    return actor is not None and keeps_secrets() and may_hand_on(actor, _SEES_SECRETS)


class MailAttachment(models.Model):
    """A file that goes along with a mail, such as a paper."""

    mail = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(pgettext_lazy("file", "name"), max_length=150)
    content_type = models.CharField(_("kind"), max_length=100)
    file = models.FileField(_("file"), upload_to="mail/%Y/%m")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name
