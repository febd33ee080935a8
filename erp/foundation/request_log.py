"""One line in the log for every request: who, what, how it ended, how long, how many queries."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("request")


class _Counter:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


class RequestLog:
    """Stands behind the static files, so that only pages are logged.

    Neither query strings nor posted fields are written: they may hold what is nobody's business.
    Nor are tokens that are part of an address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log the request when it has been answered."""
        counter = _Counter()
        started = time.perf_counter()
        with ExitStack() as counted:
            for connection in connections.all():
                counted.enter_context(connection.execute_wrapper(counter))
            response = self.get_response(request)
        user = getattr(request, "_cached_user", None)
        log.log(
            _level(response.status_code),
            "request",
            method=request.method,
            path=path_told(request),
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            queries=counter.queries,
            user=getattr(user, "pk", None),
        )
        return response


def path_told(request: HttpRequest) -> str:
    """Return a request's path; where a secret is part of it, the pattern of such paths."""
    match = request.resolver_match
    if match is not None and "token" in match.kwargs:
        return f"/{match.route}"
    return request.path


def _level(status: int) -> int:
    """Return the level of a request by how it ended: 20 info, 40 error."""
    return 40 if status >= 500 else 20  # noqa: PLR2004 - HTTP's own border
