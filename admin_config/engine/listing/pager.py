"""One page of a list: which records stand on it and what leads to the pages beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from admin_config.engine.listing.cursor import AFTER, BEFORE, FIRST, FROM, LAST, Cursor, Place
from admin_config.engine.listing.keyset import Keyset
from admin_config.engine.listing.order import Order

#: How many matching records are counted, and how large a result is sorted as a whole.
CAP = 1000


@dataclass(frozen=True)
class Page:
    """The keys of one page, in order, and its surroundings."""

    keys: list[Any]
    previous: Cursor | None = None
    next: Cursor | None = None
    #: The number of the first record, where it is known.
    number: int | None = None
    #: How many records there are in all, where it is known.
    total: int | None = None
    #: There are more than ``CAP``.
    beyond: bool = False
    #: The place that was asked for lies behind the last record.
    ran_out: bool = False

    @property
    def has_more_than_one(self) -> bool:
        """Tell whether there is another page."""
        return self.previous is not None or self.next is not None


def page_by_key(rows: QuerySet[Any], order: Order, cursor: Cursor, size: int) -> Page:
    """Return a page of a large result: a few rows beside a place, nothing else is read."""
    keyset = Keyset(rows, order)
    if cursor.way == LAST:
        return _last(keyset, size)
    if cursor.way == BEFORE:
        return _before(keyset, cursor, size)
    found = keyset.forward(cursor.place, size + 1)
    if not found and cursor.way != FIRST:
        return replace(_last(keyset, size), ran_out=True)
    shown = found[:size]
    is_first = cursor.way == FIRST
    number = 1 if is_first else cursor.number
    if cursor.way == FROM and shown:
        is_first = not keyset.backward(shown[0], 1)
        number = 1 if is_first else None
    return Page(
        [place.key for place in shown],
        None if is_first else _back(shown, number, size),
        _on(shown, number) if len(found) > size else None,
        number,
    )


def _last(keyset: Keyset, size: int) -> Page:
    found = keyset.backward(None, size + 1)
    shown = found[-size:]
    keys = [place.key for place in shown]
    return Page(keys, _back(shown, None, size) if len(found) > size else None)


def _before(keyset: Keyset, cursor: Cursor, size: int) -> Page:
    found = keyset.backward(cursor.place, size + 1)
    if len(found) <= size:
        return page_by_key(keyset.rows, keyset.order, Cursor(), size)
    shown = found[-size:]
    return Page(
        [place.key for place in shown],
        _back(shown, cursor.number, size),
        _on(shown, cursor.number),
        cursor.number,
    )


def _on(shown: list[Place], number: int | None) -> Cursor:
    return Cursor(AFTER, shown[-1], None if number is None else number + len(shown))


def _back(shown: list[Place], number: int | None, size: int) -> Cursor | None:
    return Cursor(BEFORE, shown[0], None if number is None else max(1, number - size))


class Whole:
    """A result that is small enough to be sorted as a whole: every page and number is known."""

    def __init__(self, places: list[Place]) -> None:
        """Stand for all places, in order."""
        self.places = places

    @classmethod
    def of(cls, rows: QuerySet[Any], order: Order, keys: Iterable[Any]) -> Whole:
        """Sort the records with these keys."""
        return cls.sorted(rows.model._base_manager.filter(pk__in=list(keys)), order)

    @classmethod
    def sorted(cls, rows: QuerySet[Any], order: Order, most: int | None = None) -> Whole:
        """Sort the rows, at most ``most`` of them."""
        ordered = rows.order_by(*order.lookups)
        if order.column == "pk":
            return cls([Place(key, key) for key in ordered.values_list("pk", flat=True)[:most]])
        pairs = ordered.values_list(order.column, "pk")[:most]
        return cls([Place(value, key) for value, key in pairs])

    def page(self, cursor: Cursor, size: int, jump: Place | None = None) -> Page:
        """Return one page; ``jump`` is the first place at or behind the value that was asked."""
        start = self._start(cursor, size, jump)
        ran_out = start >= len(self.places) > 0
        if ran_out:
            start = self._last_start(size)
        shown = self.places[start : start + size]
        number = start + 1
        return Page(
            [place.key for place in shown],
            _back(shown, number, size) if start and shown else None,
            _on(shown, number) if start + size < len(self.places) else None,
            number,
            total=len(self.places),
            ran_out=ran_out,
        )

    def _last_start(self, size: int) -> int:
        return max(0, (len(self.places) - 1) // size * size)

    def _start(self, cursor: Cursor, size: int, jump: Place | None) -> int:
        if cursor.way == LAST:
            return self._last_start(size)
        if cursor.way == FROM:
            return self._index(jump, len(self.places)) if jump else len(self.places)
        if cursor.place is None:
            return 0
        number = cursor.number or 1
        if cursor.way == AFTER:
            return self._index(cursor.place, number - 2) + 1
        return max(0, self._index(cursor.place, number - 1 + size) - size)

    def _index(self, wanted: Place, otherwise: int) -> int:
        """Return where a record stands; where it stood, if it is gone."""
        found = (i for i, place in enumerate(self.places) if place.key == wanted.key)
        return max(-1, min(next(found, otherwise), len(self.places)))
