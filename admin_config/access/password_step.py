"""The first step of coming in: name and password, with waits and riddles against guessing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponseBase

from admin_config.access.riddle import is_solved, new_riddle
from admin_config.engine.shell.password_step import StepOutcome, Typed
from erp.foundation.tracing import client_address
from erp.staff.known_device import know_device, known_device
from erp.staff.models import User
from erp.staff.services.sign_in_log import note_hold
from erp.staff.services.throttle import Claim, claim_attempt, sign_in_counts, take_claim_back
from erp.staff.sign_in import account_named

#: Nobody has such a name or password: hashing megabytes is work for the house alone.
LONGEST_NAME = 254
LONGEST_PASSWORD = 1024


def password_step(request: HttpRequest, typed: Typed) -> StepOutcome:
    """Return who it is, or why not: a wrong guess, a wait, a riddle first.

    An unknown name is answered like a wrong password: it is counted the same way, costs the same
    time and makes others wait as long.
    """
    sound = len(typed.name) <= LONGEST_NAME and len(typed.password) <= LONGEST_PASSWORD
    name = typed.name if sound else ""
    account = account_named(name)
    device = known_device(request, account)
    address = client_address(request)
    solved = is_solved(typed.riddle, typed.answer)
    counts = sign_in_counts(name, account, address=address, device=device)
    claim = claim_attempt(counts, riddle_solved=solved)
    if not claim.allowed:
        asks = claim.riddle or claim.riddle_next
        return StepOutcome(
            wait=claim.wait,
            riddle=new_riddle() if asks else None,
            riddle_first=claim.riddle,
            riddle_wrong=claim.riddle and bool(typed.answer) and not solved,
        )
    user = authenticate(request, username=name, password=typed.password) if sound else None
    if not isinstance(user, User):
        return _refused(claim, account)
    take_claim_back(claim)
    return StepOutcome(user=user, finish=_knowing(request, user))


def _refused(claim: Claim, account: User | None) -> StepOutcome:
    if claim.holds_up:
        note_hold(account, kinds=[row.kind for row in claim.counted if row.held_until])
    return StepOutcome(riddle=new_riddle() if claim.riddle_next else None)


def _knowing(request: HttpRequest, user: User) -> Callable[[HttpResponseBase], None]:
    return partial(know_device, request, account=user)
