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
from admin_config.generator.reading.schema import Column, Engine, Family, Schema, Table

_CONNECT = {
    Engine.SQLITE: sqlite.connect,
    Engine.MYSQL: mysql.connect,
    Engine.POSTGRESQL: postgresql.connect,
}
#: Rows that are read of one table.
MOST_ROWS = 2000
#: Longer texts and bytes are cut behind this: nothing is told by the rest of a book or a film.
LONGEST_SAMPLE = 201
_LONG = (Family.LONG_TEXT, Family.BINARY, Family.JSON, Family.OTHER)
_DAYS = (Family.DATE, Family.MOMENT, Family.TIME)
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


def connect(address: Address) -> Any:
    """Return a connection that cannot write."""
    return _CONNECT[address.engine](address)


def read_samples(url: str, schema: Schema, most: int = MOST_ROWS) -> Samples:
    """Return at most so many rows of every table; a table that cannot be read becomes a note."""
    address = parse_address(url)
    values: dict[str, dict[str, tuple[Value, ...]]] = {}
    whole, notes = set(), []
    with closing(connect(address)) as connection:
        for table in schema.tables:
            if table.is_view:
                continue
            try:
                rows = _rows(connection, address, table, most)
            except Exception as error:  # noqa: BLE001 - three drivers, one answer: say it, go on
                notes.append(f"{table.name}: its rows could not be read ({error})")
                connection.rollback()
                continue
            values[table.name] = dict(by_column(table, rows))
            whole |= {table.name} if len(rows) < most else set()
    return Samples(values, frozenset(whole), tuple(notes))


def sampling_sql(engine: Engine, table: Table, most: int = MOST_ROWS, schema: str = "") -> str:
    """Return the question for at most so many rows of a table, with long values cut."""
    mark = "`" if engine is Engine.MYSQL else '"'

    def quoted(name: str) -> str:
        return mark + name.replace(mark, mark * 2) + mark

    columns = ", ".join(_cut(engine, each, quoted(each.name)) for each in table.columns)
    source = f"{quoted(schema)}.{quoted(table.name)}" if schema else quoted(table.name)
    return f"SELECT {columns} FROM {source} LIMIT {most}"


def _cut(engine: Engine, column: Column, name: str) -> str:
    """Return what is read of a column: days of PostgreSQL as texts, some are none in Python."""
    if engine is Engine.POSTGRESQL and column.family in _DAYS:
        return f"{name}::text"
    if column.family not in _LONG:
        return name
    if engine is Engine.SQLITE:
        long = f"typeof({name}) IN ('text', 'blob') AND length({name}) > {LONGEST_SAMPLE}"
        return f"CASE WHEN {long} THEN substr({name}, 1, {LONGEST_SAMPLE}) ELSE {name} END"
    if engine is Engine.MYSQL:
        return f"LEFT({name}, {LONGEST_SAMPLE})"
    if column.family is Family.BINARY and column.type == "bytea":
        return f"substring({name} from 1 for {LONGEST_SAMPLE})"
    return f"left({name}::text, {LONGEST_SAMPLE})"


def _rows(connection: Any, address: Address, table: Table, most: int) -> list[tuple[Any, ...]]:
    postgresql_schema = address.engine is Engine.POSTGRESQL
    schema = address.option("schema", "public") if postgresql_schema else ""
    with closing(connection.cursor()) as cursor:
        cursor.execute(sampling_sql(address.engine, table, most, schema))
        return list(cursor.fetchall())


def by_column(table: Table, rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield every column's name with its values in the order of the rows."""
    for place, column in enumerate(table.columns):
        yield column.name, tuple(row[place] for row in rows)
