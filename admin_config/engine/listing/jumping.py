"""Beginning a list at a typed value instead of paging there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from admin_config.engine.listing.cursor import BadCursor, Place, read_value
from admin_config.engine.listing.filters.span import start_of
from admin_config.engine.listing.order import Order
from erp.foundation.models.key_field import KeyField
from erp.foundation.text import fold

_NUMBERS = (models.DecimalField, models.IntegerField, models.FloatField)
#: Behind every text that begins with the same letters.
_LAST = "\U0010ffff"


def _field(model: Any, column: str) -> Any:
    return None if "__" in column or column == "pk" else model._meta.get_field(column)


def jump_input(model: Any, order: Order) -> str:
    """Return the type of the input that asks for a value; empty where nobody would type one."""
    field = _field(model, order.column)
    if field is None or getattr(field, "flatchoices", None):
        return ""
    if isinstance(field, models.DateField):
        return "date"
    if isinstance(field, _NUMBERS):
        return "number"
    return "text" if isinstance(field, models.CharField) else ""


def place_of(model: Any, order: Order, typed: str) -> Place:
    """Return the place of a typed value: before all that have it; raise ``BadCursor``."""
    field = _field(model, order.column)
    if isinstance(field, models.DateTimeField):
        return Place(_moment(typed, descending=order.descending))
    text = typed
    if isinstance(field, KeyField):
        text = field.key_of(typed) or ""
    elif isinstance(field, _NUMBERS):
        text = fold(typed).replace(",", "").replace(" ", "")
    value = read_value(model, order.column, text)
    if isinstance(value, str) and order.descending:
        value += _LAST
    return Place(value)


def _moment(typed: str, *, descending: bool) -> dt.datetime:
    """Return where a day begins, or ends in a list that runs backwards."""
    try:
        day = dt.date.fromisoformat(fold(typed))
        return start_of(day + dt.timedelta(days=1) if descending else day)
    except (ValueError, OverflowError) as error:
        raise BadCursor from error
