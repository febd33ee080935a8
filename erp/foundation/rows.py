"""Insert many plain rows with few statements, without building an object for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

#: Rows handed to the driver at once.
BATCH = 1000
#: Values of these fields go to the driver as they are, on every database.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


def _converter(field: Any) -> Callable[[Any], Any] | None:
    """Return what turns a Python value into the driver's, ``None`` where nothing has to."""
    if isinstance(field, _PLAIN) or type(field).__name__.endswith("AutoField"):
        return None
    if type(field) is models.JSONField and field.encoder is None:
        return lambda value: None if value is None else json.dumps(value)
    return lambda value: field.get_db_prep_save(value, connection)


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    constants: dict[str, Any] | None = None,
) -> None:
    """Insert rows given as values in the order of ``columns`` (attribute names).

    ``constants`` are what all of them have besides; they are made ready for the driver once.

    The statement holds nothing but placeholders, because the MySQL driver batches only then.
    No signal is sent and no key comes back: for versions, log entries and search tokens.
    """
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in columns]
    converters = [(i, c) for i, c in enumerate(map(_converter, fields)) if c is not None]
    quote = connection.ops.quote_name
    same = constants or {}
    kept = tuple(known[name].get_db_prep_save(value, connection) for name, value in same.items())
    every = [*fields, *(known[name] for name in same)]
    names = ", ".join(quote(field.column) for field in every)
    places = ", ".join(["%s"] * len(every))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    pending = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(pending, BATCH)):
            cursor.executemany(statement, [(*_converted(row, converters), *kept) for row in batch])


def _converted(
    row: Sequence[Any], converters: list[tuple[int, Callable[[Any], Any]]]
) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return values


def copy_rows(
    source: type[models.Model],
    target: type[models.Model],
    columns: Sequence[str],
    *,
    constants: dict[str, Any],
    keys: Sequence[Any],
) -> None:
    """Copy the rows with these keys into another table inside the database, constants added.

    ``columns`` are attribute names that both tables have; ``constants`` fill the target's others.
    """
    quote = connection.ops.quote_name
    here = {field.attname: field for field in source._meta.concrete_fields}
    there = {field.attname: field for field in target._meta.concrete_fields}
    into = [there[name].column for name in (*columns, *constants)]
    taken = ", ".join([*(quote(here[name].column) for name in columns), *(["%s"] * len(constants))])
    values = [there[name].get_db_prep_save(value, connection) for name, value in constants.items()]
    key = quote(source._meta.pk.column)
    for start in range(0, len(keys), BATCH):
        batch = list(keys[start : start + BATCH])
        places = ", ".join(["%s"] * len(batch))
        statement = (
            f"INSERT INTO {quote(target._meta.db_table)} ({', '.join(map(quote, into))}) "
            f"SELECT {taken} FROM {quote(source._meta.db_table)} "
            f"WHERE {key} IN ({places}) ORDER BY {key}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *batch])
