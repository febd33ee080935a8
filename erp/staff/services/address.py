"""Change an email address or a mobile: nothing changes before who reads it there has said so."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.public_address import public_address
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.services.letter import write_letter
from erp.foundation.services.sms import send_sms
from erp.foundation.telling import about_record
from erp.foundation.text import fold, squeeze
from erp.staff import letters
from erp.staff.access_token import digest_of, is_signed, new_token
from erp.staff.models import AddressChange, AddressKind, User
from erp.staff.queries.user import means_another_account
from erp.staff.rules.address import (
    check_code,
    check_is_another,
    check_is_free,
    check_waited,
)
from erp.staff.rules.factor_code import digest_of as digest_of_code
from erp.staff.rules.factor_code import is_digest_of
from erp.staff.rules.invitation import ClosedLink
from erp.staff.rules.user import check_name_is_nobody_elses
from erp.staff.services.access_log import note_access

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.recorder import Change

PURPOSE = "address"
#: How long a link and a code work, and how long the next message waits.
_LINK_WORKS = dt.timedelta(hours=24)
_CODE_WORKS = dt.timedelta(minutes=15)
_PAUSE = dt.timedelta(seconds=60)
_DIGITS = 6


def key_of(kind: str, value: str) -> str:
    """Return how a value is compared with those of other accounts."""
    return fold(value) if kind == AddressKind.EMAIL else squeeze(value)


def _is_taken(kind: str, value: str, account: User) -> bool:
    others = User.objects.filter(**{f"{kind}_key": key_of(kind, value)})
    return bool(others.exclude(pk=account.pk).exists())


@service(OperationKind.RIGHTS, told=gettext_lazy("asked to change an address"))
def ask_for_change(account: User, *, kind: str, value: str, by: Actor) -> AddressChange | None:
    """Write to a new address, or send a code to a new mobile; the old one works until confirmed.

    The old address is told. Asking again replaces what waited. The present one can be asked for
    while it is not confirmed. One's own, or with the right to change the account. Where no text
    messages can be sent a mobile is taken over unconfirmed: there is nothing to wait for.
    """
    if by.user is None or by.user.pk != account.pk:
        check_may(by, "change", account)
    value = value.strip()
    present = getattr(account, kind)
    confirmed = getattr(account, f"{kind}_verified_at") is not None
    check_is_another(kind, same=confirmed and key_of(kind, value) == key_of(kind, present))
    sample = User(pk=account.pk, **{kind: value})
    sample.clean_fields(exclude={f.name for f in User._meta.fields} - {kind})
    check_is_free(kind, taken=_is_taken(kind, value, account))
    check_name_is_nobody_elses(kind, taken=means_another_account(sample, kind))
    return _ask(account, kind, value, by=by)


def _ask(account: User, kind: str, value: str, *, by: Actor) -> AddressChange | None:
    if kind == AddressKind.MOBILE and not settings.SMS_ROUTE:
        _take_over_unconfirmed(account, value)
        return None
    waiting: AddressChange | None = (
        AddressChange.objects.select_for_update().filter(account=account, kind=kind).first()
    )
    now = timezone.now()
    if waiting is not None and kind == AddressKind.MOBILE:
        check_waited(kind, seconds=int((waiting.asked_at + _PAUSE - now).total_seconds()))
    change = waiting or AddressChange(account=account, kind=kind)
    change.value, change.asked_at, change.attempts = value, now, 0
    _note(account, kind, getattr(account, kind), f"{value} (?)")
    if kind == AddressKind.EMAIL:
        _send_link(change, by=by)
    else:
        _send_code(change)
    return change


def _take_over_unconfirmed(account: User, value: str) -> None:
    account.mobile, account.mobile_verified_at = value, None
    account.full_clean(exclude=("password",))
    account.save()


def _send_link(change: AddressChange, *, by: Actor) -> None:
    account: User = change.account
    token = new_token(PURPOSE, _bound_to(change))
    change.digest, change.expires_at = digest_of(token), change.asked_at + _LINK_WORKS
    change.save()
    link = public_address(reverse("confirm_address", args=(token,)))
    write_letter(
        lambda: letters.confirm_address_letter(change, link),
        to=change.value,
        language=account.language,
        name=account.name,
        secret=link,
        by=by,
    )
    if account.email and fold(account.email) != fold(change.value):
        write_letter(
            lambda: letters.address_will_change_letter(change),
            to=account.email,
            language=account.language,
            name=account.name,
            by=by,
        )


def _bound_to(change: AddressChange) -> str:
    return f"{change.account_id} {fold(change.value)}"


def _send_code(change: AddressChange) -> None:
    account: User = change.account
    code = "".join(secrets.choice("0123456789") for _i in range(_DIGITS))
    change.digest = digest_of_code(_salt(change), code)
    change.expires_at = change.asked_at + _CODE_WORKS
    change.save()
    with translation.override(account.language):
        text = _("%(code)s is your code to confirm this number. It works for 15 minutes.")
        said = text % {"code": code}
    to = change.value
    transaction.on_commit(lambda: send_sms(to=to, text=said))


def _salt(change: AddressChange) -> str:
    return f"address.{change.account_id}.{squeeze(change.value)}"


def change_of_link(token: str) -> AddressChange | None:
    """Return the change whose link this is, while it can be confirmed."""
    digest = digest_of(token)
    rows = AddressChange.objects.select_related("account").filter(kind=AddressKind.EMAIL)
    change: AddressChange | None = rows.filter(digest=digest).first() if digest else None
    if change is None or not is_signed(token, PURPOSE, _bound_to(change)):
        return None
    return change if change.is_open else None


@service(OperationKind.RIGHTS, told=gettext_lazy("confirmed a new address"))
def confirm_address(token: str, *, by: Actor) -> User:
    """Take the new address over: who opens the link reads the mails there and is signed in."""
    change = change_of_link(token)
    if change is None or by.user is None or by.user.pk != change.account_id:
        raise ClosedLink
    return _take_over(change)


def try_code(account: User, *, code: str, by: Actor) -> User:
    """Take a new mobile over by the code that was sent to it; every try is counted beforehand.

    The count is no part of the operation that a wrong code takes back.
    """
    waiting = AddressChange.objects.filter(account=account, kind=AddressKind.MOBILE)
    waiting.update(attempts=F("attempts") + 1)
    return confirm_mobile(account, code=code, by=by)


@service(OperationKind.RIGHTS, told=gettext_lazy("confirmed a new mobile"))
def confirm_mobile(account: User, *, code: str, by: Actor) -> User:
    """Take the new mobile over; the try was counted already."""
    change = AddressChange.objects.filter(account=account, kind=AddressKind.MOBILE).first()
    if change is None or not change.is_open or by.user is None or by.user.pk != account.pk:
        raise Refusal({"code": Refusal(_("No code is waited for: ask for one."), code="none")})
    right = is_digest_of(change.digest, _salt(change), code.strip())
    check_code(right=right, attempts=change.attempts)
    return _take_over(change)


def _take_over(change: AddressChange) -> User:
    """Lock account and change, look again whether the value is free, and write it."""
    account: User = User.objects.select_for_update().get(pk=change.account_id)
    if not AddressChange.objects.filter(pk=change.pk, digest=change.digest).delete()[0]:
        raise ClosedLink
    kind = change.kind
    check_is_free(kind, taken=_is_taken(kind, change.value, account))
    setattr(account, kind, change.value)
    setattr(account, f"{kind}_verified_at", timezone.now())
    account.full_clean(exclude=("password",))
    account.save()
    return account


@service(OperationKind.RIGHTS, told=gettext_lazy("took back a change of an address"))
def forget_change(account: User, *, kind: str, by: Actor) -> None:
    """Let the present address stay; the link or code in the message is dead."""
    if by.user is None or by.user.pk != account.pk:
        check_may(by, "change", account)
    change = AddressChange.objects.filter(account=account, kind=kind).first()
    if change is not None:
        change.delete()
        _note(account, kind, change.value, getattr(account, kind))


def _note(account: User, kind: str, before: str, after: str) -> None:
    running = running_operation()
    if running is not None:
        if not running.row.summary:
            running.row.be_about(about_record(User, account))
        note_access(account, {kind: [before, after]}, under=running.stored())


def hold_back_changes(changes: Sequence[Change]) -> None:
    """Let an address that somebody typed on an account wait until it is confirmed.

    Called when an operation settles, so a form, a list, a file and an undo are all held to it. The
    house itself, and whoever takes an address away, changes it at once. One's own address asks for
    a fresh proof through every door, as its own page does.
    """
    running = running_operation()
    if running is None:
        return
    for change in changes:
        before = change.before or {}
        if change.sign != "~" or not before:
            continue
        for kind in AddressKind.values:
            if before[f"{kind}_key"] != change.after[f"{kind}_key"]:
                _hold_back(change, kind, before, running.by)


def _hold_back(change: Change, kind: str, before: dict[str, Any], by: Actor) -> None:
    account: Any = change.record
    stamp = f"{kind}_verified_at"
    if before[stamp] != change.after[stamp]:
        return
    if by.user is not None and by.user.pk == change.pk:
        check_fresh_proof()
    value = change.after[kind]
    by_sms = kind == AddressKind.MOBILE
    if by.is_system or not value or (by_sms and not settings.SMS_ROUTE):
        setattr(account, stamp, None)
        if before[stamp] is not None:
            account.save()
        return
    setattr(account, kind, before[kind])
    account.save()
    _ask(account, kind, value, by=by)


def forget_old_changes() -> int:
    """Remove what nobody confirmed in time; return how many."""
    count, _by_kind = AddressChange.objects.filter(expires_at__lt=timezone.now()).delete()
    return int(count)
