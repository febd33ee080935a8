"""Failed attempts to come in: counted by account, address, both and device, for all web nodes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.staff.models.user import User
from erp.staff.rules import throttle


class ThrottleKind(models.TextChoices):
    """What is counted together."""

    DEVICE = throttle.DEVICE, _("account on a known device")
    PAIR = throttle.PAIR, _("account from one address")
    ACCOUNT = throttle.ACCOUNT, _("account from anywhere")
    ADDRESS = throttle.ADDRESS, _("address, any account")
    LETTER = throttle.LETTER, _("new password for an account")
    LETTERS = throttle.LETTERS, _("new passwords from an address")
    USED = throttle.USED, _("answered riddle")


class Failures(models.Manager["Throttle"]):
    """The counts that count something."""

    def get_queryset(self) -> models.QuerySet[Throttle]:
        """Leave out riddles that were answered and counts that were taken back."""
        return super().get_queryset().filter(failures__gt=0)


class Throttle(models.Model):
    """One count of failures; what was typed as a name is kept as a digest alone."""

    kind = models.CharField(_("counted"), max_length=8, choices=ThrottleKind.choices)
    #: Of the account, the name nobody has, the network or the device.
    digest = models.CharField(max_length=64, editable=False)
    #: The account that is meant; empty where nobody has the name.
    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    network = models.CharField(pgettext_lazy("network", "address"), max_length=50, blank=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    last_at = models.DateTimeField(_("last attempt"), db_index=True)
    held_until = models.DateTimeField(_("held up until"), null=True, blank=True)

    #: What people are shown; the services work with every row.
    objects: ClassVar[Failures] = Failures()
    stored: ClassVar[models.Manager[Throttle]] = models.Manager()

    secret_fields = ("digest",)

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        ordering = ("-last_at", "-id")
        default_permissions = ("view", "delete")
        constraints = (models.UniqueConstraint(fields=("kind", "digest"), name="throttle_once"),)

    def __str__(self) -> str:
        """Return what is counted, and for whom or where."""
        about = " · ".join(part for part in (str(self.account or ""), self.network) if part)
        return f"{self.get_kind_display()}: {about or _('nobody')}"
