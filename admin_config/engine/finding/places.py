"""Finding screens and commands by their names: the menu's entries and "add …"."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.navigation import (
    add_address,
    list_address,
    section_of,
    title_of,
    visible_screens,
)
from admin_config.engine.spec import Screen
from erp.foundation.rights import may
from erp.foundation.text import fold

_MOST = 6


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is called, where it is and what leads to it."""

    title: str
    note: str
    icon: str
    link: str


def _fits(name: str, query: str) -> int | None:
    """Return how well a name fits, 0 best; ``None`` when it does not."""
    folded = fold(name)
    if folded.startswith(query):
        return 0
    if any(word.startswith(query) for word in folded.split()):
        return 1
    return 2 if query in folded else None


def may_add(request: HttpRequest, screen: Screen) -> bool:
    """Tell whether the person may add a record on this screen."""
    return not screen.read_only and may(actor_of(request), "add", screen.model)


def add_title(screen: Screen) -> str:
    """Return what the command that adds a record is called."""
    return _("Add %(thing)s") % {"thing": screen.model._meta.verbose_name}


def places(request: HttpRequest, query: str) -> list[Hit]:
    """Return the screens and commands whose names fit, best first, at most six."""
    wanted = fold(query)
    found: list[tuple[int, int, Hit]] = []
    for screen in visible_screens(request):
        section = section_of(screen)
        for order, hit in enumerate(_hits_of(request, screen, section)):
            names = (hit.title, str(screen.model._meta.verbose_name))
            ranks = [rank for name in names if (rank := _fits(name, wanted)) is not None]
            if ranks:
                found.append((min(ranks), order, hit))
    found.sort(key=lambda entry: entry[:2])
    return [hit for _rank, _order, hit in found[:_MOST]]


def _hits_of(request: HttpRequest, screen: Screen, section: str) -> list[Hit]:
    hits = [Hit(title_of(screen), section, screen.icon, list_address(screen))]
    if may_add(request, screen):
        hits.append(Hit(capfirst(add_title(screen)), section, "add", add_address(screen)))
    return hits
