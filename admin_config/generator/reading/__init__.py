"""Reads what a database says of itself, whichever of three engines it is; nothing is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from admin_config.generator.mistake import nearest
from admin_config.generator.reading import mysql, postgresql, sqlite
from admin_config.generator.reading.address import Address, CannotRead, parse_address
from admin_config.generator.reading.samples import (
    MOST_ROWS,
    Samples,
    by_column,
    read_samples,
    sampling_sql,
)
from admin_config.generator.reading.schema import (
    Check,
    Column,
    Engine,
    EnumType,
    Family,
    ForeignKey,
    Index,
    Schema,
    Table,
)

__all__ = [
    "MOST_ROWS",
    "Address",
    "CannotRead",
    "Check",
    "Column",
    "Engine",
    "EnumType",
    "Family",
    "ForeignKey",
    "Index",
    "Samples",
    "Schema",
    "Table",
    "by_column",
    "parse_address",
    "read_database",
    "read_samples",
    "sampling_sql",
]

_READERS = {
    Engine.SQLITE: sqlite.read,
    Engine.MYSQL: mysql.read,
    Engine.POSTGRESQL: postgresql.read,
}


def read_database(url: str, tables: Iterable[str] | None = None) -> Schema:
    """Return the schema at the URL, or of the named tables in it.

    ``CannotRead`` says why it cannot be reached, or which of the names is no table there.
    """
    address = parse_address(url)
    schema = _READERS[address.engine](address)
    return schema if tables is None else _only(schema, list(tables))


def _only(schema: Schema, wanted: list[str]) -> Schema:
    unknown = [name for name in wanted if schema.table(name) is None]
    if unknown:
        known = [table.name for table in schema.tables]
        raise CannotRead("; ".join(f"no table {name!r}.{nearest(name, known)}" for name in unknown))
    names = {name.casefold() for name in wanted}
    kept = tuple(table for table in schema.tables if table.name.casefold() in names)
    return dataclasses.replace(schema, tables=kept)
