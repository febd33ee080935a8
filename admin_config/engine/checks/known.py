"""Which names a model gives to each part of a declaration."""

from __future__ import annotations

from functools import cached_property
from types import FunctionType
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.engine.fields import fields_of
from erp.foundation.models import Recorded

_COMPUTED = (property, cached_property, FunctionType)


def field_names(model: type[models.Model]) -> frozenset[str]:
    """Return the fields that a screen has."""
    return frozenset(fields_of(model))


def computed_names(model: type[models.Model]) -> frozenset[str]:
    """Return what the model computes: its own properties and methods, and its name."""
    return frozenset(
        name
        for owner in model.__mro__
        if issubclass(owner, models.Model) and owner not in {models.Model, Recorded}
        for name, value in vars(owner).items()
        if not name.startswith("_") and isinstance(value, _COMPUTED)
    ) | {"__str__"}


def columns_known(model: type[models.Model]) -> frozenset[str]:
    """Return what a list or a form may show: fields, and what the model computes."""
    return field_names(model) | computed_names(model)


def path_of(model: Any, name: str) -> list[Any]:
    """Return the field of each step of a column such as ``customer__name``; empty when unknown."""
    steps: list[Any] = []
    for word in name.split("__"):
        try:
            step = model._meta.get_field(word) if model is not None else None
        except FieldDoesNotExist:
            step = None
        if step is None:
            return []
        steps.append(step)
        model = step.related_model
    return steps


def filters_known(model: type[models.Model]) -> frozenset[str]:
    """Return what a list may be filtered by."""
    return field_names(model)


def sorts_known(model: type[models.Model]) -> frozenset[str]:
    """Return what a list may be sorted by: stored columns, their keys, the primary key."""
    return frozenset(field.name for field in model._meta.concrete_fields) | {"pk"}


def accessors(model: type[models.Model]) -> dict[str, Any]:
    """Return the relations that point to the model, by the name under which it has them."""
    return {
        str(relation.get_accessor_name()): relation
        for relation in model._meta.related_objects
        if not relation.hidden
    }


def relations_to(model: type[models.Model], target: type[models.Model]) -> list[str]:
    """Return the model's own fields that point to a target; the link to a parent is none."""
    fields: tuple[Any, ...] = model._meta.concrete_fields
    return [
        field.name
        for field in fields
        if isinstance(field, models.ForeignKey)
        and not field.remote_field.parent_link
        and issubclass(target, field.remote_field.model)
    ]
