"""Every request has an id and an address: taken in, logged, sent back, filed with operations."""

import ipaddress
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

_GOOD_ID = re.compile(r"^[A-Za-z0-9._:-]{8,64}$")


@dataclass(frozen=True)
class Origin:
    """Where an act comes from."""

    request_id: str = ""
    address: str | None = None
    device: str = ""


_NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current_origin() -> Origin:
    """Return where the running request or job came from; empty outside both."""
    return _origin.get()


def set_origin(origin: Origin) -> None:
    """Say where the work that follows comes from (a job carries its request's id)."""
    _origin.set(origin)


def client_address(request: HttpRequest) -> str | None:
    """Return the client's address; X-Forwarded-For counts only behind configured proxies.

    The list is read from the right, and the first address that is no trusted proxy is the client.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    trusted = settings.TRUSTED_PROXIES
    if _came_through_proxy(request):
        for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = hop.strip() or address
            if address not in trusted:
                break
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def _came_through_proxy(request: HttpRequest) -> bool:
    """Tell whether a configured proxy handed the request on, so that its headers are believed."""
    address = request.META.get("REMOTE_ADDR") or ""
    trusted = settings.TRUSTED_PROXIES
    return address in trusted or (not address and "unix" in trusted)


def _given_id(request: HttpRequest) -> str:
    """Return the id that a configured proxy gave; anybody else would choose what the log says."""
    given = request.headers.get("X-Request-Id", "") if _came_through_proxy(request) else ""
    return given if _GOOD_ID.match(given) else ""


class RequestTracing:
    """Gives the request an id (or keeps a sound one of a configured proxy) and sends it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind id and address to logs and operations for the time of the request."""
        request_id = _given_id(request) or uuid.uuid4().hex
        request.META["REQUEST_ID"] = request_id
        origin = Origin(
            request_id, client_address(request), request.headers.get("User-Agent", "")[:250]
        )
        token = _origin.set(origin)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, address=origin.address)
        try:
            response = self.get_response(request)
        finally:
            _origin.reset(token)
        response["X-Request-Id"] = request_id
        return response
