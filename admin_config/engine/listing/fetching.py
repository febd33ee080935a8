"""Fetch the rows of one page with what their columns need, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet

from admin_config.engine.listing.columns import BIG, Column
from erp.foundation.actor import Actor


def naming_relations(model: Any) -> tuple[str, ...]:
    """Return the relations without which the model's records cannot say their names."""
    stated = getattr(model, "label_relations", None)
    if stated is not None:
        return tuple(stated)
    named = (model._meta.get_field(name) for name in getattr(model, "natural_key_fields", ()))
    return tuple(field.name for field in named if isinstance(field, models.ForeignKey))


def _big(model: Any, shown: Iterable[str] = ()) -> list[str]:
    kept = {*shown, *getattr(model, "label_fields", ())}
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, BIG) and field.name not in kept
    ]


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows with what their names need and without their long texts."""
    return rows.select_related(*(naming_relations(rows.model) or (None,))).defer(*_big(rows.model))


def _prefetches(model: Any, path: str) -> list[Prefetch[Any, Any, Any]]:
    """Return one prefetch for every step of a path."""
    found: list[Prefetch[Any, Any, Any]] = []
    so_far: list[str] = []
    for step in path.split("__"):
        so_far.append(step)
        field = model._meta.get_field(step)
        model = field.related_model
        found.append(Prefetch("__".join(so_far), named(model._base_manager.all())))
    return found


def show_to(rows: list[Any], by: Actor) -> list[Any]:
    """Return the rows; those whose words depend on who reads know their reader, all at once."""
    if rows and hasattr(type(rows[0]), "show_to"):
        type(rows[0]).show_to(rows, by)
    return rows


def fetch_rows(
    rows: QuerySet[Any], keys: Sequence[Any], columns: Iterable[Column], *, by: Actor
) -> list[Any]:
    """Return the rows with these keys in the keys' order; rows that are gone are left out."""
    if not keys:
        return []
    model: Any = rows.model
    columns = list(columns)
    shown = [column.name for column in columns]
    paths = dict.fromkeys(path for column in columns for path in column.relations)
    prefetches = {p.prefetch_to: p for path in paths for p in _prefetches(model, path)}
    found = (
        rows.filter(pk__in=list(keys))
        .order_by()
        .select_related(*(naming_relations(model) or (None,)))
        .defer(*_big(model, shown))
        .prefetch_related(*prefetches.values())
    )
    by_key = {row.pk: row for row in found}
    return show_to([by_key[key] for key in keys if key in by_key], by)
