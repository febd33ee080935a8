"""Defined values in a list: as columns, and as filters that hold their pace at a million rows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact
from django.utils.text import capfirst

from admin_config.engine.along.fields import ExtraField, stated, store_of, value_fields
from admin_config.engine.along.known import definitions_for, known_fields
from admin_config.engine.listing.cells import cell_of
from admin_config.engine.listing.columns import Column
from admin_config.engine.listing.filters.filter import Filter
from admin_config.engine.listing.filters.make import make_filter
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.definitions import CHOICE, NUMBER, YES_NO, Definition, value_of
from erp.foundation.search import prefix_range
from erp.foundation.services.value_rows import COLUMNS, Store
from erp.foundation.text import fold

if TYPE_CHECKING:
    from admin_config.engine.listing.query import ListQuery

#: Up to so many hits are looked up by their keys and sorted; of more, the list's order is walked
#: and each row asked. At a million rows both cost about the same here.
FEW = 3_000
#: More than these are not sorted as a whole to find a page.
_WHOLE = 1_000


class ValueFilter:
    """A filter over a defined field: reads and speaks like one over a field of that kind."""

    def __init__(self, inner: Filter, store: Store, definition: Definition) -> None:
        """Wrap the filter that fits the kind of value."""
        self._inner, self._store, self.definition = inner, store, definition
        inner.empty_offered = True

    def __getattr__(self, name: str) -> Any:
        """Answer everything else as the wrapped filter does."""
        return getattr(self._inner, name)

    def condition(self) -> Q:
        """Return the condition on the records that are listed."""
        chosen = self._among_hits() if any(self._inner.raw.values()) else None
        if not self._inner.wants_empty:
            return chosen if chosen is not None else Q()
        without = ~Q(Exists(self._rows().filter(**{self._store.owner: OuterRef("pk")})))
        return without if chosen is None else without | chosen

    def _among_hits(self) -> Q:
        """Name the records where they are few; else have each row asked, one by one.

        The question is a scalar subquery: a database turns EXISTS into a join that collects every
        hit before it looks at the first row.
        """
        if self._few_keys is not None:
            return Q(pk__in=self._few_keys)
        own = self._hits.filter(**{self._store.owner: OuterRef("pk")})
        return Q(Exact(Subquery(own.values(one=Value(1))[:1]), Value(1)))

    @property
    def is_frequent(self) -> bool:
        """Tell whether more records match than a page sorts as a whole."""
        if self._inner.wants_empty or not any(self._inner.raw.values()):
            return False
        return self._few_keys is None or len(self._few_keys) > _WHOLE

    @cached_property
    def _few_keys(self) -> list[Any] | None:
        keys = self._hits.order_by().values_list(f"{self._store.owner}_id", flat=True)
        found = list(keys[: FEW + 1])
        return found if len(found) <= FEW else None

    def _rows(self) -> QuerySet[Any]:
        keys = self.definition.keys
        by = f"{self._store.by}_id"
        rows: QuerySet[Any] = self._store.model._base_manager.all()
        wanted: dict[str, Any] = {by: keys[0]} if len(keys) == 1 else {f"{by}__in": keys}
        return rows.filter(**wanted)

    @cached_property
    def _hits(self) -> QuerySet[Any]:
        return self._rows().filter(self._of_kind())

    def _of_kind(self) -> Q:
        inner: Any = self._inner
        if self.definition.kind == NUMBER:
            bounds = {"number__gte": inner.low, "number__lte": inner.high}
            return Q(**{name: bound for name, bound in bounds.items() if bound is not None})
        if self.definition.kind == YES_NO:
            return (
                Q(yes_no__in=inner.values) if len(inner.values) > 1 else Q(yes_no=inner.values[0])
            )
        if self.definition.kind == CHOICE:
            options = {option.name: option.keys for option in self.definition.options}
            keys = [key for name in inner.values for key in options[name]]
            return Q(choice_id=keys[0]) if len(keys) == 1 else Q(choice_id__in=keys)
        return prefix_range("text_key", fold(inner.typed[:100]))


def value_filters(query: ListQuery, filters: Collection[Filter]) -> list[Any]:
    """Return the filters that fit what the list shows: of the chosen scope, or of the address."""
    screen = query.screen
    if screen.values is None or not _named(screen, query, filters):
        return []
    known = definitions_for(screen, query.actor)
    scopes = [
        key
        for found in filters
        if found.name == screen.values.listed_by and found.is_active
        for key in getattr(found, "keys_chosen", ())
    ]
    offered = value_fields(screen, known.around(scopes)) if scopes else {}
    asked = {
        name: extra
        for name, extra in value_fields(screen, known.everything()).items()
        if any(key == name or key.startswith(f"{name}__") for key in query.params)
    }
    store = store_of(screen)
    return [_filter(extra, store, query) for extra in (asked | offered).values()]


def _named(screen: Screen, query: ListQuery, filters: Collection[Filter]) -> bool:
    """Tell whether the address says anything from which filters over values follow."""
    values = stated(screen)
    chosen = any(f.name == values.listed_by and f.is_active for f in filters)
    return chosen or any(key.startswith(f"{values.relation}__") for key in query.params)


def _filter(extra: ExtraField, store: Store, query: ListQuery) -> Any:
    made = make_filter(extra.name, extra.field, capfirst(extra.label), query.params)
    if made is None or extra.definition is None:
        raise LookupError(extra.name)
    return ValueFilter(made, store, extra.definition)


def value_columns(actor: Actor, screen: Screen) -> dict[str, Column]:
    """Return a column for every defined field, by name."""
    return {
        name: Column(
            name, capfirst(extra.label), extra.field, _reader(extra, screen), cell_of(extra.field),
            None, (stated(screen).relation,),
        )
        for name, extra in known_fields(screen, actor).items()
    }  # fmt: skip


def _reader(extra: ExtraField, screen: Screen) -> Callable[[Any], Any]:
    definition, by = extra.definition, f"{stated(screen).by}_id"
    relation = stated(screen).relation

    def read(record: Any) -> Any:
        for row in getattr(record, relation).all():
            if definition is not None and getattr(row, by) in definition.keys:
                return value_of({name: getattr(row, name) for name in COLUMNS}, definition)
        return None

    return read
