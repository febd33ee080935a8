"""Read what seals cover, table by table and each once, in the order of operations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.db import connection, models

from erp.foundation.canonical import REPEATED, Digest, Layout, layout_of, selected, writing_of
from erp.foundation.models.operation import Operation

#: Rows read at once from a table; memory stays at so many rows a table.
_BATCH = 2000
#: Below every key: the house gives none below 1, somebody else may.
FIRST = -(1 << 63)


class SealedRows:
    """The rows of one table that belong to operations, handed out operation by operation."""

    def __init__(self, model: type[models.Model], column: str) -> None:
        """Start before the first; ``column`` names the operation in a row."""
        self.model = model
        self.label = model._meta.label_lower
        self.layout = layout_of(model)
        self.columns = self.layout.columns
        self._filed, self._pk = (self.columns.index(n) for n in (column, model._meta.pk.attname))
        self._rows: deque[Any] = deque()
        self._last: tuple[int, Any] = (FIRST, FIRST)
        self._statement = _page(model, column, self.columns)
        self._ended = False
        self.count = 0
        self._fetch()

    @property
    def operation(self) -> int | None:
        """Return the operation of the next row; ``None`` behind the last."""
        return self._rows[0][self._filed] if self._rows else None

    def take(self, operation: int, layout: Layout) -> Digest:
        """Hand out the digest of the next rows that belong to an operation, in some layout."""
        writing = writing_of(self.model, layout)
        rows = self._of(operation)
        if layout.columns != self.columns:
            places = itemgetter(*(self.columns.index(name) for name in layout.columns))
            rows = map(places, rows)
        digest = Digest()
        digest.add(rows, writing)
        self.count += digest.count
        return digest

    def _of(self, operation: int) -> Iterator[Any]:
        place = self._filed
        while self._rows and self._rows[0][place] == operation:
            yield self._rows.popleft()
            if not self._rows:
                self._fetch()

    def _fetch(self) -> None:
        if self._ended:
            return
        filed, last = self._last
        with connection.cursor() as cursor:
            cursor.execute(self._statement, [filed, filed, last])
            rows = cursor.fetchall()
        self._ended = len(rows) < _BATCH
        self._rows.extend(rows)
        if rows:
            self._last = (rows[-1][self._filed], rows[-1][self._pk])


def _page(model: type[models.Model], column: str, columns: tuple[str, ...]) -> str:
    """Return the statement for the rows behind a place, along the index of operations."""
    quote = connection.ops.quote_name
    filed, key, table = map(quote, (column, model._meta.pk.column, model._meta.db_table))
    return (
        f"SELECT {selected(model, columns)} FROM {table} "  # noqa: S608 - names of columns
        f"WHERE {filed} >= %s AND ({filed} > %s OR {key} > %s) "
        f"ORDER BY {filed}, {key} LIMIT {_BATCH}"
    )


def rows_of_no_operation(model: type[models.Model]) -> int:
    """Return how many rows of a table name no operation: nothing of the house writes such."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {quote(model._meta.db_table)} "  # noqa: S608 - names of columns
            f"WHERE {quote('operation_id')} IS NULL"
        )
        return int(cursor.fetchone()[0])


def rows_of_other_actors(model: type[models.Model]) -> list[int]:
    """Return the operations of rows that name somebody else than the operation does.

    Who did it is sealed with the operation alone: a row loses the name when the account goes, so
    an empty one says nothing.
    """
    quote = connection.ops.quote_name
    found = {field.attname for field in model._meta.concrete_fields} & REPEATED
    if not found:
        return []
    table, actor = quote(model._meta.db_table), quote(found.pop())
    acts = quote(Operation._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT o.id FROM {table} r JOIN {acts} o ON o.id = r.operation_id "  # noqa: S608 - names of columns
            f"WHERE r.{actor} <> o.actor_id OR (r.{actor} IS NOT NULL AND o.actor_id IS NULL) "
            "ORDER BY o.id"
        )
        return [int(row[0]) for row in cursor.fetchall()]
