"""The home page: what waits for a person, and where to begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_config.engine.charts.offered import charts_for_home
from admin_config.engine.finding.places import Hit, add_title, may_add
from admin_config.engine.home.lately import changed_by_others, worked_on
from admin_config.engine.home.waiting import cards, job_lines
from admin_config.engine.keeping.kept import favourites, recent
from admin_config.engine.navigation import add_address, visible_screens

#: Screens offered under "add"; the rest is a key away with Find.
_OFFERED = 8
_NOON, _EVENING = 12, 18


def home(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show the home page; everything on it comes from queries of its own."""
    waiting = cards(request)
    jobs = job_lines(request)
    context = {
        **frame,
        "title": _("Home"),
        "index": True,
        "greeting": _greeting() % {"name": request.user},
        "cards": waiting,
        "jobs": jobs,
        "worked_on": worked_on(request),
        "by_others": changed_by_others(request),
        "favourites": favourites(request),
        "recent": recent(request),
        "begin": begin(request),
        "charts": charts_for_home(request),
        "idle": not waiting and not jobs,
    }
    return TemplateResponse(request, "console/home.html", context)


def begin(request: HttpRequest) -> list[Hit]:
    """Return the commands that add a record, for screens that the person may add to."""
    offered = [screen for screen in visible_screens(request) if may_add(request, screen)]
    return [Hit(add_title(s), "", s.icon, add_address(s)) for s in offered[:_OFFERED]]


def _greeting() -> str:
    hour = timezone.localtime().hour
    if hour < _NOON:
        return _("Good morning, %(name)s")
    if hour < _EVENING:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")
