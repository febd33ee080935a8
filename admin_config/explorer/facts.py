"""A short look at the rows of each table: samples for the inference, and what a screen asks for."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError

from admin_config.explorer.making import Facts
from admin_config.explorer.naming import is_fit
from admin_config.generator.reading import (
    MOST_ROWS,
    Engine,
    Family,
    Samples,
    Table,
    by_column,
    sampling_sql,
)
from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds for one question and for all of them: who asks wants a page within seconds.
_ONE, _ALL = 0.5, 3.0
#: A list of so many rows is sorted as a whole.
_SMALL = 1000
#: The length of a text that fits into a column.
_SHORT = 200
_TEXTS = {Family.LONG_TEXT, Family.OTHER, Family.JSON}


class Looker:
    """Asks a few bounded questions; what was not answered in time counts as unknown."""

    def __init__(self, connection: Any, engine: Engine) -> None:
        """Begin the time that all questions share."""
        self.connection = connection
        self.engine = engine
        self.until = time.monotonic() + _ALL

    def samples(self, tables: Iterable[Table]) -> Samples:
        """Return the first rows of as many tables as time allows; of a view only a few."""
        values, whole = {}, set()
        for table in tables:
            most = _SMALL + 1 if table.is_view else MOST_ROWS
            rows = self._ask(sampling_sql(self.engine, table, most))
            if rows is None:
                continue
            values[table.name] = dict(by_column(table, rows))
            if len(rows) < most:
                whole.add(table.name)
        return Samples(values, frozenset(whole))

    def facts(self, table: Table, samples: Samples) -> Facts:
        """Return what the rows of a table tell besides."""
        read = samples.values.get(table.name, {})
        rows = max(map(len, read.values()), default=0)
        texts = {c.name for c in table.columns if c.family in _TEXTS}
        return Facts(
            small=table.name in samples.whole and rows <= _SMALL,
            short=frozenset(name for name in texts & {*read} if _are_short(read[name])),
            key_has_gaps=self._gaps(table),
        )

    def _ask(self, sql: str) -> list[Any] | None:
        left = self.until - time.monotonic()
        if left <= 0:
            return None
        try:
            with time_limit(min(left, _ONE)), self.connection.cursor() as cursor:
                cursor.execute(sql)
                found: list[Any] = cursor.fetchall()
                return found
        except (TookTooLong, DatabaseError):
            return None

    def _gaps(self, table: Table) -> bool:
        """Tell whether rows of an SQLite table have no value in a column of its key."""
        if self.engine is not Engine.SQLITE or table.is_view:
            return False
        columns = [table.column(key) for key in table.primary]
        asked = [c for c in columns if c is not None and not c.automatic and is_fit(c.name)]
        if not asked:
            return False
        quote = self.connection.ops.quote_name
        empty = " OR ".join(f"{quote(column.name)} IS NULL" for column in asked)
        sql = f"SELECT 1 FROM {quote(table.name)} WHERE {empty} LIMIT 1"  # noqa: S608 - quoted
        return bool(self._ask(sql))


def _are_short(values: Iterable[Any]) -> bool:
    """Tell whether there are texts and each fits into a column."""
    sizes = [len(str(value)) for value in values if value is not None]
    return bool(sizes) and max(sizes) <= _SHORT
