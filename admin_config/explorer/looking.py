"""Searching strange tables: beginnings by an index, the rest as far as a time limit reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.db.models import Q

from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds for looking into texts that no index serves.
_LOOK_TIME = 1.0
#: So many columns are looked through.
_MOST_COLUMNS = 12
_LAST = "\U0010ffff"


def look_through(rows: Any, query: str, *, limit: int) -> list[Any]:
    """Return keys of at most ``limit`` rows: the key itself, beginnings, then words anywhere.

    Every word must stand in some text of the row. What is not found within a second is not found:
    a table without an index for it is never read to its end.
    """
    words = query.split()[:5]
    if not words:
        return []
    found: dict[Any, None] = {}
    for condition in (*_at_once(rows.model, query.strip()), _anywhere(rows.model, words)):
        if condition is not None and len(found) < limit:
            found |= dict.fromkeys(_keys(rows, condition, limit))
    return list(found)[:limit]


def _keys(rows: Any, condition: Q, limit: int) -> list[Any]:
    try:
        with time_limit(_LOOK_TIME):
            return list(rows.order_by().filter(condition).values_list("pk", flat=True)[:limit])
    except (TookTooLong, DataError, ValidationError):  # such as a word where UUIDs are kept
        return []


def _at_once(model: Any, text: str) -> Iterable[Q]:
    """Yield conditions that an index serves: the key, and texts that begin so."""
    key = model._meta.pk
    if isinstance(key, models.IntegerField) and text.isascii() and text.isdigit():
        if len(text) <= 18:  # noqa: PLR2004 - what a 64-bit number holds
            yield Q(pk=int(text))
    elif isinstance(key, models.CharField):
        yield Q(pk=text)
    for name in model.search_fields:
        field = model._meta.get_field(name)
        if field.db_index or field.unique:
            yield Q(**{f"{name}__gte": text, f"{name}__lt": text + _LAST})


def _anywhere(model: Any, words: list[str]) -> Q | None:
    names = model.search_fields[:_MOST_COLUMNS]
    if not names:
        return None
    every = Q()
    for word in words:
        some = Q()
        for name in names:
            some |= Q(**{f"{name}__icontains": word})
        every &= some
    return every
