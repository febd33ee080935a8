"""Takes a few thousand rows of every table along, so that guesses can be held against the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from admin_config.generator.reading import mysql, postgresql, sqlite
from admin_config.generator.reading.address import Address, parse_address
from admin_config.generator.reading.schema import Engine, Schema, Table

_CONNECT = {
    Engine.SQLITE: sqlite.connect,
    Engine.MYSQL: mysql.connect,
    Engine.POSTGRESQL: postgresql.connect,
}
#: Rows that are read of one table.
MOST_ROWS = 2000
Value = str | int | float | bool | Decimal | dt.date | dt.time | dt.timedelta | bytes | None


@dataclass(frozen=True)
class Samples:
    """The first rows of tables: by table and column, the values in the order of rows."""

    values: Mapping[str, Mapping[str, tuple[Value, ...]]] = field(default_factory=dict)
    #: Tables of which every row was read.
    whole: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def of(self, table: str, column: str) -> tuple[Value, ...]:
        """Return what was read of a column; nothing where nothing was."""
        return self.values.get(table, {}).get(column, ())


def read_samples(url: str, schema: Schema, most: int = MOST_ROWS) -> Samples:
    """Return at most so many rows of every table; a table that cannot be read becomes a note."""
    address = parse_address(url)
    values: dict[str, dict[str, tuple[Value, ...]]] = {}
    whole, notes = set(), []
    with closing(_CONNECT[address.engine](address)) as connection:
        for table in schema.tables:
            if table.is_view:
                continue
            try:
                rows = _rows(connection, address, table, most)
            except Exception as error:  # noqa: BLE001 - three drivers, one answer: say it, go on
                notes.append(f"{table.name}: its rows could not be read ({error})")
                connection.rollback()
                continue
            values[table.name] = dict(_columns(table, rows))
            whole |= {table.name} if len(rows) < most else set()
    return Samples(values, frozenset(whole), tuple(notes))


def _rows(connection: Any, address: Address, table: Table, most: int) -> list[tuple[Any, ...]]:
    mark = "`" if address.engine is Engine.MYSQL else '"'
    names = [table.name, *(column.name for column in table.columns)]
    quoted = [mark + name.replace(mark, mark * 2) + mark for name in names]
    if address.engine is Engine.POSTGRESQL:
        quoted[0] = f'"{address.option("schema", "public")}".{quoted[0]}'
    sql = f"SELECT {', '.join(quoted[1:])} FROM {quoted[0]} LIMIT {most}"
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _columns(table: Table, rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for place, column in enumerate(table.columns):
        yield column.name, tuple(row[place] for row in rows)
