"""Write within tests as the house itself, and compare what stood before with what stands after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind, Recorded
from erp.foundation.operation import operation


@contextmanager
def as_the_house(by: Actor = SYSTEM) -> Iterator[None]:
    """Let a test write records without a screen or service."""
    with operation(OperationKind.COMMAND, by=by):
        yield


def everything_recorded() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every recorded model, and how much was written about them."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        model._meta.label: sorted(model._base_manager.values_list())
        for model in apps.get_models()
        if issubclass(model, Recorded) and not model._meta.proxy
    }
    rows["entries"] = [(LogEntry.objects.count(),)]
    return rows


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
