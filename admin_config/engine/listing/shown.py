"""What the page of a list shows, worked out for its template."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.keeping.kept import favourite_keys
from admin_config.engine.listing.applying import address_with, address_without
from admin_config.engine.listing.cells import number_text
from admin_config.engine.listing.changelist import ConsoleChangeList
from admin_config.engine.listing.columns import Column
from admin_config.engine.listing.cursor import LAST, Cursor
from admin_config.engine.listing.editing.offered import editable_names
from admin_config.engine.listing.figures import totalled
from admin_config.engine.listing.filters.filter import Filter
from admin_config.engine.listing.jumping import jump_input
from admin_config.engine.listing.pager import CAP
from admin_config.engine.listing.personal import PAGE_SIZES, may_share
from admin_config.engine.listing.query import (
    BUILT,
    CURSOR,
    FROM_VALUE,
    ORDER,
    PLACES,
    SEARCH,
    VIEW,
    WAITS,
    Changes,
    ListQuery,
)
from admin_config.engine.listing.rows import render_rows
from admin_config.models import SavedView


@dataclass(frozen=True)
class Head:
    """The head of a column: what it says and where a click on it leads."""

    column: Column
    #: The address that sorts by it; empty when it cannot be sorted.
    link: str
    #: ``ascending``, ``descending`` or empty.
    direction: str
    totalled: bool


@dataclass(frozen=True)
class Chip:
    """An active filter with the address that takes it away."""

    label: str
    summary: str
    clear: str
    #: Made with the filter builder, which a click on it opens.
    built: bool = False


def chips_of(query: ListQuery) -> list[Chip]:
    """Return what narrows a list: the card that led to it, its filters, the search."""
    chips = [
        Chip(f.label, f.summary, query.address(dict.fromkeys(f.keys)))
        for f in query.filters
        if f.is_filled
    ]
    if query.search:
        chips.append(Chip(_("Search"), query.search, query.address({SEARCH: None})))
    return [*_card_chips(query), *chips, *_built_chips(query)]


def _card_chips(query: ListQuery) -> list[Chip]:
    card = query.card
    return [Chip(_("Home"), str(card.title), query.address({WAITS: None}))] if card else []


def _built_chips(query: ListQuery) -> list[Chip]:
    return [
        Chip(label, words, query.address({BUILT: left or None}), built=True)
        for label, words, left in query.built.chips()
    ]


class ListPage:
    """One page of a list, ready to be shown."""

    def __init__(self, changelist: ConsoleChangeList, request: HttpRequest) -> None:
        """Stand for the page that the change list found."""
        self.changelist = changelist
        self.request = request
        self.query = changelist.list_query
        self.page = changelist.page
        self.admin: Any = changelist.model_admin

    @cached_property
    def heads(self) -> list[Head]:
        """Return the heads of the columns."""
        summed = set(totalled(self.query)) if self.page.keys else set()
        return [self._head(column, column.name in summed) for column in self.query.columns]

    def _head(self, column: Column, is_totalled: bool) -> Head:
        order = self.query.order
        if column.sort is None or column.name in self.query.hidden:
            return Head(column, "", "", is_totalled)
        is_current = column.sort == order.column
        direction = ("descending" if order.descending else "ascending") if is_current else ""
        word = f"-{column.name}" if direction == "ascending" else column.name
        return Head(column, self.query.address({ORDER: word}), direction, is_totalled)

    @cached_property
    def rows(self) -> SafeString:
        """Return the rows as markup."""
        preserved = self.changelist.preserved_filters
        return render_rows(
            self.changelist.result_list,
            self.query.columns,
            suffix=f"?{preserved}" if preserved else "",
            selectable=bool(self.actions),
            starred=favourite_keys(self.request.user, self.query.screen, self.page.keys),
        )

    @cached_property
    def actions(self) -> list[dict[str, Any]]:
        """Return what can be done with a selection."""
        found = self.admin.get_actions(self.request)
        shown = dict(self.admin.get_action_choices(self.request, default_choices=[]))
        icons = {do.name: do.icon for do in self.admin.screen.actions}
        return [
            {
                "name": name,
                "label": label,
                "icon": icons.get(name) or getattr(found[name][0], "icon", ""),
                "danger": getattr(found[name][0], "danger", "delete" in name),
            }
            for name, label in shown.items()
            if name in found
        ]

    @cached_property
    def editable(self) -> list[str]:
        """Return the shown columns that the person may change here."""
        offered = set(editable_names(self.admin, self.request))
        return [column.name for column in self.query.columns if column.name in offered]

    @property
    def editable_json(self) -> str:
        """Return the names of the columns in their order, for the cells that are changed."""
        return json.dumps([column.name for column in self.query.columns])

    # --- filters and search ---------------------------------------------------------------------
    @property
    def filters(self) -> list[Filter]:
        """Return the filters on offer."""
        return self.query.filters

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the active filters and the search."""
        return chips_of(self.query)

    @property
    def built_json(self) -> str:
        """Return the built filter and the names in it, for the dialog that changes it."""
        tree = self.query.built.tree
        plain = tree.plain() if tree is not None else None
        return json.dumps({"tree": plain, "names": self.query.built.names()})

    @cached_property
    def cleared(self) -> str:
        """Return the address without filters and search."""
        keys: Changes = {key: None for found in self.query.filters for key in found.keys}
        return self.query.address({**keys, SEARCH: None, BUILT: None, WAITS: None, VIEW: "0"})

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Return the parameters that the filter form does not ask for itself."""
        asked = {key for found in self.query.filters for key in found.keys}
        asked |= {SEARCH, "e", *PLACES}
        return [
            (key, value)
            for key, values in self.query.params.lists()
            if key not in asked
            for value in values
        ]

    @property
    def kept_all(self) -> list[tuple[str, str]]:
        """Return every parameter but the place in the list."""
        pairs = ((key, value) for key, values in self.query.params.lists() for value in values)
        return [(key, value) for key, value in pairs if key not in {"e", *PLACES}]

    @property
    def can_search(self) -> bool:
        """Tell whether records can be found by words."""
        fields = getattr(self.query.screen.model, "search_fields", ())
        return any(name not in self.query.hidden for name in fields)

    # --- pages ----------------------------------------------------------------------------------
    def _link(self, cursor: Cursor | None) -> str:
        if cursor is None:
            return ""
        return self.query.address({CURSOR: cursor.encode(self.query.order)})

    @property
    def previous_link(self) -> str:
        """Return the address of the page before."""
        return self._link(self.page.previous)

    @property
    def next_link(self) -> str:
        """Return the address of the page after."""
        return self._link(self.page.next)

    @property
    def first_link(self) -> str:
        """Return the address of the first page."""
        return self.query.address() if self.page.previous else ""

    @property
    def last_link(self) -> str:
        """Return the address of the last page."""
        return self._link(Cursor(LAST)) if self.page.next else ""

    @property
    def span(self) -> str:
        """Return which records of the whole are shown, where that is known."""
        if self.page.number is None or not self.page.keys:
            return ""
        last = self.page.number + len(self.page.keys) - 1
        return f"{number_text(self.page.number)}–{number_text(last)}"

    @property
    def count(self) -> str:
        """Return how many records match, as far as they were counted."""
        total = self.page.total
        if self.page.beyond or total is None:
            return _("more than %(count)s") % {"count": number_text(CAP)}
        return ngettext("%(count)s record", "%(count)s records", total) % {
            "count": number_text(total)
        }

    @property
    def count_is_open(self) -> bool:
        """Tell whether the exact number has yet to be asked for."""
        return (self.page.beyond or self.page.total is None) and bool(self.page.keys)

    @property
    def hits_are_cut(self) -> bool:
        """Tell whether a search found more than is listed."""
        return bool(self.query.search) and self.page.beyond

    @property
    def sizes(self) -> list[tuple[int, bool]]:
        """Return the page sizes on offer and which is in use."""
        known = sorted({*PAGE_SIZES, self.query.page_size})
        return [(size, size == self.query.page_size) for size in known]

    @property
    def jump(self) -> dict[str, str]:
        """Return the input that begins the list at a value."""
        kind = jump_input(self.query.screen.model, self.query.order)
        column = next((c for c in self.query.columns if c.sort == self.query.order.column), None)
        if not kind or column is None or not (self.page.has_more_than_one or self._jumped):
            return {}
        return {"kind": kind, "label": column.label, "value": self._jumped}

    @property
    def _jumped(self) -> str:
        return self.query.params.get(FROM_VALUE, "")

    # --- views and columns ----------------------------------------------------------------------
    @property
    def view(self) -> SavedView | None:
        """Return the view in use."""
        return self.query.personal.view

    @cached_property
    def views(self) -> list[dict[str, Any]]:
        """Return the saved views, each with the address that applies it to this list."""
        return [
            {
                "view": view,
                "link": address_with(self.query, view),
                "is_default": view.pk == self.query.personal.choice.default_view_id,
                "roles": [role.pk for role in view.shared_with.all()],
                "mine": view.person_id == self.request.user.pk,
                "current": self.view is not None and view.pk == self.view.pk,
            }
            for view in self.query.personal.views
        ]

    @property
    def without_view(self) -> str:
        """Return the address without the view in use."""
        return address_without(self.query)

    @property
    def may_share(self) -> bool:
        """Tell whether the person may offer views to all."""
        return may_share(self.request.user)
