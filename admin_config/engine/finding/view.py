"""The address behind the find box: an answer for the script, or a page without one."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from admin_config.engine.finding.places import places
from admin_config.engine.finding.records import Found, Group, records
from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.session import wants_json

_LONGEST = 100


def _at_hand(request: HttpRequest) -> list[Group]:
    """Return what is offered before anything is typed: favourites, and what was opened last."""
    from admin_config.engine.keeping.kept import favourites, recent

    kept = [Group(_("Favourites"), favourites(request), "")]
    kept.append(Group(_("Opened lately"), recent(request), ""))
    return [group for group in kept if group.hits]


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Answer a query with screens, commands and records; never more than a page of them."""
    query = (request.GET.get("q") or request.GET.get("s") or "").strip()[:_LONGEST]
    ready = places(request, query) if query else []
    at_hand = _at_hand(request) if not query and wants_json(request) else []
    found = records(request, query) if query else Found(at_hand, [])
    if wants_json(request):
        return JsonResponse(
            {
                "query": query,
                "places": [asdict(hit) for hit in ready],
                "groups": [asdict(group) for group in found.groups],
                "unreached": found.unreached,
            }
        )
    context = {
        **frame_context(request, inside=True),
        "title": _("Find"),
        "query": query,
        "places": ready,
        "found": found,
    }
    return TemplateResponse(request, "console/search.html", context)
