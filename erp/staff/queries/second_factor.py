"""Which second factors a person has, and which they may show now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from erp.staff.models import (
    AuthenticatorApp,
    BackupCodes,
    MessageFactor,
    MessageWay,
    Passkey,
    RememberedDevice,
    User,
)

if TYPE_CHECKING:
    from django_otp.models import Device

#: The factors that count; backup codes and remembered devices only stand in for them.
FACTORS: tuple[Any, ...] = (AuthenticatorApp, Passkey, MessageFactor)


@dataclass(frozen=True)
class Factors:
    """All that a person proves themselves with after the password."""

    apps: list[AuthenticatorApp]
    passkeys: list[Passkey]
    messages: list[MessageFactor]
    codes: BackupCodes | None
    devices: list[RememberedDevice]

    @property
    def main(self) -> list[Device]:
        """Return the factors that count."""
        return [*self.apps, *self.passkeys, *self.messages]

    @property
    def codes_left(self) -> int:
        """Return how many backup codes are still good."""
        return self.codes.left if self.codes is not None else 0

    @property
    def ways(self) -> list[str]:
        """Return the ways to prove oneself now, the quickest first."""
        found = ["app"] if self.apps else []
        found += ["passkey"] if self.passkeys else []
        found += [str(message.kind) for message in self.messages]
        return found + (["backup"] if self.codes_left else [])

    def message(self, kind: str) -> MessageFactor | None:
        """Return where codes of this kind go."""
        return next((found for found in self.messages if found.kind == kind), None)


def factors_of(account: User) -> Factors:
    """Return what this person has, confirmed."""

    def mine(model: Any) -> Any:
        return model.objects.filter(user=account, confirmed=True).order_by("pk")

    return Factors(
        apps=list(mine(AuthenticatorApp)),
        passkeys=list(mine(Passkey)),
        messages=list(mine(MessageFactor)),
        codes=mine(BackupCodes).first(),
        devices=list(mine(RememberedDevice).filter(good_until__gt=timezone.now())),
    )


def has_factor(account: User) -> bool:
    """Tell whether the person has any factor that counts."""
    return any(m.objects.filter(user=account, confirmed=True).exists() for m in FACTORS)


def message_ways(account: User) -> list[tuple[str, str]]:
    """Return the ways of message that the house offers this person, each with its address."""
    found = []
    if account.email and settings.SECOND_FACTOR_BY_MAIL:
        found.append((str(MessageWay.MAIL), account.email))
    if account.mobile and settings.SMS_ROUTE:
        found.append((str(MessageWay.SMS), account.mobile))
    return found


def masked(address: str) -> str:
    """Return an address or number so that its owner knows it and nobody else learns it."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:2]}…@{host}"
    return f"… {address[-4:]}"
