"""The first page of who came in: what they can do here, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.navigation import add_address, list_address, title_of, visible_screens
from admin_config.engine.registry import registry
from admin_config.engine.shell.frame import frame_context
from admin_config.invitations.first_steps import WELCOMES, FirstStep
from erp.foundation.rights import may
from erp.staff.models import Role

_MOST_SCREENS = 8


@dataclass(frozen=True)
class OfferedStep:
    """A first step that this person may take."""

    title: str
    text: str
    link: str


def show(request: HttpRequest) -> HttpResponse:
    """Show what the person's roles can do, with first steps within their rights."""
    roles = list(Role.objects.filter(user=request.user.pk).order_by("name_key"))
    told = [(role, WELCOMES.get(role.code or "")) for role in roles]
    can = [str(text) for _role, welcome in told if welcome for text in welcome.can]
    can += [role.purpose() for role, welcome in told if welcome is None and role.purpose()]
    steps = [step for _role, welcome in told if welcome for step in welcome.steps]
    offered = _offered(request, steps)
    context: dict[str, Any] = {
        **frame_context(request, inside=True),
        "title": _("Welcome, %(name)s") % {"name": request.user},
        "roles": roles,
        "can": list(dict.fromkeys(can)),
        "steps": offered,
        "screens": [] if offered else _screens(request),
        "speaks": dict(settings.LANGUAGE_NAMES).get(get_language() or "", ""),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "console/welcome.html", context)


def _screens(request: HttpRequest) -> list[tuple[str, str]]:
    """Return names and addresses of the first screens that the person may look up."""
    return [(title_of(s), list_address(s)) for s in visible_screens(request)[:_MOST_SCREENS]]


def _offered(request: HttpRequest, steps: list[FirstStep]) -> list[OfferedStep]:
    """Return the steps that the person may take, each once, in the order of their roles."""
    actor = actor_of(request)
    found: dict[tuple[str, bool], OfferedStep] = {}
    for step in steps:
        screen = registry.find(step.screen)
        if screen is None or not may(actor, "view", screen.model):
            continue
        if step.add and not may(actor, "add", screen.model):
            continue
        link = add_address(screen) if step.add else list_address(screen)
        found.setdefault(
            (step.screen, step.add), OfferedStep(str(step.title), str(step.text), link)
        )
    return list(found.values())
