"""Which keys an index holds: those next to a code, and those of many guesses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

#: So many on each side.
_REACH = 6
_SIDES = ((">=", "ASC"), ("<", "DESC"))


def nearby_keys(model: Any, column: str, keys: Sequence[str]) -> set[int]:
    """Return the records whose key column stands next to one of these keys, with one query.

    Each key costs two steps into the index and a few rows, however large the table is.
    """
    if not keys:
        return set()
    quote = connection.ops.quote_name
    table, name, pk = quote(model._meta.db_table), quote(column), quote(model._meta.pk.column)
    steps = [
        f"SELECT * FROM (SELECT {pk} FROM {table} WHERE {name} {sign} %s "  # noqa: S608 - names of ours
        f"ORDER BY {name} {order} LIMIT {_REACH}) {quote(f'step_{number}')}"
        for number, (sign, order) in enumerate(_SIDES * len(keys))
    ]
    values = [key for key in keys for _side in _SIDES]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(steps), values)
        return {row[0] for row in cursor.fetchall()}


def keys_that_exist(model: Any, column: str, keys: Collection[str]) -> set[str]:
    """Return those of thousands of guessed keys that are stored, with one query of the index."""
    if not keys:
        return set()
    quote = connection.ops.quote_name
    table, name = quote(model._meta.db_table), quote(column)
    holes = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {name} FROM {table} WHERE {name} IN ({holes})",  # noqa: S608 - names of ours
            sorted(keys),
        )
        return {row[0] for row in cursor.fetchall()}
