"""Seal an operation in its own transaction: one row with the digests of what was filed under it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from erp.foundation.canonical import Digest, Layout, layout_of, selected, writing_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import Seal, SealKind

if TYPE_CHECKING:
    from django.db import models

#: Rows hashed at once.
_BATCH = 2000


def seal_operation(
    operation: Operation,
    touched: Iterable[type[models.Model]],
    *,
    kind: SealKind = SealKind.WRITTEN,
    note: str = "",
) -> Seal:
    """Store the digests of an operation, its log entries and its versions of these kinds.

    Everything is read back as the database keeps it, by the same statements as the check uses: so
    rounding, scales and defaults cannot make a difference. Nothing but an insert happens, and no
    row that another writer needs is touched.
    """
    parts = dict([operation_part(operation.pk)])
    for model in (LogEntry, *(model.history.model for model in touched)):  # type: ignore[attr-defined]
        layout, digest = filed_part(model, operation.pk)
        if digest.count:
            parts[layout.key] = digest.facts()
    return store_seal(operation.pk, parts, kind=kind, note=note)


def store_seal(
    operation: int, parts: dict[str, Any], *, kind: SealKind = SealKind.WRITTEN, note: str = ""
) -> Seal:
    """Insert a seal that the sealer has yet to put into the chain."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    digest = Seal.digest_of(operation, kind.value, text, note)
    return Seal.objects.create(
        operation_id=operation, kind=kind, parts=text, note=note, digest=digest
    )


def operation_part(key: int) -> tuple[str, list[Any]]:
    """Return layout and digest of an operation's own row."""
    layout = layout_of(Operation)
    digest = _digest_of(Operation, layout, "id", key)
    return layout.key, digest.facts()


def filed_part(model: type[models.Model], operation: int) -> tuple[Layout, Digest]:
    """Return layout and digest of the rows of a table that are filed under an operation."""
    layout = layout_of(model)
    return layout, _digest_of(model, layout, "operation_id", operation)


@cache
def _statement(model: type[models.Model], layout: Layout, column: str, _vendor: str) -> str:
    """Return the statement that reads what was filed; put together once, being asked so often."""
    quote = connection.ops.quote_name
    return (
        f"SELECT {selected(model, layout.columns)} FROM {quote(model._meta.db_table)} "  # noqa: S608 - names of columns
        f"WHERE {quote(column)} = %s ORDER BY {quote(model._meta.pk.column)}"
    )


def _digest_of(model: type[models.Model], layout: Layout, column: str, key: int) -> Digest:
    statement = _statement(model, layout, column, connection.vendor)
    writing = writing_of(model, layout.columns)
    digest = Digest()
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        while rows := cursor.fetchmany(_BATCH):
            digest.add(rows, writing)
    return digest
