"""The cookie of a remembered device: set after a proof, read instead of one, thrown away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from admin_config.second_factor.proven import mark_proven
from erp.foundation.actor import Actor
from erp.staff.models import RememberedDevice
from erp.staff.services.remembered_device import note_use, recognised_device, remember_device

_COOKIE, _SALT = "console_remembered", "console.remembered_device"


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember this browser for the person: a row, and a signed cookie with its secret."""
    user: Any = request.user
    _device, secret = remember_device(user, by=Actor.person(user))
    response.set_signed_cookie(
        _COOKIE,
        f"{user.pk}:{secret}",
        salt=_SALT,
        max_age=int(RememberedDevice.GOOD_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def let_in_as_remembered(request: HttpRequest) -> bool:
    """Let the session count as proven where this browser is remembered for this very person.

    It is no fresh proof: what weighs much asks for one all the same.
    """
    device = remembered_here(request)
    if device is None:
        return False
    mark_proven(request, device, fresh=False)
    note_use(device)
    return True


def remembered_here(request: HttpRequest) -> RememberedDevice | None:
    """Return the row of this browser, if it is remembered for the person who is signed in."""
    user: Any = request.user
    value = request.get_signed_cookie(_COOKIE, default="", salt=_SALT)
    person, _colon, secret = str(value).partition(":")
    if person != str(user.pk) or not secret or not user.has_second_factor:
        return None
    return recognised_device(user, secret)
