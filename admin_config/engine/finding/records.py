"""Finding records over every screen: few per screen, within a time, only what one may see."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from admin_config.engine.build.rights import actor_of
from admin_config.engine.finding.places import Hit
from admin_config.engine.listing.suggest import ranked_keys, ranked_rows
from admin_config.engine.navigation import list_address, record_address, title_of, visible_screens
from admin_config.engine.spec import Screen
from erp.foundation.rights import hidden_fields, scoped
from erp.foundation.search_models import models_with_hits
from erp.foundation.text import terms_of, tokens_of
from erp.foundation.time_limit import TookTooLong, time_limit

#: Records shown of one screen.
PER_SCREEN = 5
#: Seconds for the whole search; screens that were not reached are named.
WHOLE_TIME = 1.5
#: Candidates per screen where some must be left out because of what is hidden.
_CANDIDATES = 20


@dataclass(frozen=True)
class Group:
    """What was found on one screen."""

    title: str
    hits: list[Hit]
    #: Where all of them are listed.
    more: str


@dataclass(frozen=True)
class Found:
    """What a search found, and which screens it did not get to in time."""

    groups: list[Group]
    unreached: list[str]


def records(request: HttpRequest, query: str) -> Found:
    """Search every screen that the person may look up, in the order of the menu."""
    groups: list[Group] = []
    shown: set[tuple[Any, Any]] = set()
    unreached: list[str] = []
    deadline = time.monotonic() + WHOLE_TIME
    for screen in _worth_searching(request, query):
        left = deadline - time.monotonic()
        if left <= 0:
            unreached.append(title_of(screen))
            continue
        try:
            with time_limit(left):
                groups += _group(request, screen, query, shown)
        except TookTooLong:
            unreached.append(title_of(screen))
    return Found(groups, unreached)


def _worth_searching(request: HttpRequest, query: str) -> list[Screen]:
    """Return the screens of whose records any may match.

    Screens may share a table (customers and suppliers are both companies): a record is shown on
    the first of them, in the order of the menu, that knows it.
    """
    if not terms_of(query):
        return []
    screens = [s for s in visible_screens(request) if getattr(s.model, "search_fields", ())]
    matching = models_with_hits({screen.model for screen in screens}, query)
    return [screen for screen in screens if screen.model in matching]


def _group(
    request: HttpRequest, screen: Screen, query: str, shown: set[tuple[Any, Any]]
) -> list[Group]:
    """Return the screen's group of hits without records that an earlier screen showed."""
    table = screen.model._meta.concrete_model
    rows = [row for row in _best(request, screen, query) if (table, row.pk) not in shown]
    shown.update((table, row.pk) for row in rows)
    hits = [Hit(str(row), _note(row), screen.icon, record_address(screen, row.pk)) for row in rows]
    more = f"{list_address(screen)}?{urlencode({'q': query})}"
    return [Group(title_of(screen), hits, more)] if hits else []


def _best(request: HttpRequest, screen: Screen, query: str) -> list[Any]:
    """Return the best rows: exact names and codes, what begins with the query, what holds it."""
    model: Any = screen.model
    actor = actor_of(request)
    hidden = hidden_fields(actor, model)
    names = [name for name in model.search_fields if name not in hidden]
    if not names:
        return []
    rows: QuerySet[Any] = scoped(actor, "view", model._default_manager.all())
    keys = ranked_keys(rows, query, hidden=hidden, inactive=True)
    if len(names) == len(model.search_fields):
        return list(ranked_rows(rows, keys[:PER_SCREEN])) if keys else []
    found = ranked_rows(rows, keys[:_CANDIDATES]) if keys else ()
    return [row for row in found if _told_by_visible(row, names, query)][:PER_SCREEN]


def _told_by_visible(row: Model, names: list[str], query: str) -> bool:
    """Tell whether fields that the person may see hold every term."""
    tokens: set[str] = set()
    for name in names:
        tokens |= tokens_of(str(getattr(row, name) or ""))
    return all(any(token.startswith(term) for token in tokens) for term in terms_of(query))


def _note(row: Any) -> str:
    """Return the record's number or code where its name does not tell it."""
    for name in ("number", "code"):
        value = getattr(row, name, "")
        if value and str(value) not in str(row):
            return str(value)
    return ""
