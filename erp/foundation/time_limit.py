"""A time limit for statements that people may make arbitrarily heavy: filters, sums, searches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import OperationalError, connections

#: MariaDB: the statement ran longer than max_statement_time; MySQL: than max_execution_time.
_TOO_LONG = (1969, 3024)
#: In words: SQLite's and PostgreSQL's.
_STOPPED = ("interrupted", "statement timeout")
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
        said = str(error)
        if error.args and (error.args[0] in _TOO_LONG or any(word in said for word in _STOPPED)):
            raise TookTooLong from error
        raise


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Set the limit on every database of the process that takes one; most processes have one."""
    with ExitStack() as held:
        for connection in connections.all():
            if connection.settings_dict.get("TIME_LIMIT", True):
                held.enter_context(_limited_on(connection, seconds))
        yield


@contextmanager
def _limited_on(connection: Any, seconds: float) -> Iterator[None]:
    """Set the limit and bring back the one that held around it; the stricter one holds inside."""
    connection.ensure_connection()
    outer: float | None = getattr(connection, "_time_limit", None)
    limit = _LIMITS[connection.vendor]
    if connection.vendor == "sqlite":
        seconds += time.monotonic()
    seconds = seconds if outer is None else min(seconds, outer)
    limit(connection, seconds)
    connection._time_limit = seconds
    try:
        yield
    finally:
        connection._time_limit = outer
        limit(connection, outer)


def _on_mysql(connection: Any, seconds: float | None) -> None:
    with connection.cursor() as cursor:
        if not connection.mysql_is_mariadb:
            cursor.execute("SET SESSION max_execution_time = %s", [int(1000 * (seconds or 0))])
        elif seconds is None:
            cursor.execute("SET SESSION max_statement_time = DEFAULT")
        else:
            cursor.execute("SET SESSION max_statement_time = %s", [seconds])


def _on_postgresql(connection: Any, seconds: float | None) -> None:
    with connection.cursor() as cursor:
        if seconds is None:
            cursor.execute("SET statement_timeout = DEFAULT")
        else:
            cursor.execute("SET statement_timeout = %s", [max(1, int(1000 * seconds))])


def _on_sqlite(connection: Any, deadline: float | None) -> None:
    raw = connection.connection
    if deadline is None:
        raw.set_progress_handler(None, 0)
    else:
        raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)


_LIMITS = {"mysql": _on_mysql, "postgresql": _on_postgresql, "sqlite": _on_sqlite}
