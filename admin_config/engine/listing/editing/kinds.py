"""Which fields can be changed in a list, and as what kind of cell."""

from __future__ import annotations

from typing import Any

from django.db import models

from erp.foundation.models.several_choices import SeveralChoicesField

_KINDS: tuple[tuple[Any, str], ...] = (
    (models.BooleanField, "flag"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.ForeignKey, "related"),
    ((models.DecimalField, models.IntegerField, models.FloatField), "number"),
    (SeveralChoicesField, "several"),
    (models.CharField, "text"),
)
_NEVER = (models.AutoField, models.FileField)


def cell_kind(field: Any) -> str:
    """Return the kind of cell in which a field is typed; empty where a list is no place for it."""
    if isinstance(field, _NEVER) or not getattr(field, "concrete", False) or field.many_to_many:
        return ""
    if getattr(field, "flatchoices", None):
        return "choice"
    return next((kind for fits, kind in _KINDS if isinstance(field, fits)), "")
