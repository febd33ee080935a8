"""What people do with their second factor: add, name and remove factors, make backup codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.refusal import Refusal
from erp.foundation.secret_text import lock_text
from erp.staff.models import AuthenticatorApp, BackupCodes, MessageFactor, Passkey, RememberedDevice
from erp.staff.queries.second_factor import factors_of, masked
from erp.staff.rules.factor_code import (
    BACKUP_CODES,
    AppMatch,
    as_typed,
    digest_of,
    is_digest_of,
    match_app_code,
    new_backup_code,
)
from erp.staff.services.factor_change import follow_up, locked_account, tell

if TYPE_CHECKING:
    from django_otp.models import Device

    from erp.foundation.actor import Actor
    from erp.staff.models import User
    from erp.staff.services.passkey import NewPasskey

#: So many of each kind are enough for anybody.
MOST_FACTORS = 10


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("added an authenticator app"))
def add_app(
    account: User, *, secret: str, code: str, name: str, by: Actor, keep: str | None = None
) -> AuthenticatorApp:
    """Add an app, proven by its first code; ``keep`` is the key of the session that goes on."""
    match = match_app_code(secret, code)
    if match is None:
        raise Refusal({"code": wrong_code()}, code="wrong")
    account = locked_account(account)
    _check_room(account)
    app = store_app(account, secret=secret, match=match, name=name or _("Authenticator app"))
    follow_up(account, what=app.name, keep=keep, by=by)
    return app


def store_app(account: User, *, secret: str, match: AppMatch, name: str) -> AuthenticatorApp:
    """Store an app with its secret sealed; the code that proved it is spent."""
    app = AuthenticatorApp(
        user=account,
        name=name[:64],
        sealed_secret=lock_text(secret),
        last_step=match.step,
        drift=match.drift,
    )
    app.save()
    return app


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("added a passkey"))
def add_passkey(
    account: User, *, key: NewPasskey, name: str, by: Actor, keep: str | None = None
) -> Passkey:
    """Add a passkey whose registration was verified."""
    account = locked_account(account)
    _check_room(account)
    if Passkey.objects.filter(credential_key=key.credential_key).exists():
        raise Refusal(_("This passkey is already known."), code="known")
    passkey = Passkey(
        user=account,
        name=(name or _("Passkey"))[:64],
        credential_id=key.credential_id,
        credential_key=key.credential_key,
        public_key=key.public_key,
        sign_count=key.sign_count,
        transports=key.transports,
    )
    passkey.save()
    follow_up(account, what=passkey.name, keep=keep, by=by)
    return passkey


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("added codes by message"))
def add_message_factor(
    account: User, *, kind: str, code: str, by: Actor, keep: str | None = None
) -> MessageFactor | None:
    """Let codes be sent to the address that just received one; ``code`` is what arrived.

    A wrong code returns nothing and stays counted: it must not be taken back with a refusal.
    """
    account = locked_account(account)
    factor: MessageFactor | None = (
        MessageFactor.objects.select_for_update().filter(user=account, kind=kind).first()
    )
    if factor is None or not spend_sent_code(factor, code):
        return None
    factor.confirmed = True
    factor.save(update_fields=["confirmed"])
    follow_up(account, what=masked(factor.address), keep=keep, by=by)
    return factor


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("removed a second factor"))
def remove_factor(account: User, *, factor: Device, by: Actor, keep: str | None = None) -> None:
    """Take a factor away; the last one only where the house lets people be without."""
    account = locked_account(account)
    if factor.user_id != account.pk:
        raise Refusal(_("This is not yours."), code="foreign")
    main = factors_of(account).main
    if len(main) == 1 and main[0] == factor and not settings.SECOND_FACTOR_RELAXED:
        raise Refusal(_("This is your only second factor: add another first."), code="last")
    factor.delete()
    follow_up(account, what=factor.name, keep=keep, by=by)


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("named a second factor"))
def rename_factor(account: User, *, factor: Device, name: str, by: Actor) -> None:
    """Give a factor another name."""
    account = locked_account(account)
    if factor.user_id != account.pk:
        raise Refusal(_("This is not yours."), code="foreign")
    if not name.strip():
        raise Refusal({"name": _("Give it a name.")}, code="name")
    factor.name = name.strip()[:64]
    factor.save(update_fields=["name"])
    tell(account, what=factor.name, by=by)


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("made new backup codes"))
def make_backup_codes(account: User, *, by: Actor) -> list[str]:
    """Make ten new codes and return them, to be shown this once; older ones are void."""
    account = locked_account(account)
    codes = [new_backup_code() for _i in range(BACKUP_CODES)]
    store_backup_codes(account, codes)
    tell(account, by=by)
    return codes


def store_backup_codes(account: User, codes: list[str]) -> BackupCodes:
    """Keep the digests of these codes instead of whatever was kept before."""
    digests = [digest_of(f"backup_code.{account.pk}", as_typed(code)) for code in codes]
    found: BackupCodes | None = BackupCodes.objects.filter(user=account).first()
    kept = found or BackupCodes(user=account, name="")
    kept.digests = digests
    kept.save()
    return kept


def spend_backup_code(kept: BackupCodes, typed: str) -> bool:
    """Take a backup code away where it is one; the row is locked by the caller."""
    code, purpose = as_typed(typed), f"backup_code.{kept.user_id}"
    left = [digest for digest in kept.digests if not is_digest_of(digest, purpose, code)]
    if len(left) == len(kept.digests):
        return False
    kept.digests = left
    kept.last_used_at = timezone.now()
    kept.save()
    return True


def spend_sent_code(factor: MessageFactor, typed: str) -> bool:
    """Take the code that was sent: once, in time, and after few wrong ones."""
    from erp.staff.services.sent_code import spend

    return spend(factor, typed)


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("forgot remembered devices"))
def forget_devices(account: User, *, device: RememberedDevice | None = None, by: Actor) -> int:
    """Forget one remembered device of the person, or all of them; return how many."""
    account = locked_account(account)
    going = RememberedDevice.objects.filter(user=account)
    if device is not None:
        going = going.filter(pk=device.pk)
    names = ", ".join(going.values_list("name", flat=True))
    count, _by_kind = going.delete()
    if count:
        tell(account, what=names[:150], by=by)
    return count


def _check_room(account: User) -> None:
    if len(factors_of(account).main) >= MOST_FACTORS:
        raise Refusal(_("These are enough second factors: remove one first."), code="room")


def wrong_code() -> str:
    """Return the one answer to a wrong, spent or late code."""
    return _("This code is not right or no longer good.")
