"""Digest what is filed under an operation: hashed by the database where it can, else here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from erp.foundation.canonical import (
    Digest,
    Layout,
    fields_of,
    is_text,
    layout_of,
    selected,
    writing_of,
)
from erp.foundation.models.operation import Operation

#: Rows hashed at once.
_BATCH = 2000
#: How MariaDB writes what it would otherwise tell in another way than the layout says.
_TOLD = {
    "DateTimeField": "CAST({0} AS CHAR)",
    "TimeField": "CAST({0} AS CHAR)",
    "UUIDField": "LOWER(REPLACE({0}, '-', ''))",
    "BinaryField": "LOWER(HEX({0}))",
}
_UNPADDED = "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {0}))"
Model = type[models.Model]


def digests_of(tables: Sequence[Model], operation: int) -> list[Digest]:
    """Return the digest of what each of these tables has of an operation, in one statement.

    Where the database cannot hash a table's rows, they are read and hashed here: the same text,
    the same digest.
    """
    hashed = [place for place, model in enumerate(tables) if _is_hashable(model)]
    found: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    if hashed:
        parts = " UNION ALL ".join(_hashing(tables[place]) for place in hashed)
        with connection.cursor() as cursor:
            cursor.execute(parts, [given for place in hashed for given in (place, operation)])
            for place, key, each in cursor.fetchall():
                found[place].append((key, each))
    return [
        _of_hashed(sorted(found[place]))
        if place in hashed and all(each is not None for _key, each in found[place])
        else digest_of(model, layout_of(model), operation)
        for place, model in enumerate(tables)
    ]


def _of_hashed(rows: list[tuple[int, bytes]]) -> Digest:
    digest = Digest()
    digest.add_hashed(rows)
    return digest


def digest_of(model: Model, layout: Layout, operation: int) -> Digest:
    """Return the digest of a table's rows of an operation in some layout, hashed here."""
    quote = connection.ops.quote_name
    writing = writing_of(model, layout)
    digest = Digest()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {selected(model, layout.columns)} FROM {quote(model._meta.db_table)} "  # noqa: S608 - names of columns
            f"WHERE {quote(_filed_by(model))} = %s ORDER BY {quote(model._meta.pk.column)}",
            [operation],
        )
        while rows := cursor.fetchmany(_BATCH):
            digest.add(rows, writing)
    return digest


def _filed_by(model: Model) -> str:
    return "id" if model is Operation else "operation_id"


def _is_hashable(model: Model) -> bool:
    """Tell whether the database writes every column as the layout says: floats it does not."""
    if connection.vendor != "mysql":
        return False
    return all(_sort(field) != "FloatField" for field in fields_of(model, layout_of(model)))


def _sort(field: Any) -> str:
    kind: str = field.get_internal_type()
    return kind


@cache
def _hashing(model: Model) -> str:
    """Return the statement for keys and hashes of what a table has of an operation."""
    quote = connection.ops.quote_name
    layout = layout_of(model)
    key = quote(model._meta.pk.column)
    columns = {field.attname: quote(field.column) for field in model._meta.concrete_fields}
    told = ", ".join(
        _told(field, columns[name])
        for name, field in zip(layout.columns, fields_of(model, layout), strict=True)
        if name != model._meta.pk.attname
    )
    return (
        f"SELECT %s, {key}, UNHEX(SHA2(CONCAT({told}), 256)) "  # noqa: S608 - names of columns
        f"FROM {quote(model._meta.db_table)} WHERE {quote(_filed_by(model))} = %s"
    )


def _told(field: Any, column: str) -> str:
    """Return what writes a column as its layout says, for the database."""
    if is_text(field):
        return f"IFNULL(CONCAT(CHAR_LENGTH({column}), ':', {column}), '-')"
    kind = _sort(field)
    if kind == "DecimalField" and field.decimal_places:
        text = _UNPADDED.format(column)
    else:
        text = _TOLD.get(kind, "{0}").format(column)
    return f"IFNULL({text}, '-'), ','"
