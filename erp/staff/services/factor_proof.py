"""Proving oneself after the password: one answer for every wrong code, and waits that grow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.utils import timezone
from django.utils.translation import gettext_lazy

from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.secret_text import unlock_text
from erp.foundation.telling import about_record
from erp.foundation.tracing import current_origin
from erp.foundation.verbs import name_verb
from erp.staff.models import AuthenticatorApp, BackupCodes, FactorWait, MessageFactor, User
from erp.staff.rules.factor_code import match_app_code, wait_after
from erp.staff.services.access_log import note_access
from erp.staff.services.passkey import Site, holds, named_passkey
from erp.staff.services.second_factor import spend_backup_code
from erp.staff.services.sent_code import spend

if TYPE_CHECKING:
    from django_otp.models import Device

log = structlog.get_logger("second_factor")

PROVEN, REFUSED, STOPPED = "prove_second_factor", "refuse_second_factor", "stop_second_factor"
name_verb(PROVEN, gettext_lazy("proved who they are"))
name_verb(REFUSED, gettext_lazy("gave a wrong code"))
#: Wrong codes of an address are forgotten after this time, of a person when one is right.
_ADDRESS_FORGETS = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Proof:
    """How an attempt went: proven by a factor, or not; ``wait`` seconds before another is heard."""

    factor: Device | None = None
    wait: int = 0


@dataclass(frozen=True)
class KeyAnswer:
    """A browser's answer for a passkey, with what it was asked."""

    answer: str
    challenge: str
    site: Site


Check = Callable[[User], "Device | None"]


def prove_by_code(account: User, *, way: str, code: str) -> Proof:
    """Try a typed code: of an app, a message or a sheet of backup codes."""
    checks: dict[str, Callable[[User, str], Device | None]] = {
        "app": _by_app,
        "backup": _by_backup_code,
        "mail": _by_message("mail"),
        "sms": _by_message("sms"),
    }
    check = checks.get(way, _by_nothing)
    return _attempt(account, way if way in checks else "", lambda locked: check(locked, code))


def prove_by_passkey(account: User, *, given: KeyAnswer) -> Proof:
    """Try a browser's answer for a passkey."""

    def check(locked: User) -> Device | None:
        passkey = named_passkey(locked, given.answer)
        if passkey is None or not holds(passkey, given.answer, given.challenge, given.site):
            return None
        return passkey

    return _attempt(account, "passkey", check)


def prove_by_password(account: User, *, password: str) -> bool | int:
    """Try the password again, for somebody without a second factor; ``int`` is a wait in seconds.

    The same waits stand before it as before codes.
    """
    heard = []

    def check(locked: User) -> Device | None:
        heard.append(locked.check_password(password))
        return None

    proof = _attempt(account, "password", check, right=lambda: bool(heard and heard[0]))
    return proof.wait if proof.wait and not heard else bool(heard and heard[0])


def _attempt(
    account: User, way: str, check: Check, right: Callable[[], bool] = lambda: False
) -> Proof:
    """Hear one attempt, unless there is a wait; write down how it went, never what was typed."""
    verb: dict[str, str] = {}

    def hear(running: RunningOperation) -> Proof:
        waits = _locked_waits(account)
        wait = max(_seconds_left(row) for row in waits)
        if wait:
            return Proof(wait=wait)
        factor = check(account)
        passed = factor is not None or right()
        running.row.verb = verb["was"] = PROVEN if passed else REFUSED
        running.row.be_about(about_record(User, account))
        running.row.details = {"way": way}
        note_access(account, {"second_factor": [None, f"{running.row.verb}: {way}"]},
                    under=running.stored())  # fmt: skip
        _count(waits, passed=passed)
        return Proof(factor, 0 if passed else max(_seconds_left(row) for row in waits))

    proof = run(hear, OperationKind.SECOND_FACTOR, by=Actor.person(account))
    log.info("second_factor", account=account.pk, way=way, outcome=verb.get("was", STOPPED))
    return proof


def _locked_waits(account: User) -> list[FactorWait]:
    """Return the rows of the person and of the address, locked in the order of their keys."""
    keys = [f"person:{account.pk}"]
    address = current_origin().address
    if address:
        keys.append(f"address:{address}")
    for key in sorted(keys):
        FactorWait.objects.get_or_create(key=key)
    return list(FactorWait.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _seconds_left(row: FactorWait) -> int:
    if row.failed_at is None:
        return 0
    wait = wait_after(row.failures, of_person=row.key.startswith("person:"))
    left = row.failed_at + dt.timedelta(seconds=wait) - timezone.now()
    return max(0, -(-left // dt.timedelta(seconds=1)))


def _count(waits: list[FactorWait], *, passed: bool) -> None:
    now = timezone.now()
    for row in waits:
        of_person = row.key.startswith("person:")
        if passed:
            if of_person and row.failures:
                row.failures, row.failed_at = 0, None
                row.save()
            continue
        stale = row.failed_at is not None and row.failed_at + _ADDRESS_FORGETS < now
        row.failures = 1 if stale and not of_person else row.failures + 1
        row.failed_at = now
        row.save()


def _by_nothing(_account: User, _code: str) -> None:
    return None


def _by_app(account: User, code: str) -> Device | None:
    app: AuthenticatorApp
    apps = AuthenticatorApp.objects.select_for_update().filter(user=account, confirmed=True)
    for app in apps.order_by("pk"):
        secret = unlock_text(app.sealed_secret)
        if secret is None:
            log.error("second_factor_unreadable", account=account.pk, app=app.pk)
            continue
        match = match_app_code(secret, code, after=app.last_step, drift=app.drift)
        if match is not None:
            app.last_step, app.drift = match.step, match.drift
            app.last_used_at = timezone.now()
            app.save()
            return app
    return None


def _by_backup_code(account: User, code: str) -> Device | None:
    kept = BackupCodes.objects.select_for_update().filter(user=account, confirmed=True).first()
    return kept if kept is not None and spend_backup_code(kept, code) else None


def _by_message(kind: str) -> Callable[[User, str], Device | None]:
    def check(account: User, code: str) -> Device | None:
        found = MessageFactor.objects.select_for_update().filter(
            user=account, kind=kind, confirmed=True
        )
        factor = found.first()
        return factor if factor is not None and spend(factor, code) else None

    return check
