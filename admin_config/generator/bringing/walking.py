"""Walks the rows of a foreign table in the order of its key, so many at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from admin_config.generator.reading import Address, Column, Engine, Family, Schema, Table
from admin_config.generator.reading.samples import connect

#: What each driver would turn into values that tell less than the text does.
_AS_TEXT = {
    Engine.SQLITE: (),
    Engine.MYSQL: (Family.DATE, Family.MOMENT, Family.TIME),
    Engine.POSTGRESQL: (
        *(Family.DATE, Family.MOMENT, Family.TIME, Family.JSON, Family.OTHER, Family.UUID),
        Family.ENUM,
    ),
}
_ROW_NUMBER = "_rowid_"
_ROW_PLACE = "ctid"


@dataclass(frozen=True)
class Row:
    """One row: where it stands in the walk, what tells it apart, and its values by column."""

    place: tuple[Any, ...]
    key: str
    values: dict[str, Any]


class Source:
    """A database that rows are read from, and never written to."""

    def __init__(self, address: Address, schema: Schema) -> None:
        """Open it; what is no text in a SQLite file is kept as it is, to be told."""
        self.engine = address.engine
        self.schema = schema
        self.space = address.option("schema", "public")
        self.connection = connect(address)
        if isinstance(self.connection, sqlite3.Connection):
            self.connection.text_factory = _text

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def count(self, table: str, column: str = "") -> int:
        """Return how many rows there are, or how many that have a value in a column."""
        what = self._quoted(column) if column else "*"
        ((found,),) = self._asked(f"SELECT COUNT({what}) FROM {self._named(table)}")  # noqa: S608 - quoted
        return int(found)

    def walk(
        self, table: Table, columns: Sequence[str], after: tuple[Any, ...] | None, most: int
    ) -> Iterator[list[Row]]:
        """Yield the rows behind a place in lists, in the order of what tells them apart."""
        walked = self._walked(table)
        wanted = [each for name in columns if (each := table.column(name)) is not None]
        while True:
            rows = self._rows(table, wanted, walked, after, most)
            if rows:
                yield rows
            if len(rows) < most:
                return
            after = rows[-1].place

    def _rows(
        self,
        table: Table,
        wanted: list[Column],
        walked: list[str],
        after: tuple[Any, ...] | None,
        most: int,
    ) -> list[Row]:
        asked = [*walked, *(self._selected(column) for column in wanted)]
        sql = f"SELECT {', '.join(asked) or '1'} FROM {self._named(table.name)}"  # noqa: S608 - quoted
        values: list[Any] = []
        if walked:
            if after is not None:
                sql += f" WHERE {self._behind(walked)}"
                values = [*after[:1], *_each_before(after)]
            sql += f" ORDER BY {', '.join(walked)} LIMIT {most}"
        else:
            skipped = after[0] if after else 0
            every = _ROW_PLACE if self.engine is Engine.POSTGRESQL else self._every(table)
            sql += f" ORDER BY {every} LIMIT {most} OFFSET {skipped}"
        first = 1 if walked or not after else after[0] + 1
        answers = enumerate(self._asked(sql, values), first)
        return [self._row(table, wanted, walked, row, place) for place, row in answers]

    def _row(
        self, table: Table, wanted: list[Column], walked: list[str], row: Any, place: int
    ) -> Row:
        values = dict(zip((c.name for c in wanted), row[len(walked) :], strict=True))
        keyed = [values[name] for name in table.primary if name in values]
        where = tuple(row[: len(walked)]) or (place,)
        return Row(where, ", ".join(map(str, keyed or where)), values)

    def _walked(self, table: Table) -> list[str]:
        """Return the columns by which the rows are walked; none where nothing tells them apart."""
        if self.engine is Engine.SQLITE and self._has_numbers(table.name):
            return [_ROW_NUMBER]
        return [self._quoted(name) for name in table.primary]

    def _has_numbers(self, table: str) -> bool:
        try:
            self._asked(f"SELECT {_ROW_NUMBER} FROM {self._named(table)} LIMIT 1")  # noqa: S608
        except sqlite3.OperationalError:
            return False
        return True

    def _every(self, table: Table) -> str:
        return ", ".join(self._quoted(each.name) for each in table.columns)

    def _behind(self, walked: list[str]) -> str:
        """Return the condition for what follows a row: indexes serve its first half."""
        mark = "?" if self.engine is Engine.SQLITE else "%s"
        steps = []
        for place, name in enumerate(walked):
            same = [f"{each} = {mark}" for each in walked[:place]]
            steps.append(f"({' AND '.join([*same, f'{name} > {mark}'])})")
        return f"{walked[0]} >= {mark} AND ({' OR '.join(steps)})"

    def _selected(self, column: Column) -> str:
        name = self._quoted(column.name)
        if column.family not in _AS_TEXT[self.engine] and not column.type.endswith("[]"):
            return name
        return f"{name}::text" if self.engine is Engine.POSTGRESQL else f"CAST({name} AS CHAR)"

    def _named(self, table: str) -> str:
        space = f"{self._quoted(self.space)}." if self.engine is Engine.POSTGRESQL else ""
        return f"{space}{self._quoted(table)}"

    def _quoted(self, name: str) -> str:
        mark = "`" if self.engine is Engine.MYSQL else '"'
        return mark + name.replace(mark, mark * 2) + mark

    def _asked(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with closing(self.connection.cursor()) as cursor:
            if values:
                # a name may hold what the driver takes for a place
                marked = sql if self.engine is Engine.SQLITE else _doubled(sql)
                cursor.execute(marked, tuple(values))
            else:
                cursor.execute(sql)
            return list(cursor.fetchall())


def _doubled(sql: str) -> str:
    return "%s".join(part.replace("%", "%%") for part in sql.split("%s"))


def _each_before(after: tuple[Any, ...]) -> Iterator[Any]:
    for place in range(len(after)):
        yield from after[: place + 1]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
