"""Browsers in which an account signed in before: failures elsewhere never keep these out.

A signed cookie holds a random number of the browser and, for the last few accounts that signed in
with it, a mark of their password; with a new password the browser has to be known anew.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from erp.staff.models import User

COOKIE = "console_device"
_SALT = "staff.known_device"
_GOOD_FOR = 365 * 24 * 3600
_MOST_PEOPLE = 5


def known_device(request: HttpRequest, account: User | None) -> str:
    """Return the number of the browser where the account signed in with it before, else nothing."""
    held = _held(request)
    mark = held.get("people", {}).get(str(account.pk)) if account is not None else None
    if account is None or not isinstance(mark, str):
        return ""
    return str(held["device"]) if constant_time_compare(mark, _mark(account)) else ""


def know_device(request: HttpRequest, response: HttpResponseBase, account: User) -> None:
    """Let the browser be known as one in which the account signed in."""
    held = _held(request)
    people = {key: mark for key, mark in held.get("people", {}).items() if key != str(account.pk)}
    latest = dict(list(people.items())[-(_MOST_PEOPLE - 1) :])
    latest[str(account.pk)] = _mark(account)
    data = {"device": held.get("device") or secrets.token_hex(16), "people": latest}
    response.set_cookie(
        COOKIE,
        signing.dumps(data, salt=_SALT),
        max_age=_GOOD_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _held(request: HttpRequest) -> dict[str, Any]:
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def _mark(account: User) -> str:
    return salted_hmac(_SALT, account.password, algorithm="sha256").hexdigest()[:20]
