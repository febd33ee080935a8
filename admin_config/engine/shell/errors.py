"""Error pages in the console's look: what happened, what to do, and the number to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from admin_config.engine.shell.session import wants_json


def _page(
    request: HttpRequest,
    status: int,
    *,
    heading: str,
    advice: str,
    back: bool = True,
    typed: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
) -> HttpResponse:
    """Return an error page; it asks neither the database nor the session for anything."""
    request_id = request.META.get("REQUEST_ID", "")
    if wants_json(request):
        answer = {"error": heading, "advice": advice, "request_id": request_id}
        return JsonResponse(answer, status=status)
    looks = settings.UNFOLD
    context: dict[str, Any] = {
        "site_title": looks["SITE_TITLE"],
        "title": heading,
        "heading": heading,
        "advice": advice,
        "status": status,
        "request_id": request_id,
        "can_go_back": back,
        "typed": typed,
    }
    return HttpResponse(render_to_string("console/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer what cannot be understood."""
    return _page(
        request,
        400,
        heading=_("This request cannot be understood"),
        advice=_("Go back and try again. If it was a link, it may have been cut off."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what the person has no right to."""
    told = str(exception)
    return _page(
        request,
        403,
        heading=_("You may not do this"),
        advice=told or _("Your role does not include it. Ask whoever looks after the roles."),
    )


def refused_form(
    request: HttpRequest, advice: str, typed: Sequence[tuple[str, Sequence[tuple[str, str]]]]
) -> HttpResponse:
    """Answer a form whose right is gone: its text stands on the page, to be read and copied."""
    return _page(request, 403, heading=_("You may not do this"), advice=advice, typed=typed)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address behind which there is nothing."""
    return _page(
        request,
        404,
        heading=_("There is nothing here"),
        advice=_(
            "It may have been deleted or moved, or you may not see it. "
            "Look for it with Find (Ctrl K) on the home page."
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request that is larger than the house takes."""
    return _page(
        request,
        413,
        heading=_("This is too large to be sent"),
        advice=_("Go back: what you typed is still there. Send smaller files, or fewer at once."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer who asks too often."""
    return _page(
        request,
        429,
        heading=_("Too many attempts"),
        advice=_("Wait a few minutes, then try again."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; it is in the log under the number shown."""
    return _page(
        request,
        500,
        heading=_("Something went wrong on our side"),
        advice=_(
            "Nothing was half saved. Try again; if it happens again, tell whoever looks after "
            "the system the number below."
        ),
    )


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form whose token does not match: an old page, another person's, or a foreign one."""
    return _page(
        request,
        403,
        heading=_("This page was too old to be sent"),
        advice=" ".join(
            (
                _(
                    "For your safety nothing was saved. Go back: what you typed is still there. "
                    "Reload the page in another tab, then send it again."
                ),
                _("If somebody else signed in here meanwhile, sign in as yourself first."),
            )
        ),
    )
