"""Infer the columns of a list from the model."""

from __future__ import annotations

from typing import Any

from django.db import models

from admin_config.engine.fields import ScreenField, fields_of
from admin_config.engine.spec import Screen
from erp.foundation.models.several_choices import SeveralChoicesField

_MOST = 8
#: Never a column by itself; some can be chosen.
_NEVER = 99
_KINDS: tuple[tuple[Any, int], ...] = (
    (models.TextField, _NEVER),
    (models.FileField, _NEVER),
    (models.JSONField, _NEVER),
    (models.BinaryField, _NEVER),
    (models.ManyToManyField, _NEVER),
    (models.URLField, 8),
    (SeveralChoicesField, 3),
    (models.ForeignKey, 3),
    (models.DecimalField, 4),
    (models.DateField, 5),
    (models.IntegerField, 5),
    (models.BooleanField, 6),
)
_UNCHOOSABLE = (models.JSONField, models.BinaryField)


def _weight(found: ScreenField, model: Any) -> int:
    """Return the place of a field in a list: names first, long texts never."""
    if found.name in {*getattr(model, "natural_key_fields", ()), "name", "number", "code"}:
        return 0
    if getattr(found.field, "choices", None):
        return 2
    return next((weight for kind, weight in _KINDS if isinstance(found.field, kind)), 3)


def columns_of(screen: Screen) -> tuple[str, ...]:
    """Return the declared columns, or the telling ones of the model, at most eight.

    The first one leads to the record, so a model without a name of its own starts with what it
    calls itself.
    """
    if screen.columns is not None:
        return screen.columns
    weights = {
        found.name: _weight(found, screen.model)
        for found in fields_of(screen.model).values()
        if not found.field.primary_key
        and found.name not in screen.exclude
        and (found.editable or found.name in {"number", "created_at"})
    }
    ranked = sorted((name for name in weights if weights[name] < _NEVER), key=weights.__getitem__)
    names = ranked[:_MOST]
    if not names or weights[names[0]]:
        names = ["__str__", *names[: _MOST - 1]]
    return tuple(names)


def offered_columns(screen: Screen) -> tuple[str, ...]:
    """Return every field that a person may choose as a column."""
    return tuple(
        found.name
        for found in fields_of(screen.model).values()
        if found.name not in screen.exclude and not isinstance(found.field, _UNCHOOSABLE)
    )
