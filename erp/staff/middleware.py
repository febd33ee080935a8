"""Who is signed in, and the language and time zone of that person."""

import zoneinfo
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from erp.foundation.rights import is_in_force
from erp.staff.models import User

log = structlog.get_logger("session")


class SignedIn(AuthenticationMiddleware):
    """Sets ``request.user`` by the one query that reads the session, and notes that it is used."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the person when somebody asks for them, once."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _found_once(request))  # type: ignore[assignment]


def _found_once(request: Any) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _person_of_session(request) or auth.get_user(request)
        _note_use(request)
    found: User | AnonymousUser = request._cached_user
    return found


def _person_of_session(request: Any) -> User | None:
    """Return the person that came along with the session, while the session is theirs.

    Whatever is not plain (an old key, another backend) is left to Django's own way.
    """
    held = request.session
    person: User | None = getattr(held, "person", None)
    if person is None or held.get(auth.SESSION_KEY) != str(person.pk):
        return None
    if held.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    proof = held.get(auth.HASH_SESSION_KEY, "")
    right = constant_time_compare(proof, person.get_session_auth_hash())
    return person if right and is_in_force(person) else None


def _note_use(request: Any) -> None:
    """Note that the session is in use; a database in trouble keeps nobody from reading."""
    if request._cached_user.is_authenticated and hasattr(request.session, "note_use"):
        try:
            request.session.note_use()
        except DatabaseError:
            log.exception("session_use_not_noted")


class PersonalSettings:
    """Shows every page in the person's language and zone; before sign-in the browser decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate both for the time of the request."""
        user = _person(request)
        if user is not None:
            language, zone = user.language, user.time_zone
        else:
            language, zone = translation.get_language_from_request(request), ""
        zone = zone or settings.DEFAULT_ZONE
        with translation.override(language), timezone.override(_zone(zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            render = getattr(response, "render", None)
            if render is not None and not getattr(response, "is_rendered", True):
                render()
        return response


def _person(request: HttpRequest) -> User | None:
    """Return who is signed in; nobody where the database cannot tell.

    What needs the person fails on its own; what does not, as the health address, still answers.
    """
    try:
        return request.user if isinstance(request.user, User) else None
    except DatabaseError:
        return None


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
