"""The one place that says which fields a screen has: the model's own, plus overlays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from erp.foundation.models.key_field import KeyField
from erp.foundation.models.recorded import HOUSEKEEPING

Overlay = Callable[[type[models.Model]], "Iterable[Any]"]

#: Added by whoever lets people define fields while the house runs.
overlays: list[Overlay] = []

_HIDDEN = frozenset({"password", "version"})


@dataclass(frozen=True)
class ScreenField:
    """A field as a screen sees it: where it comes from and what may be done with it."""

    name: str
    field: Any
    #: Typed on the form (not computed, not a key, not kept by the house).
    editable: bool
    #: Stored in a column of the record's own table.
    local: bool

    @property
    def label(self) -> str:
        """Return the label in the reader's language."""
        return str(self.field.verbose_name)

    @property
    def is_relation(self) -> bool:
        """Tell whether it points to another record."""
        return isinstance(self.field, models.ForeignKey)

    @property
    def is_many(self) -> bool:
        """Tell whether it points to several records."""
        return isinstance(self.field, models.ManyToManyField)


def fields_of(model: type[models.Model]) -> dict[str, ScreenField]:
    """Return the fields of a model by name, in order of declaration, overlays last."""
    own: list[Any] = [
        f
        for f in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not isinstance(f, KeyField) and f.name not in _HIDDEN and not f.name.endswith("_ptr")
    ]
    for overlay in overlays:
        own += overlay(model)
    return {
        f.name: ScreenField(
            f.name,
            f,
            editable=bool(f.editable) and not f.primary_key and f.name not in HOUSEKEEPING,
            local=not isinstance(f, models.ManyToManyField),
        )
        for f in own
    }


def provider_of(model: type[models.Model], name: str) -> str:
    """Return where a field comes from: the model itself or the overlay that added it."""
    for overlay in overlays:
        if any(field.name == name for field in overlay(model)):
            return f"{overlay.__module__}.{overlay.__name__}"
    return "the model"


def sort_column(model: type[models.Model], name: str) -> str:
    """Return the column that a list sorts by for a field: its stored key where it has one."""
    for stored in model._meta.concrete_fields:
        if isinstance(stored, KeyField) and stored.source == name:
            return stored.name
    return name


def is_indexed(model: type[models.Model], name: str) -> bool:
    """Tell whether a local column starts an index, so that order and filter may use it."""
    try:
        stored = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if getattr(stored, "primary_key", False) or getattr(stored, "unique", False):
        return True
    if getattr(stored, "db_index", False):
        return True
    concrete: Any = model._meta.concrete_model
    stored_in = concrete._meta
    starts = {index.fields[0].lstrip("-") for index in stored_in.indexes if index.fields}
    starts |= {
        constraint.fields[0]
        for constraint in stored_in.total_unique_constraints
        if constraint.fields
    }
    return name in starts
