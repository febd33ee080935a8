"""Write within tests as the house itself, and compare what stood before with what stands after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind, Recorded
from erp.foundation.operation import operation


@contextmanager
def as_the_house(by: Actor = SYSTEM) -> Iterator[None]:
    """Let a test write records without a screen or service."""
    with operation(OperationKind.COMMAND, by=by):
        yield


def everything_recorded() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every recorded model as the database has it, and the log's length.

    Who only looked changed nothing.
    """
    rows = {model._meta.label: _rows(model) for model in _recorded_models()}
    rows["entries"] = [(LogEntry.objects.exclude(action=LogEntry.Action.ACCESS).count(),)]
    return rows


@cache
def _recorded_models() -> tuple[type[Model], ...]:
    """Return the recorded models that have a table, and what such a table continues."""
    own = [model for model in apps.get_models() if issubclass(model, Recorded)]
    every = {table for model in own for table in (model, *model._meta.all_parents)}
    return tuple(sorted((one for one in every if not one._meta.proxy), key=_label))


def _label(model: type[Model]) -> str:
    return model._meta.label


def _rows(model: type[Model]) -> list[tuple[Any, ...]]:
    """Return a table's rows by plain SQL: tests ask so often that the cost of a QuerySet counts."""
    table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608 - our own tables
        return list(cursor.fetchall())


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that no recorded row and no log entry differs afterwards."""
    before = everything_recorded()
    yield
    after = everything_recorded()
    differing = {label for label in before if before[label] != after[label]}
    assert not differing, f"changed although it should not: {sorted(differing)}"


def newest_operation() -> Operation:
    """Return the operation that was written last."""
    newest = Operation.objects.order_by("-pk").first()
    assert newest is not None, "no operation was written"
    return newest
