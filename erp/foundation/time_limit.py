"""A time limit for statements that people may make arbitrarily heavy: filters, sums, searches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

#: MariaDB: the statement ran longer than max_statement_time.
_TOO_LONG = 1969
#: SQLite asks after so many steps of its machine whether to go on.
_STEPS = 5000


class TookTooLong(Exception):
    """A statement was stopped at its time limit; nothing was changed."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop any statement inside that runs longer; raise ``TookTooLong`` in its place.

    On MariaDB the limit holds for each statement, on SQLite for all of them together.
    """
    try:
        with _limited(seconds):
            yield
    except OperationalError as error:
        if error.args and (error.args[0] == _TOO_LONG or "interrupted" in str(error)):
            raise TookTooLong from error
        raise


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Set the limit and bring back the one that held around it; the stricter one holds inside."""
    connection.ensure_connection()
    outer: float | None = getattr(connection, "_time_limit", None)
    limit = _on_mariadb if connection.vendor == "mysql" else _on_sqlite
    if connection.vendor == "sqlite":
        seconds += time.monotonic()
    seconds = seconds if outer is None else min(seconds, outer)
    limit(seconds)
    connection._time_limit = seconds  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection._time_limit = outer  # type: ignore[attr-defined]
        limit(outer)


def _on_mariadb(seconds: float | None) -> None:
    with connection.cursor() as cursor:
        if seconds is None:
            cursor.execute("SET SESSION max_statement_time = DEFAULT")
        else:
            cursor.execute("SET SESSION max_statement_time = %s", [seconds])


def _on_sqlite(deadline: float | None) -> None:
    raw = connection.connection
    if deadline is None:
        raw.set_progress_handler(None, 0)
    else:
        raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
