"""What a list is asked for by an address: filters, search, order, columns, page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.along.listing import value_filters
from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.infer.filters import filters_of
from admin_config.engine.listing.building.built import Built
from admin_config.engine.listing.columns import Column, choosable_names, visible_columns
from admin_config.engine.listing.cursor import BadCursor, Cursor, decode
from admin_config.engine.listing.filters.filter import Filter
from admin_config.engine.listing.filters.make import filter_kind, make_filter
from admin_config.engine.listing.filters.narrowed import NarrowedFilter
from admin_config.engine.listing.filters.related import RelatedFilter
from admin_config.engine.listing.order import Order, order_of, own_order
from admin_config.engine.listing.personal import personal_of
from erp.foundation.digits import number_in
from erp.foundation.rights import choosable
from erp.foundation.search import matching_keys

if TYPE_CHECKING:
    from admin_config.engine.spec import HomeCard

SEARCH, ORDER, CURSOR, FROM_VALUE, SIZE, VIEW = "q", "o", "_at", "_from", "_size", "_view"
#: The parameter of the filter builder.
BUILT = "_f"
#: Of which card of the home page the rows are listed, by its place in the declaration.
WAITS = "_waits"
#: Parameters that say where in the list one is, not what is listed.
PLACES = (CURSOR, FROM_VALUE)
_FRAME = frozenset(
    {SEARCH, ORDER, CURSOR, FROM_VALUE, SIZE, VIEW, "p", "e", "all", "_facets", BUILT, WAITS}
)
_POPUP = frozenset({"_popup", "_to_field", "_changelist_filters"})
#: Django's own spellings of a filter, understood in links.
_SPELLINGS = ("__id__exact", "__pk__exact", "__exact", "__in")
_LONGEST_SEARCH = 200
#: Parameters to set in an address; ``None`` takes one away.
Changes = dict[str, str | list[str] | None]


class ListQuery:
    """One address of a list, read once; what is wrong with it is said and left out."""

    def __init__(self, admin: Any, request: HttpRequest) -> None:
        """Read the address."""
        self.admin = admin
        self.screen = admin.screen
        self.actor = actor_of(request)
        self.hidden: frozenset[str] = admin.hidden(request)
        self.root: QuerySet[Any] = admin.get_queryset(request)
        self.params = _respelled(request.GET)
        self.personal = personal_of(request, self.screen, self.params.get(VIEW, ""))
        self.problems: list[str] = []
        self.search = self.params.get(SEARCH, "").strip()[:_LONGEST_SEARCH]
        self.filters = self._read_filters()
        self.built = Built(self.params.get(BUILT, ""), self.screen, self.actor)
        self.problems += self.built.problems
        self.card = self._read_card()
        self.order = self._read_order()
        self.cursor = self._read_cursor()
        self._note_what_is_hidden()

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns that are shown."""
        return visible_columns(self.actor, self.screen, self.personal.columns())

    @cached_property
    def page_size(self) -> int:
        """Return how many rows a page has."""
        return self.personal.page_size(self.params.get(SIZE, ""))

    @cached_property
    def active_filters(self) -> list[Filter]:
        """Return the filters that narrow the list."""
        return [found for found in self.filters if found.is_active]

    def _read_filters(self) -> list[Filter]:
        """Return the offered filters and those that only the address has; name what is none."""
        known = fields_of(self.screen.model)
        offered = [name for name in filters_of(self.screen) if name in known]
        asked = [
            name
            for name in known
            if name not in offered
            and any(key == name or key.startswith(f"{name}__") for key in self.params)
        ]
        filters: list[Filter] = []
        for name in (*offered, *asked):
            field = known[name].field
            if name not in self.hidden and filter_kind(field):
                label = capfirst(known[name].label)
                made = make_filter(name, field, label, self.params)
                filters += [made] if made else []
        filters += value_filters(self, filters)
        filters += [NarrowedFilter(each, self.actor, self.params) for each in self.screen.narrows]
        self._name_unknown(filters)
        self._name_related(filters)
        return filters

    def _name_unknown(self, filters: list[Filter]) -> None:
        owned = {key for found in filters for key in found.keys}
        for key in self.params:
            if key not in owned and key not in _FRAME and key not in _POPUP:
                message = _("This list has no filter “%(name)s”; it was left out.")
                self.problems.append(message % {"name": key[:60]})

    def _name_related(self, filters: list[Filter]) -> None:
        """Fetch the names of chosen records that the person may see, one query per filter."""
        from admin_config.engine.listing.fetching import named

        for found in filters:
            if isinstance(found, RelatedFilter) and found.is_active and found.raw[""]:
                model: Any = found.field.related_model
                rows = named(choosable(self.actor, model._default_manager.all()))
                found.names = {row.pk: str(row) for row in rows.filter(pk__in=found.keys_chosen)}

    def _note_what_is_hidden(self) -> None:
        """Say that a view which somebody else made also has columns that this person has not."""
        view = self.personal.view
        if view is None or view.person_id == self.personal.user.pk:
            return
        known = set(choosable_names(self.actor, self.screen))
        if any(name not in known for name in view.columns or ()):
            self.problems.append(
                _("This view has columns that you may not see; they were left out.")
            )

    def _read_card(self) -> HomeCard | None:
        """Return the card of the home page that led here."""
        place = number_in(self.params.get(WAITS, ""))
        if place is not None and place < len(self.screen.home):
            return cast("HomeCard", self.screen.home[place])
        if WAITS in self.params:
            self.problems.append(_("This link leads to no card of the home page."))
        return None

    def _read_order(self) -> Order:
        word = self.params.get(ORDER, "")
        offered = choosable_names(self.actor, self.screen)
        try:
            return order_of(self.screen, word, offered, self.hidden)
        except ValueError as error:
            message = _("The list cannot be sorted by “%(name)s”; it stands in its own order.")
            self.problems.append(message % {"name": str(error)[:60]})
            return own_order(self.screen, self.hidden)

    def _read_cursor(self) -> Cursor:
        try:
            return decode(self.params.get(CURSOR, ""), self.screen.model, self.order)
        except BadCursor:
            self.problems.append(
                _("This link leads to no page of the list: here is the first one.")
            )
            return Cursor()

    @cached_property
    def is_known_large(self) -> bool:
        """Tell whether more records match than a page sorts as a whole, without counting them."""
        return len(self.active_filters) == 1 and bool(
            getattr(self.active_filters[0], "is_frequent", False)
        )

    def filtered(self) -> QuerySet[Any]:
        """Return the records that the filters leave, without the search, in no order."""
        rows = self.root.order_by()
        for found in self.active_filters:
            rows = rows.filter(found.condition())
        if self.card is not None:
            rows = rows.filter(pk__in=self.card.rows(self.actor).order_by().values("pk"))
        return rows.filter(self.built.condition()) if self.built.is_active else rows

    def matching(self) -> QuerySet[Any]:
        """Return all records that match, filters and search alike, in no order."""
        rows = self.filtered()
        if not self.search:
            return rows
        keys = matching_keys(self.screen.model, self.search)
        return rows.none() if keys is None else rows.filter(pk__in=keys)

    def address(self, changes: Changes | None = None) -> str:
        """Return the query string with changes; the place in the list starts over."""
        params = self.params.copy()
        for key in (*PLACES, "e"):
            params.pop(key, None)
        for key, value in (changes or {}).items():
            params.pop(key, None)
            if value is not None:
                params.setlist(key, value if isinstance(value, list) else [value])
        return f"?{params.urlencode()}"


def _respelled(given: QueryDict) -> QueryDict:
    """Return the parameters with Django's spellings of a filter brought to the list's own."""
    params = QueryDict(mutable=True)
    for key, values in given.lists():
        name = next((key.removesuffix(end) for end in _SPELLINGS if key.endswith(end)), key)
        texts = [part for v in values for part in v.split(",")] if key.endswith("__in") else values
        params.setlist(name, [*params.getlist(name), *(t.replace("\0", "") for t in texts)])
    return params
