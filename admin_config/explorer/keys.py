"""What tells rows apart: one column, several, the row's own number, or nothing at all."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CompositePrimaryKey
from django.db.models.fields.composite import CompositeAttribute
from django.db.models.fields.tuple_lookups import TupleIn  # type: ignore[import-untyped]
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

from admin_config.generator.reading import Table

#: Of a table or view whose rows nothing tells apart, so many rows are shown.
FIRST_ROWS = 1000
#: The number that such a row gets while it is shown.
NUMBER = "explored_row"


def sure_key(table: Table) -> tuple[str, ...]:
    """Return columns that are never empty and never twice the same: the key, or a unique set."""
    unique = [index.columns for index in table.indexes if index.unique]
    for names in (table.primary, *sorted(unique, key=len)):
        columns = [table.column(name) for name in names]
        if names and all(column is not None and not column.nullable for column in columns):
            return names
    return ()


class KeyTuple(tuple[Any, ...]):
    """The values of a key of several columns, written into addresses as JSON."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the key as an address holds it."""
        return json.dumps(list(self), default=str, separators=(",", ":"))


class _KeyAttribute(CompositeAttribute):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        return KeyTuple(super().__get__(instance, cls))


class KeyOfMany(CompositePrimaryKey):
    """A primary key of several columns that can be read back from its text."""

    descriptor_class = _KeyAttribute

    def to_python(self, value: Any) -> Any:
        """Return the key of a text; ``ValidationError`` where it is none."""
        if not isinstance(value, str):
            return value
        try:
            parts = json.loads(value)
        except (ValueError, RecursionError):
            parts = None
        if not isinstance(parts, list) or len(parts) != len(self.fields):
            message = "no key"
            raise ValidationError(message)
        fields: Any = self.fields
        return KeyTuple(field.to_python(part) for field, part in zip(fields, parts, strict=True))


@KeyOfMany.register_lookup
class _AmongKeys(TupleIn):  # type: ignore[misc]
    """One of some keys; SQLite takes a list of them only as a table of values."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return ``(a, b) IN (VALUES (1, 2), …)``."""
        if not self.rhs_is_direct_value():
            asked: tuple[str, Any] = self.as_sql(compiler, connection)
            return asked
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} IN (VALUES {right[1:-1]})", [*left_values, *right_values]


class _FirstRows(BaseTable):
    """The first rows of a table, each with a number: a table in parentheses."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the parenthesis under the table's own name."""
        quote = connection.ops.quote_name
        name, number = quote(self.table_name), quote(NUMBER)
        alias = quote(self.table_alias)
        first = f"SELECT * FROM {name} LIMIT {FIRST_ROWS}"  # noqa: S608 - names are quoted
        numbered = f"SELECT t.*, ROW_NUMBER() OVER () AS {number} FROM ({first}) t"  # noqa: S608
        return f"({numbered}) {alias}", []


class _FirstRowsQuery(Query):
    base_table_class = _FirstRows


class FirstRowsManager(models.Manager[Any]):
    """Reads a table without a key: only as many rows as can be numbered on the way."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return a query over the first rows."""
        found: models.QuerySet[Any] = models.QuerySet(
            model=self.model, query=_FirstRowsQuery(self.model), using=self._db
        )
        return found
