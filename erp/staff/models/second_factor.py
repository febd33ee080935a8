"""What a person proves themselves with after the password: apps, passkeys, codes, known devices."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, TimestampMixin


class AuthenticatorApp(TimestampMixin, Device):
    """An app that shows a new code every thirty seconds; its secret is sealed at rest."""

    sealed_secret = models.CharField(max_length=400, editable=False)
    #: The last step of time whose code was taken: no code is taken twice.
    last_step = models.BigIntegerField(default=-1, editable=False)
    #: How many steps the app's clock is known to be off.
    drift = models.SmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")
        default_permissions = ()

    @classmethod
    def way(cls) -> str:
        """Return the word for this way in addresses, sessions and the log."""
        return "app"


class Passkey(TimestampMixin, Device):
    """A key that a browser, phone or security key holds; only its public half is known here."""

    credential_id = models.CharField(max_length=1400, editable=False)
    #: The digest of the former, which is too long for a unique index.
    credential_key = models.CharField(max_length=64, unique=True, editable=False)
    public_key = models.BinaryField(max_length=1023, editable=False)
    #: How often the key says it was used; it never goes back unless it was cloned.
    sign_count = models.PositiveBigIntegerField(default=0, editable=False)
    transports = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        default_permissions = ()

    @classmethod
    def way(cls) -> str:
        """Return the word for this way in addresses, sessions and the log."""
        return "passkey"


class MessageWay(models.TextChoices):
    """How a code reaches a person."""

    MAIL = "mail", _("by email")
    SMS = "sms", _("by text message")


class MessageFactor(TimestampMixin, Device):
    """An address or mobile number to which codes are sent, and the one code that is good now."""

    kind = models.CharField(max_length=4, choices=MessageWay.choices, editable=False)
    #: Where codes go. It is the one that was confirmed, whatever the account says later.
    address = models.CharField(max_length=254, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    code_attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("code by message")
        verbose_name_plural = _("codes by message")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="staff_message_factor_once"),
        )

    def way(self) -> str:
        """Return the word for this way in addresses, sessions and the log."""
        return str(self.kind)


class BackupCodes(TimestampMixin, Device):
    """A person's codes for a lost device: ten, each good once; only their digests are kept."""

    digests = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("backup codes")
        verbose_name_plural = _("backup codes")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("user",), name="staff_backup_codes_once"),)

    @classmethod
    def way(cls) -> str:
        """Return the word for this way in addresses, sessions and the log."""
        return "backup"

    @property
    def left(self) -> int:
        """Return how many codes are still good."""
        return len(self.digests)


class RememberedDevice(TimestampMixin, Device):
    """A browser that need not show the second factor again for thirty days."""

    GOOD_FOR = dt.timedelta(days=30)

    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    #: A mark of the password it was remembered under: another password forgets it.
    password_mark = models.CharField(max_length=64, editable=False)
    good_until = models.DateTimeField(editable=False)
    address = models.GenericIPAddressField(null=True, editable=False)

    class Meta:
        verbose_name = _("remembered device")
        verbose_name_plural = _("remembered devices")
        default_permissions = ()

    @classmethod
    def way(cls) -> str:
        """Return the word for this way in addresses, sessions and the log."""
        return "remembered"

    @property
    def is_good(self) -> bool:
        """Tell whether its time is not over."""
        return self.good_until > timezone.now()


class FactorWait(models.Model):
    """How long nobody may try again: a row for a person, another for a network address."""

    key = models.CharField(max_length=80, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("wait after wrong codes")
        verbose_name_plural = _("waits after wrong codes")
        default_permissions = ()

    def __str__(self) -> str:
        """Return whom or what it is about."""
        return self.key
