"""Walking a table by key: each page is one short range of an index, wherever it lies."""

from __future__ import annotations

from typing import Any

from django.db.models import OrderBy, Q, QuerySet
from django.db.models.functions import Coalesce

from admin_config.engine.listing.branches import branches_of
from admin_config.engine.listing.cursor import Place
from admin_config.engine.listing.order import Order
from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds that walking an index may take before all that a filter leaves is sorted instead.
_WALK_TIME = 0.15

_EMPTY, _FILLED = "empty", "filled"


class Keyset:
    """The records of a query in one order, reached from any place in it.

    Records without a value form a block of their own, asked for separately: a condition that
    mixes both blocks is served by no index.
    """

    def __init__(self, rows: QuerySet[Any], order: Order) -> None:
        """Stand for the rows in the order."""
        self.rows = rows
        self.order = order

    def forward(self, start: Place | None, count: int) -> list[Place]:
        """Return at most ``count`` places after the start, in order; from the first without one."""
        return self._walk(start, count, descending=self.order.descending)

    def backward(self, start: Place | None, count: int) -> list[Place]:
        """Return at most ``count`` places before the start, in order; the last ones without one."""
        return self._walk(start, count, descending=not self.order.descending)[::-1]

    def _walk(self, start: Place | None, count: int, *, descending: bool) -> list[Place]:
        blocks = [_FILLED, _EMPTY] if descending else [_EMPTY, _FILLED]
        if not self.order.nullable:
            blocks = [_FILLED]
        if start is not None:
            blocks = blocks[blocks.index(_EMPTY if start.value is None else _FILLED) :]
        found: list[Place] = []
        for block in blocks:
            if len(found) < count:
                found += self._take(block, start, count - len(found), descending=descending)
            start = None
        return found

    def _take(
        self, block: str, start: Place | None, count: int, *, descending: bool
    ) -> list[Place]:
        column = self.order.column
        rows = self.rows
        if block == _EMPTY:
            rows = rows.filter(**{f"{column}__isnull": True})
            if start is not None:
                rows = rows.filter(_beyond("pk", start.key, descending=descending))
            return [Place(None, key) for (key,) in self._read(rows, ("pk",), count, descending)]
        if self.order.nullable:
            rows = rows.filter(**{f"{column}__isnull": False})
        if start is not None:
            rows = rows.filter(self._after(start, descending=descending))
        if column == "pk":
            return [Place(key, key) for (key,) in self._read(rows, ("pk",), count, descending)]
        if self.order.unique:
            pairs = self._read(rows, (column,), count, descending, "pk")
        else:
            pairs = self._read(rows, (column, "pk"), count, descending)
        return [Place(value, key) for value, key in pairs]

    def _read(
        self, rows: QuerySet[Any], order: tuple[str, ...], count: int, descending: bool, *more: str
    ) -> list[tuple[Any, ...]]:
        """Return the first rows in an order, as tuples of the ordered columns and ``more``.

        A database walks the index of the order and drops what a filter leaves out. Where hardly
        anything is left on the way, sorting all that is left is faster; only trying tells.
        """
        sign = "-" if descending else ""
        lookups = tuple(f"{sign}{name}" for name in order)
        branches = branches_of(rows)
        found = [
            row for branch in branches for row in self._first(branch, order, lookups, count, more)
        ]
        if len(branches) == 1:
            return found
        # only the database knows its own order of texts, so it merges what the branches gave
        keys = {row[-1] for row in found}
        merged = rows.model._base_manager.filter(pk__in=keys).order_by(*lookups)
        return list(merged.values_list(*order, *more)[:count])

    def _first(
        self,
        rows: QuerySet[Any],
        order: tuple[str, ...],
        lookups: tuple[str, ...],
        count: int,
        more: tuple[str, ...],
    ) -> list[tuple[Any, ...]]:
        walked = rows.order_by(*lookups)
        if not self.rows.query.where:
            return list(walked.values_list(*order, *more)[:count])
        try:
            with time_limit(_WALK_TIME):
                return list(walked.values_list(*order, *more)[:count])
        except TookTooLong:
            descending = lookups[0].startswith("-")
            plain = (OrderBy(Coalesce(name, name), descending=descending) for name in order)
            return list(rows.order_by(*plain).values_list(*order, *more)[:count])

    def _after(self, start: Place, *, descending: bool) -> Q:
        """Return the condition of lying behind a place; of the value on, if it has no key."""
        column = self.order.column
        if start.key is None:
            return _reaching(column, start.value, descending=descending)
        if self.order.unique:
            return _beyond(column, start.value, descending=descending)
        return _reaching(column, start.value, descending=descending) & (
            _beyond(column, start.value, descending=descending)
            | _beyond("pk", start.key, descending=descending)
        )


def _beyond(column: str, value: Any, *, descending: bool) -> Q:
    return Q(**{f"{column}__{'lt' if descending else 'gt'}": value})


def _reaching(column: str, value: Any, *, descending: bool) -> Q:
    return Q(**{f"{column}__{'lte' if descending else 'gte'}": value})
