"""Invitations: who may come in by a link that was sent to an address of theirs."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import KeyField, Language, Recorded, SoftLink
from erp.staff.models.role import Role

_MOST_HOURS = 24 * 60


def usual_hours() -> int:
    """Return how many hours a link works unless somebody says otherwise."""
    hours: int = settings.INVITATION_HOURS
    return hours


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    PENDING = "pending", pgettext_lazy("invitation", "pending")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
    REVOKED = "revoked", pgettext_lazy("invitation", "revoked")


class Invitation(Recorded):
    """One address that is, or was, invited: with which roles, by whom, until when.

    There is one row for an address, whatever became of it: to invite it again is another link.
    Only a digest of the link is kept, so nobody reads it here.
    """

    email = models.EmailField(_("email"))
    email_key = KeyField("email", max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    roles = models.ManyToManyField(
        Role,
        verbose_name=_("roles"),
        related_name="invitation_set",
        related_query_name="invitation",
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    ends_on = models.DateField(
        _("account ends on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the account may sign in; some roles need one."),
    )
    valid_hours = models.PositiveSmallIntegerField(
        _("hours that the link works"),
        default=usual_hours,
        validators=[MinValueValidator(1), MaxValueValidator(_MOST_HOURS)],
    )
    note = models.TextField(
        pgettext_lazy("invitation", "note"),
        max_length=1000,
        blank=True,
        help_text=_("Stands in the mail."),
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=InvitationState.choices,
        default=InvitationState.PENDING,
        editable=False,
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="invitations_sent",
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    expires_at = models.DateTimeField(_("works until"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("expired or revoked at"), null=True, editable=False)
    mail = SoftLink(
        "foundation.OutboxMail",
        verbose_name=_("mail"),
        editable=False,
        related_name="invitations",
    )
    #: Why its last mail did not leave the house, as long as it did not.
    mail_trouble = models.CharField(
        _("its mail could not be sent"), max_length=500, blank=True, editable=False
    )
    account = SoftLink(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        editable=False,
        related_name="invitations",
    )
    #: The digest of the one link that works; none where no link does.
    token_digest = models.CharField(
        _("link"), max_length=64, null=True, unique=True, editable=False
    )

    rights_fields = ("roles",)
    search_fields = ("email", "name")
    natural_key_fields = ("email",)
    secret_fields = ("token_digest",)
    lasting_fields = (
        "sent_at",
        "expires_at",
        "reminded_at",
        "invited_by",
        "token_digest",
        "mail",
        "mail_trouble",
    )

    class Meta(Recorded.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "expires_at"), name="invitation_state_expires"),)

    def __str__(self) -> str:
        """Return name and address."""
        return f"{self.name} <{self.email}>" if self.name else self.email

    def clean(self) -> None:
        """Keep the address as one writes it, without outer blanks."""
        super().clean()
        self.email = self.email.strip()

    @property
    def is_pending(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state == InvitationState.PENDING

    @property
    def is_open(self) -> bool:
        """Tell whether its link works at this moment."""
        ends = self.expires_at
        return bool(self.is_pending and self.token_digest and ends and ends > timezone.now())
