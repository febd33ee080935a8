"""What a session knows of its person: whether the second factor was shown, and how lately."""

from __future__ import annotations

import time
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.http import HttpRequest
from django_otp.models import Device

#: For so many seconds a proof is fresh enough for what weighs much.
FRESH_FOR = 600
_PROVEN, _PASSWORD = "factor_proven", "password_proven"


def connect() -> None:
    """Note in every new session when the password was given (a technical signal of Django's)."""
    user_logged_in.connect(_password_was_given, dispatch_uid="second_factor.password")


def _password_was_given(request: HttpRequest | None, user: Any, **_more: Any) -> None:
    if request is not None:
        mark_password(request, user)


def mark_password(request: HttpRequest, user: Any) -> None:
    """Note that this person gave the password now."""
    request.session[_PASSWORD] = [str(user.pk), int(time.time())]


def mark_proven(request: HttpRequest, device: Device, *, fresh: bool = True) -> None:
    """Let the session count as proven by this factor, under a new key that nobody saw before.

    It does not last longer for that: its hours count from the password on.
    """
    session: Any = request.session
    session.renew_key()
    django_otp.login(request, device)
    if fresh:
        request.session[_PROVEN] = [str(device.user_id), int(time.time())]


def is_proven(request: HttpRequest) -> bool:
    """Tell whether the person may pass: proven in this session, or not in need of it."""
    user: Any = request.user
    if not user.has_second_factor:
        return bool(settings.SECOND_FACTOR_RELAXED)
    return bool(user.is_verified())


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the proof that this person can give was given within the last minutes."""
    user: Any = request.user
    noted = request.session.get(_PROVEN if user.has_second_factor else _PASSWORD)
    if not isinstance(noted, list) or (user.has_second_factor and not is_proven(request)):
        return False
    person, when = noted
    return bool(person == str(user.pk) and 0 <= time.time() - when <= FRESH_FOR)
