"""Nothing is written to an explored database: models, statements and the session refuse it."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.backends.signals import connection_created

from admin_config.explorer.apps import APP, DATABASE

#: What a statement may begin with; ``SET`` only for what the console itself sets.
_READS = re.compile(
    r"\s*(?:\(\s*)*(?:SELECT|SHOW|EXPLAIN|VALUES|PRAGMA\s+\w+\s*(?:\([^)]*\))?\s*;?\s*$"
    r"|SET\s+(?:SESSION\s+(?:max_statement_time|max_execution_time)|"
    r"statement_timeout|autocommit|NAMES)|SAVEPOINT|RELEASE|ROLLBACK)",
    re.IGNORECASE,
)
#: A SELECT that would write a file on the server or take locks.
_WRITES = re.compile(r"\bINTO\s+(?:OUTFILE|DUMPFILE)\b|\bFOR\s+UPDATE\b", re.IGNORECASE)


class ReadOnlyDatabase(PermissionDenied, DatabaseError):
    """Something tried to write to a database that is only looked at; a page says so as a 403."""


class Router:
    """Sends the explored models to their database, and refuses every write there."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Read explored models where they are."""
        return DATABASE if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **_hints: Any) -> str | None:
        """Refuse to write to an explored model; every other goes where it always goes."""
        if model._meta.app_label != APP:
            return None
        message = f"{model._meta.db_table}: this database is only looked at"
        raise ReadOnlyDatabase(message)

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        """Let no relation lead from one database into the other."""
        return bool((one._meta.app_label == APP) == (other._meta.app_label == APP))

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Make no table in the explored database, and none of its tables elsewhere."""
        return db != DATABASE and app_label != APP


def is_reading(sql: str) -> bool:
    """Tell whether a statement only reads."""
    return bool(_READS.match(sql)) and not _WRITES.search(sql)


def _only_reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if many or not is_reading(sql):
        message = f"this database is only looked at: {sql.strip()[:60]}"
        raise ReadOnlyDatabase(message)
    return execute(sql, params, many, context)


def _watch(connection: Any, **_options: Any) -> None:
    """Put the guard before every cursor of a new connection."""
    is_new = _only_reading not in connection.execute_wrappers
    if connection.alias == DATABASE and is_new:
        connection.execute_wrappers.append(_only_reading)


def watch_connections() -> None:
    """Guard every connection to the explored database from its first statement on."""
    connection_created.connect(_watch, dispatch_uid="explorer.guard")
