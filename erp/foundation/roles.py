"""Which rows of a table a proxy stands for, where several screens show one table by its roles."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.lookups import Exact


def role_of(model: Any) -> Mapping[str, Any]:
    """Return the values that all rows of a model have; none where it stands for its whole table."""
    found: Mapping[str, Any] = getattr(model, "stands_for", {})
    return found


def belongs(record: Any) -> bool:
    """Tell whether a row is one of those that its class stands for."""
    return all(getattr(record, name) == value for name, value in role_of(type(record)).items())


def rows_of(model: Any) -> QuerySet[Any]:
    """Return the rows that a model stands for, whatever its managers leave out besides."""
    rows: QuerySet[Any] = model._base_manager.filter(**role_of(model))
    return rows


def within_role(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return only those rows that their model stands for; what is asked already is asked once."""
    asked = {
        getattr(getattr(child.lhs, "target", None), "name", ""): child.rhs
        for child in rows.query.where.children
        if isinstance(child, Exact)
    }
    missing = {
        name: value
        for name, value in role_of(rows.model).items()
        if name not in asked or asked[name] != value
    }
    return rows.filter(**missing) if missing else rows


def as_role(model: Any, record: Any) -> Any:
    """Return a row of the same table, or the record of a version, as a record of this model."""
    if type(record) is model:
        return record
    names = [stored.attname for stored in model._meta.concrete_fields]
    return model.from_db(None, names, [getattr(record, name) for name in names])


def roles_in(model: Any) -> tuple[Any, ...]:
    """Return the models through which rows may be reached: of a table itself, its roles as well."""
    return _roles_in(model)


@functools.cache
def _roles_in(model: Any) -> tuple[Any, ...]:
    if model._meta.proxy:
        return (model,)
    proxies = (m for m in apps.get_models() if m._meta.proxy and role_of(m))
    return (model, *(m for m in proxies if m._meta.concrete_model is model))
