"""Where a page begins: a place in the order, written into an address that nobody has to read."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from admin_config.engine.listing.order import Order

_LONGEST = 2000
FIRST, LAST, AFTER, BEFORE, FROM = "first", "last", "a", "b", "from"


class BadCursor(ValueError):
    """The address names no place in this order."""


@dataclass(frozen=True)
class Place:
    """A record's place in an order: its value of the sorted column and its key.

    Without a key it is the place of the value itself, before all records that have it.
    """

    value: Any
    key: Any = None


@dataclass(frozen=True)
class Cursor:
    """Which page is wanted: the first, the last, or the one beside or from a place."""

    way: str = FIRST
    place: Place | None = None
    #: The number of the page's first record, where it is known.
    number: int | None = None

    def encode(self, order: Order) -> str:
        """Write the cursor for an address."""
        if self.place is None:
            return self.way
        facts = [self.way, order.lookups[0], _text(self.place.value), _text(self.place.key)]
        raw = json.dumps([*facts, self.number], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):  # a key of several columns
        return json.dumps(value, default=str, separators=(",", ":"))
    return str(value)


def _field_of(model: Any, path: str) -> models.Field[Any, Any]:
    field: Any = model._meta.pk if path == "pk" else None
    for step in path.split("__"):
        if path != "pk":
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
            model = getattr(field, "related_model", None) or model
    while getattr(field, "remote_field", None):
        field = field.target_field
    found: models.Field[Any, Any] = field
    return found


def read_value(model: Any, path: str, text: str | None) -> Any:
    """Return a column's value from its text; raise ``BadCursor``."""
    if text is None:
        return None
    try:
        field = _field_of(model, path)
        value = field.to_python(text)
        if isinstance(value, Decimal) and not value.is_finite():
            raise BadCursor
        return field.get_prep_value(value)
    except (FieldDoesNotExist, ValidationError, ValueError, TypeError, ArithmeticError) as error:
        raise BadCursor from error


def decode(text: str, model: Any, order: Order) -> Cursor:
    """Read a cursor that was written for this order; raise ``BadCursor``."""
    if text in {"", FIRST, LAST}:
        return Cursor(text or FIRST)
    if len(text) > _LONGEST:
        raise BadCursor
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        way, lookup, value, key, number = json.loads(raw)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise BadCursor from error
    fits = way in {AFTER, BEFORE} and lookup == order.lookups[0]
    texts = all(part is None or isinstance(part, str) for part in (value, key))
    if not fits or not texts or key is None or not isinstance(number, int | None):
        raise BadCursor
    if value is None and not order.nullable:
        raise BadCursor
    place = Place(read_value(model, order.column, value), read_value(model, "pk", key))
    return Cursor(way, place, number)
