"""Addresses and mobiles that were typed and are not confirmed yet; the old ones work until then."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AddressKind(models.TextChoices):
    """By what a person is reached."""

    EMAIL = "email", _("email")
    MOBILE = "mobile", _("mobile")


class AddressChange(models.Model):
    """The one new email address, or mobile, that an account waits to have confirmed."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_changes"
    )
    kind = models.CharField(_("kind"), max_length=6, choices=AddressKind.choices)
    value = models.CharField(pgettext_lazy("address", "new value"), max_length=254)
    #: The digest of the link in the mail, or of the code in the text message.
    digest = models.CharField(max_length=64, db_index=True)
    #: Wrong codes so far; a link cannot be guessed.
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("address to be confirmed")
        verbose_name_plural = _("addresses to be confirmed")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("account", "kind"), name="staff_address_change_once"),
        )

    def __str__(self) -> str:
        """Return the new value."""
        return self.value

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be confirmed."""
        return self.expires_at > timezone.now()
