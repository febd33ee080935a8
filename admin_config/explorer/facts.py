"""A short look at the rows of each table: is it small, are its texts short, has its key gaps."""

from __future__ import annotations

import time
from typing import Any

from django.db import DatabaseError

from admin_config.explorer.making import Facts
from admin_config.explorer.naming import is_fit
from admin_config.generator.reading import Engine, Family, Table
from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds for one question and for all of them: who asks wants a page within seconds.
_ONE, _ALL = 0.5, 3.0
#: A list of so many rows is sorted as a whole.
_SMALL = 1000
#: Rows whose texts are measured, and the length of a text that fits into a column.
_MEASURED, _SHORT = 200, 200
_TEXTS = {Family.LONG_TEXT, Family.OTHER, Family.JSON}


class Looker:
    """Asks a few bounded questions; what was not answered in time counts as unknown."""

    def __init__(self, connection: Any, engine: Engine) -> None:
        """Begin the time that all questions share."""
        self.connection = connection
        self.engine = engine
        self.until = time.monotonic() + _ALL

    def facts(self, table: Table) -> Facts:
        """Return what the rows of a table tell; of a view only whether they are few."""
        name = self.connection.ops.quote_name(table.name)
        counted = self._ask(
            f"SELECT COUNT(*) FROM (SELECT 1 FROM {name} LIMIT {_SMALL + 1}) s"  # noqa: S608 - quoted
        )
        small = counted is not None and counted[0] <= _SMALL
        if table.is_view:
            return Facts(small=small)
        return Facts(
            small=small,
            short=self._short(table, name),
            key_has_gaps=self._gaps(table, name),
        )

    def _ask(self, sql: str) -> Any:
        left = self.until - time.monotonic()
        if left <= 0:
            return None
        try:
            with time_limit(min(left, _ONE)), self.connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()
        except (TookTooLong, DatabaseError):
            return None

    def _short(self, table: Table, name: str) -> frozenset[str]:
        quote = self.connection.ops.quote_name
        texts = [c.name for c in table.columns if c.family in _TEXTS and is_fit(c.name)]
        if not texts or self.engine is Engine.POSTGRESQL:
            return frozenset()
        longest = ", ".join(f"MAX(LENGTH({quote(text)}))" for text in texts)
        listed = ", ".join(quote(text) for text in texts)
        found = self._ask(
            f"SELECT {longest} FROM (SELECT {listed} FROM {name} LIMIT {_MEASURED}) s"  # noqa: S608 - quoted
        )
        sizes = dict(zip(texts, found or (), strict=False))
        return frozenset(
            text for text, size in sizes.items() if size is not None and size <= _SHORT
        )

    def _gaps(self, table: Table, name: str) -> bool:
        """Tell whether rows of an SQLite table have no value in a column of its key."""
        if self.engine is not Engine.SQLITE:
            return False
        columns = [table.column(key) for key in table.primary]
        asked = [c for c in columns if c is not None and not c.automatic]
        if not asked:
            return False
        quote = self.connection.ops.quote_name
        empty = " OR ".join(f"{quote(column.name)} IS NULL" for column in asked)
        sql = f"SELECT 1 FROM {name} WHERE {empty} LIMIT 1"  # noqa: S608 - quoted
        return self._ask(sql) is not None
