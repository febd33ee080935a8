"""The statements that the first page of a list costs, and how the present database runs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import sqlparse
from django.db import DatabaseError, connection

from admin_config.engine.listing.columns import visible_columns
from admin_config.engine.listing.fetching import fetch_rows
from admin_config.engine.listing.keyset import Keyset
from admin_config.engine.listing.order import own_order
from admin_config.engine.spec import Screen
from erp.foundation.actor import SYSTEM

Statement = tuple[str, Any]


def first_page_statements(screen: Screen) -> list[Statement]:
    """Return the statements of the list's first page, as an unlimited reader causes them.

    The first finds the keys, the rest fetch those rows with what the columns show. Without tables
    only the first of each kind comes about.
    """
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):  # the time limit around a statement has no plan
            seen.append((sql, params))
        return execute(sql, params, many, context)

    rows: Any = screen.model._default_manager.all()
    columns = visible_columns(SYSTEM, screen, None)
    with connection.execute_wrapper(note):
        keyset = Keyset(rows.order_by(), own_order(screen, frozenset()))
        keys: list[Any] = []
        with suppress(DatabaseError):
            places = keyset.forward(None, screen.page_size + 1)
            keys = [place.key for place in places[: screen.page_size]]
        with suppress(DatabaseError):
            fetch_rows(rows, keys or [0], columns, by=SYSTEM)
    return seen


def plan_of(statement: Statement) -> list[str]:
    """Return the database's plan of a statement, one line a step."""
    sql, params = statement
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"{connection.ops.explain_query_prefix()} {sql}", params)
        except DatabaseError as error:
            return [f"no plan: {error.args[-1]} (manage.py migrate)"]
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    if connection.vendor == "sqlite":
        return [str(row[-1]) for row in rows]
    return [
        ", ".join(
            f"{name} {value}" for name, value in zip(names, row, strict=True) if value is not None
        )
        for row in rows
    ]


def plan_lines(screen: Screen) -> Iterator[str]:
    """Yield each statement, formatted, with its plan below."""
    for statement in first_page_statements(screen):
        yield from sqlparse.format(_short(statement), reindent=True).splitlines()
        yield from (f"    → {step}" for step in plan_of(statement))


def _short(statement: Statement) -> str:
    """Return the statement with its values, a long list of keys cut."""
    sql, params = statement
    keys = ", ".join(["%s"] * len(params)) if params else ""
    if len(params or ()) > 3 and keys in sql:  # noqa: PLR2004
        return sql.replace(keys, f"… {len(params)} keys …")
    return sql % tuple(params) if params else sql
