"""Infer the filters of a list from the model."""

from __future__ import annotations

from typing import Any

from django.db import models

from admin_config.engine.fields import fields_of, is_indexed
from admin_config.engine.spec import Screen
from erp.foundation.models.several_choices import SeveralChoicesField

_FILTERED = (
    models.ForeignKey,
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    SeveralChoicesField,
)


def filters_of(screen: Screen) -> tuple[str, ...]:
    """Return the declared filters, or choices, relations, yes/no, dates and money of the model.

    A large table offers only those that an index serves.
    """
    if screen.filters is not None:
        return screen.filters
    names: list[str] = []
    for found in fields_of(screen.model).values():
        field: Any = found.field
        if found.name in screen.exclude or not found.local or field.primary_key:
            continue
        fits = bool(getattr(field, "choices", None)) or isinstance(field, _FILTERED)
        if fits and (screen.small or is_indexed(screen.model, found.name)):
            names.append(found.name)
    return tuple(names)


def totals_of(screen: Screen) -> tuple[str, ...]:
    """Return the declared totals, or the money and quantity columns of the model.

    What is stated per unit, such as a price or a rate, has no sum.
    """
    if screen.totals is not None:
        return screen.totals
    return tuple(
        found.name
        for found in fields_of(screen.model).values()
        if isinstance(found.field, models.DecimalField)
        and found.name not in screen.exclude
        and not any(word in found.name for word in _PER_UNIT)
    )


_PER_UNIT = (
    "price", "rate", "percent", "discount", "cost", "factor", "limit", "weight", "width",
    "diameter", "minimum", "maximum", "balance", "speed", "angle", "size",
)  # fmt: skip
