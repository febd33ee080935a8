"""Requests of strangers for an account, until somebody invites them or says no."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import KeyField, Language, Recorded, SoftLink
from erp.staff.models.role import Role


class RequestState(models.TextChoices):
    """Where a request stands."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    WAITING = "waiting", pgettext_lazy("account request", "waiting")
    APPROVED = "approved", pgettext_lazy("account request", "approved")
    REFUSED = "refused", pgettext_lazy("account request", "refused")


class AccountRequest(Recorded):
    """Somebody who asks to come in; decided by people, after the address was confirmed by mail."""

    email = models.EmailField(_("email"))
    email_key = KeyField("email", max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    roles = models.ManyToManyField(
        Role,
        verbose_name=_("roles"),
        blank=True,
        related_name="account_request_set",
        related_query_name="account_request",
        help_text=_("As what the person is invited; choose before you approve."),
    )
    ends_on = models.DateField(
        _("account ends on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the account may sign in; some roles need one."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RequestState.choices,
        default=RequestState.WAITING,
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="account_requests_decided",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    invitation = SoftLink(
        "staff.Invitation",
        verbose_name=_("invitation"),
        editable=False,
        related_name="account_requests",
    )
    token_digest = models.CharField(
        _("link"), max_length=64, null=True, unique=True, editable=False
    )
    expires_at = models.DateTimeField(_("works until"), null=True, editable=False)

    search_fields = ("email", "name")
    natural_key_fields = ("email",)
    secret_fields = ("token_digest",)
    lasting_fields = ("token_digest", "expires_at")

    class Meta(Recorded.Meta):
        verbose_name = _("account request")
        verbose_name_plural = _("account requests")
        ordering = ("-id",)
        indexes = (models.Index(fields=("state",), name="account_request_state"),)

    def __str__(self) -> str:
        """Return name and address."""
        return f"{self.name} <{self.email}>"

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody has to decide."""
        return self.state == RequestState.WAITING
