"""Nothing is written to an explored database but single rows where somebody asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.backends.signals import connection_created

from admin_config.explorer.apps import APP, DATABASE, WRITTEN

#: What a statement may begin with; ``SET`` only for what the console itself sets.
_READS = re.compile(
    r"\s*(?:\(\s*)*(?:SELECT|SHOW|EXPLAIN|VALUES|PRAGMA\s+\w+\s*(?:\([^)]*\))?\s*;?\s*$"
    r"|SET\s+(?:SESSION\s+(?:max_statement_time|max_execution_time)|"
    r"statement_timeout|autocommit|NAMES)|SAVEPOINT|RELEASE|ROLLBACK)",
    re.IGNORECASE,
)
#: A SELECT that would write a file on the server or take locks.
_FILES = re.compile(r"\bINTO\s+(?:OUTFILE|DUMPFILE)\b", re.IGNORECASE)
_WRITES = re.compile(r"\bINTO\s+(?:OUTFILE|DUMPFILE)\b|\bFOR\s+UPDATE\b", re.IGNORECASE)


#: What the connection that writes may say besides: its transaction, and when keys are checked.
_AROUND = re.compile(r"\s*(?:BEGIN(?: IMMEDIATE)?|SET CONSTRAINTS ALL IMMEDIATE)\s*$")
_NAME = r"(?:\"[^\"]+\"|`[^`]+`)"
_VALUE = r"(?:%s|NULL|DEFAULT|_binary %s)"
#: The model of which one row is being written, and only while it is.
_written: ContextVar[Any] = ContextVar("written_model", default=None)


class ReadOnlyDatabase(PermissionDenied, DatabaseError):
    """Something tried to write to a database that is only looked at; a page says so as a 403."""


class Router:
    """Sends the explored models to their database, and refuses every write there."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Read explored models where they are."""
        return DATABASE if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **_hints: Any) -> str | None:
        """Refuse to write where rows are only looked at; the house's own go their usual way."""
        if model._meta.app_label != APP:
            return None
        if getattr(model, "is_written", False):
            return WRITTEN
        message = f"{model._meta.db_table}: this database is only looked at"
        raise ReadOnlyDatabase(message)

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        """Let no relation lead from one database into the other."""
        return bool((one._meta.app_label == APP) == (other._meta.app_label == APP))

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Make no table in the explored database, and none of its tables elsewhere."""
        return db not in {DATABASE, WRITTEN} and app_label != APP


def is_reading(sql: str) -> bool:
    """Tell whether a statement only reads."""
    return bool(_READS.match(sql)) and not _WRITES.search(sql)


def _only_reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if many or not is_reading(sql):
        message = f"this database is only looked at: {sql.strip()[:60]}"
        raise ReadOnlyDatabase(message)
    return execute(sql, params, many, context)


@contextmanager
def writing_row_of(model: Any) -> Iterator[None]:
    """Let statements pass that write one row of this model; no other is ever let through."""
    token = _written.set(model)
    try:
        yield
    finally:
        _written.reset(token)


def is_writing_row(sql: str, model: Any, quote: Any) -> bool:
    """Tell whether a statement writes one row of a model, named by its key, and nothing else."""
    table = re.escape(quote(model._meta.db_table))
    key = rf"{table}\.{re.escape(quote(model._meta.pk.column))}"
    names, values = rf"{_NAME}(?:, {_NAME})*", rf"{_VALUE}(?:, {_VALUE})*"
    settings = rf"{_NAME} = {_VALUE}(?:, {_NAME} = {_VALUE})*"
    # patterns, which no database ever sees
    added = rf"INSERT INTO {table} \({names}\) VALUES \({values}\)(?: RETURNING {key})?"  # noqa: S608
    changed = rf"UPDATE {table} SET {settings} WHERE {key} = %s"  # noqa: S608
    deleted = rf"DELETE FROM {table} WHERE {key} = %s"  # noqa: S608
    return bool(re.fullmatch(f"(?:{added}|{changed}|{deleted})", sql.strip()))


def _only_single_rows(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let pass what reads, what belongs to a transaction, and one row of the model at hand."""
    model = _written.get()
    reads = bool(_READS.match(sql)) and not _FILES.search(sql)
    passes = reads or bool(_AROUND.match(sql))
    if not passes and model is not None:
        passes = is_writing_row(sql, model, context["connection"].ops.quote_name)
    if many or not passes:
        message = f"only single rows are written here: {sql.strip()[:60]}"
        raise ReadOnlyDatabase(message)
    return execute(sql, params, many, context)


_GUARDS = {DATABASE: _only_reading, WRITTEN: _only_single_rows}


def _watch(connection: Any, **_options: Any) -> None:
    """Put the guard before every cursor of a new connection."""
    guard = _GUARDS.get(connection.alias)
    if guard is not None and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def watch_connections() -> None:
    """Guard every connection to the explored database from its first statement on."""
    connection_created.connect(_watch, dispatch_uid="explorer.guard")
