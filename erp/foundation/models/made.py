"""Make records in memory without asking every field anew: for reading and writing many."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.db.models.base import ModelState


@functools.cache
def is_plain(model: type[models.Model]) -> bool:
    """Tell whether making a record does nothing but set its columns."""
    signals = (models.signals.pre_init, models.signals.post_init)
    heard = any(signal.has_listeners(model) for signal in signals)
    files = any(isinstance(field, models.FileField) for field in model._meta.concrete_fields)
    return not heard and not files and model.__init__ is models.Model.__init__


def read_record(model: type[models.Model], database: str | None, values: Sequence[Any]) -> Any:
    """Return a record of a plain model with all its columns, as it was read."""
    record = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, database
    held = record.__dict__
    held["_state"] = state
    held.update(zip(_names(model), values, strict=True))
    return record


@functools.cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def new_record(model: type[models.Model]) -> Any:
    """Return a new record with its defaults, as ``model()`` does."""
    if not is_plain(model):
        return model()
    fixed, made = _defaults(model)
    record = model.__new__(model)
    held = record.__dict__
    held["_state"] = ModelState()
    held.update(fixed)
    for name, make in made:
        held[name] = make()
    return record


@functools.cache
def _defaults(
    model: type[models.Model],
) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """Return the values that every new record starts with, and what makes the others."""
    fields: Any = model._meta.concrete_fields
    stated = (field for field in fields if field.has_default() and callable(field.default))
    made = {field.attname: field.default for field in stated}
    made |= {field.attname: field.get_default for field in fields if field.has_db_default()}
    fixed = {field.attname: field.get_default() for field in fields}
    return fixed, tuple(made.items())
