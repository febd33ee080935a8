"""Codes of the second factor: made, digested and compared; how long one waits after wrong ones."""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp.oath import TOTP

#: Letters and digits that nobody takes for one another.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP, _GROUPS = 5, 2
BACKUP_CODES = 10
_SECRET_BYTES = 20
STEP, DIGITS = 30, 6
#: A code of the step before or after is taken as well: clocks differ.
_TOLERANCE = 1
#: So many wrong codes are free; then every further one doubles the wait, up to the longest.
_FREE_FOR_PERSON, _FREE_FOR_ADDRESS = 3, 30
_FIRST_WAIT, _LONGEST_WAIT = 4, 900
_DOUBLINGS = 8


def new_app_secret() -> str:
    """Return a new secret for an app, as apps take it: base32, 160 bits."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def new_backup_code() -> str:
    """Return a code for paper: two groups of five, about 50 bits."""
    groups = ("".join(secrets.choice(_CLEAR) for _i in range(_GROUP)) for _j in range(_GROUPS))
    return "-".join(groups)


def new_sent_code() -> str:
    """Return six digits for a message."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def as_typed(code: str) -> str:
    """Return a code without blanks and dashes, in small letters."""
    return "".join(sign for sign in code.lower() if sign.isalnum())[:40]


def digest_of(purpose: str, value: str) -> str:
    """Return what is stored of a code or secret: useless without the house's SECRET_KEY."""
    return _digest(purpose, value, settings.SECRET_KEY)


def _digest(purpose: str, value: str, key: str) -> str:
    salt = f"countinghouse.{purpose}"
    return salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest()


def is_digest_of(stored: str, purpose: str, value: str) -> bool:
    """Compare in constant time, under the present SECRET_KEY and those before it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(stored, _digest(purpose, value, key)) for key in keys)


@dataclass(frozen=True)
class AppMatch:
    """The step of time whose code was typed, and how far the app's clock is off."""

    step: int
    drift: int


def match_app_code(secret: str, typed: str, *, after: int = -1, drift: int = 0) -> AppMatch | None:
    """Return which step's code it is; only steps later than ``after`` count, so none counts twice.

    ``secret`` is base32 as apps take it.
    """
    code = as_typed(typed)
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    clock = _clock(secret, drift)
    if not clock.verify(int(code), _TOLERANCE, after + 1):
        return None
    return AppMatch(clock.t(), clock.drift)


def app_code(secret: str, *, after: int = -1) -> str:
    """Return the code that the app shows now, or the next one where this was taken already."""
    clock = _clock(secret, 0)
    if clock.t() <= after:
        clock.time += STEP * (after + 1 - clock.t())
    return f"{clock.token():0{DIGITS}}"


def _clock(secret: str, drift: int) -> TOTP:
    clock = TOTP(base64.b32decode(secret), STEP, 0, DIGITS, drift)
    clock.time = time.time()
    return clock


def wait_after(failures: int, *, of_person: bool) -> int:
    """Return for how many seconds nothing is taken after so many wrong codes in a row."""
    beyond = failures - (_FREE_FOR_PERSON if of_person else _FREE_FOR_ADDRESS)
    if beyond < 0:
        return 0
    return min(_FIRST_WAIT << min(beyond, _DOUBLINGS), _LONGEST_WAIT)
