"""The columns of a list: where a value comes from, what it needs fetched and how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from admin_config.engine.infer.columns import columns_of, offered_columns
from admin_config.engine.listing.cells import Cell, cell_for, cell_of
from admin_config.engine.listing.order import sort_path
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import hidden_fields

#: Fetched only where a column shows them.
BIG = (models.TextField, models.JSONField, models.BinaryField)


@dataclass(frozen=True)
class Column:
    """One column of a list."""

    name: str
    label: str
    #: The field at its end; ``None`` where the value is computed.
    field: Any
    value: Callable[[Any], Any]
    cell: Cell
    #: What the list is sorted by for it; ``None`` when it cannot be sorted.
    sort: str | None
    #: The relations to fetch along, as ``prefetch_related`` takes them.
    relations: tuple[str, ...] = ()


def _steps(model: Any, name: str) -> list[tuple[Any, Any]]:
    """Return (model, field) of each step of a column's path; empty when it is no path of fields."""
    steps: list[tuple[Any, Any]] = []
    for word in name.split("__"):
        try:
            field = model._meta.get_field(word) if model is not None else None
        except FieldDoesNotExist:
            field = None
        if field is None or not getattr(field, "concrete", False):
            return []
        steps.append((model, field))
        model = field.related_model
    return steps


def is_visible(actor: Actor, screen: Screen, name: str) -> bool:
    """Tell whether the actor may see every field on a column's way."""
    steps = _steps(screen.model, name)
    if not steps:
        return name not in hidden_fields(actor, screen.model)
    return all(field.name not in hidden_fields(actor, model) for model, field in steps)


def _computed(screen: Screen, name: str) -> Column | None:
    """Return a column whose value the model computes: a property or a method without arguments."""
    if name == "__str__":
        label = capfirst(str(screen.model._meta.verbose_name))
        return Column(name, label, None, str, cell_for(""), sort_path(screen, name))
    found = getattr(screen.model, name, None)
    if found is None:
        return None
    described: Any = getattr(found, "fget", found)
    label = getattr(described, "short_description", None) or name.replace("_", " ")

    def value(row: Any) -> Any:
        held = getattr(row, name)
        return held() if callable(held) else held

    needs = tuple(getattr(described, "relations", ()))
    computed = Cell("computed", lambda v: cell_for(v).text(v), lambda v: cell_for(v).html(v))
    sort = sort_path(screen, name)
    return Column(name, capfirst(str(label)), None, value, computed, sort, needs)


def column_of(screen: Screen, name: str) -> Column | None:
    """Return the column of a name: a field, a path over relations, or what the model computes."""
    steps = _steps(screen.model, name)
    if not steps:
        return _computed(screen, name)
    path = [field.name for _model, field in steps]
    last = steps[-1][1]
    label = capfirst(str(last.verbose_name))
    if len(steps) > 1:
        label = f"{capfirst(str(steps[-2][1].verbose_name))}: {last.verbose_name}"
    is_relation = isinstance(last, models.ForeignKey | models.ManyToManyField)
    relations = path if is_relation else path[:-1]
    getter = attrgetter(path[0]) if len(path) == 1 else _path_getter(path)
    return Column(
        name,
        label,
        last,
        getter,
        cell_of(last),
        sort_path(screen, name) if len(steps) == 1 else None,
        ("__".join(relations),) if relations else (),
    )


def _path_getter(path: list[str]) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        for step in path:
            if row is None:
                return None
            row = getattr(row, step)
        return row

    return value


def column_for(actor: Actor, screen: Screen, name: str) -> Column | None:
    """Return the column of a name, fields that people defined among them."""
    from admin_config.engine.along.listing import value_columns

    if screen.values is not None and name.startswith(f"{screen.values.relation}__"):
        return value_columns(actor, screen).get(name)
    return column_of(screen, name)


def visible_columns(actor: Actor, screen: Screen, chosen: list[str] | None) -> list[Column]:
    """Return the chosen columns, or the screen's own; never one that the actor may not see."""
    names = list(chosen or columns_of(screen))
    known = set(choosable_names(actor, screen))
    columns = [column_for(actor, screen, name) for name in dict.fromkeys(names) if name in known]
    found = [column for column in columns if column is not None]
    if not found:
        fallback = _computed(screen, "__str__")
        found = [fallback] if fallback else []
    return found


def choosable_names(actor: Actor, screen: Screen) -> list[str]:
    """Return the names that may be columns: the screen's own first, then all other fields."""
    from admin_config.engine.along.known import known_fields

    names = dict.fromkeys((*columns_of(screen), *offered_columns(screen)))
    seen = [name for name in names if is_visible(actor, screen, name)]
    return [*seen, *known_fields(screen, actor)]
