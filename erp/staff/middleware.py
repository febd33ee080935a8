"""Language and time zone of the person who is signed in."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from erp.staff.models import User


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
