"""Counts attempts to come in before they are made, so that guesses side by side count as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import retrying, running_operation, service
from erp.foundation.rights import check_may
from erp.foundation.telling import about_record
from erp.foundation.text import fold, squeeze
from erp.staff.models import Throttle, User
from erp.staff.rules.throttle import (
    ACCOUNT,
    ADDRESS,
    DEVICE,
    FORGOTTEN,
    LETTER,
    LETTERS,
    PAIR,
    USED,
    asks_riddle,
    network_of,
    wait_after,
)
from erp.staff.services.access_log import note_access

_SALT = "staff.throttle"


@dataclass(frozen=True)
class Count:
    """One of the counts that an attempt is held against."""

    kind: str
    of: str
    account: User | None = None
    network: str = ""

    @property
    def digest(self) -> str:
        """Return what is kept: what was typed may have been a password in the wrong field."""
        return salted_hmac(_SALT, f"{self.kind}\n{self.of}", algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Claim:
    """Whether an attempt may be made: it is counted as a failure until it is known to be none."""

    #: How long to wait instead; zero when the attempt may be made.
    wait: dt.timedelta = dt.timedelta(0)
    #: A riddle has to be answered first.
    riddle: bool = False
    #: The next attempt has to answer a riddle, should this one fail.
    riddle_next: bool = False
    counted: tuple[Throttle, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        """Tell whether the attempt may be made."""
        return not self.wait and not self.riddle

    @property
    def holds_up(self) -> bool:
        """Tell whether a failure makes the next attempt wait."""
        return any(row.held_until is not None for row in self.counted)


def sign_in_counts(
    name: str, account: User | None, *, address: str | None, device: str
) -> tuple[Count, ...]:
    """Return what a sign-in counts for; on a known device (its id is given) that device alone."""
    whose = _whose(name, account)
    if device and account is not None:
        return (Count(DEVICE, f"{whose} {device}", account),)
    network = network_of(address)
    return (
        Count(ACCOUNT, whose, account),
        Count(ADDRESS, network, None, network),
        Count(PAIR, f"{whose} {network}", account, network),
    )


def letter_counts(name: str, account: User | None, *, address: str | None) -> tuple[Count, ...]:
    """Return what asking for a letter counts for, whether or not anybody has the name."""
    whose = _whose(name, account)
    network = network_of(address)
    return (Count(LETTER, whose, account), Count(LETTERS, network, None, network))


def _whose(name: str, account: User | None) -> str:
    """Return whom a name means, so that a count tells nobody whether there is an account.

    Spellings of a name that nobody has share a count exactly where they would share an account:
    emails in any case, mobiles with any signs between the digits, usernames only as they stand.
    """
    if account is not None:
        return f"account {account.pk}"
    if "@" in name:
        return f"name {fold(name)}"
    digits = squeeze(name)
    return f"name {digits if digits.isdigit() else name}"


def claim_attempt(counts: Sequence[Count], *, riddle_solved: bool = False) -> Claim:
    """Count an attempt under every count, or say how long to wait or that a riddle is asked.

    The rows are locked, in the order of their kinds, so that of many guesses at once no more are
    let through than of guesses one after the other.
    """
    return retrying(lambda: _claim(counts, riddle_solved))


def _claim(counts: Sequence[Count], riddle_solved: bool) -> Claim:
    now = timezone.now()
    known = [row for row in map(_known, counts) if row is not None and not _is_forgotten(row, now)]
    refused = _refused(known, now, riddle_solved)
    if refused is not None:
        return refused
    with transaction.atomic():
        rows = [_locked(count, now) for count in counts]
        refused = _refused(rows, now, riddle_solved)
        if refused is not None:
            return refused
        for row in rows:
            row.failures += 1
            row.last_at = now
            wait = wait_after(row.kind, row.failures)
            row.held_until = now + wait if wait else None
            row.save(update_fields=["failures", "last_at", "held_until"])
    return Claim(riddle_next=_riddle(rows), counted=tuple(rows))


def _refused(rows: Sequence[Throttle], now: dt.datetime, riddle_solved: bool) -> Claim | None:
    """Return what stands against the attempt, if anything does."""
    waits = [row.held_until - now for row in rows if row.held_until and row.held_until > now]
    if waits:
        return Claim(wait=max(waits), riddle_next=_riddle(rows))
    return Claim(riddle=True) if _riddle(rows) and not riddle_solved else None


def _known(count: Count) -> Throttle | None:
    return Throttle.stored.filter(kind=count.kind, digest=count.digest).first()


def _locked(count: Count, now: dt.datetime) -> Throttle:
    facts = {"account": count.account, "network": count.network, "last_at": now}
    row, _new = Throttle.stored.select_for_update().get_or_create(
        kind=count.kind, digest=count.digest, defaults=facts
    )
    if _is_forgotten(row, now):
        row.failures, row.held_until = 0, None
    return row


def _is_forgotten(row: Throttle, now: dt.datetime) -> bool:
    return now - row.last_at > FORGOTTEN


def _riddle(rows: Iterable[Throttle]) -> bool:
    return any(asks_riddle(row.kind, row.failures) for row in rows)


def take_claim_back(claim: Claim) -> None:
    """Uncount an attempt that was right: it held nobody up.

    What is counted for this account here begins anew; what others did to the account from
    elsewhere, or to other accounts from here, stays counted.
    """
    for row in claim.counted:
        mine = Throttle.stored.filter(pk=row.pk)
        if row.kind in {PAIR, DEVICE}:
            mine.delete()
        else:
            mine.filter(failures__gt=0).update(failures=F("failures") - 1, held_until=None)


@service(OperationKind.SIGN_IN, told=gettext_lazy("let in again after failed sign-ins"))
def lift_hold(throttle: Throttle, *, by: Actor, reason: str = "") -> None:
    """Forget the failures of one count, so that its next attempt waits for nothing."""
    check_may(by, "delete", throttle)
    running = running_operation()
    if running is not None:
        running.row.be_about(about_record(Throttle, throttle))
        running.row.details = {"outcome": "let in again"}
        row = running.stored()
        if throttle.account is not None:
            changes = {"failures": [throttle.failures, None]}
            note_access(throttle.account, changes, under=row)
    throttle.delete()


def use_once(token: str) -> bool:
    """Tell whether a token is used for the first time; from now on it is not."""
    count = Count(USED, token)
    _row, new = Throttle.stored.get_or_create(
        kind=count.kind, digest=count.digest, defaults={"last_at": timezone.now()}
    )
    return new


def forget_failures() -> int:
    """Remove counts to which nothing was added for a day; return how many."""
    old = Throttle.stored.filter(last_at__lt=timezone.now() - FORGOTTEN)
    count, _by_kind = old.delete()
    return count
