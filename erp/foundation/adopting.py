"""Migrations take a table in that another program made: columns are added, nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from django.utils import timezone

_LONGEST_NAME = 60


class AdoptTable(Operation):
    """Let the table of an unmanaged model tell its versions, whoever writes it.

    Where there is no such table (in an empty house) it is made as the model says; it is never
    dropped. Going back takes away what was added.
    """

    reversible = True

    def __init__(self, name: str) -> None:
        """Take the model's name."""
        self.name = name

    def deconstruct(self) -> Any:
        """Tell what it was made with."""
        return type(self).__name__, [self.name], {}

    def describe(self) -> str:
        """Return what it does."""
        return f"Adopt the table of {self.name}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Add what is missing: the table, or the columns and the trigger."""
        model = to_state.apps.get_model(app_label, self.name)
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            there = model._meta.db_table in connection.introspection.table_names(
                cursor, include_views=True
            )
        if not there:
            schema_editor.create_model(model)
        for statement in _added(model, connection.vendor, made=not there):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the trigger and the columns away."""
        model = from_state.apps.get_model(app_label, self.name)
        columns = _columns(model)
        if not columns:
            return
        quote = schema_editor.quote_name
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(_trigger(model))}")
        for column in columns:
            schema_editor.execute(
                f"ALTER TABLE {quote(model._meta.db_table)} DROP COLUMN {quote(column)}"
            )


def _columns(model: Any) -> tuple[str, ...]:
    """Return the columns that the house adds; none to a table that is only looked at."""
    found = {field.name: field.column for field in model._meta.concrete_fields}
    if not str(found.get("version", "")).startswith("house_"):
        return ()
    return tuple(found[name] for name in ("version", "created_at", "changed_at"))


def _trigger(model: Any) -> str:
    return f"house_{model._meta.db_table}"[:_LONGEST_NAME]


def _added(model: Any, vendor: str, *, made: bool) -> Iterator[str]:
    columns = _columns(model)
    if not columns:
        return
    if vendor == "mysql":
        yield from _in_mysql(model, columns, made=made)
    else:
        yield from _in_sqlite(model, columns, made=made)


def _in_mysql(model: Any, columns: tuple[str, ...], *, made: bool) -> Iterator[str]:
    """Add columns that no ``SELECT *`` of the other program sees."""
    table, now = f"`{model._meta.db_table}`", "UTC_TIMESTAMP(6)"
    version, created, changed = (f"`{column}`" for column in columns)
    if not made:
        moment = f"datetime(6) NOT NULL DEFAULT ({now}) INVISIBLE"
        # rows are copied, and what they hold already need not be as strict as what we write
        yield "SET @house_mode = @@SESSION.sql_mode, SESSION sql_mode = ''"
        yield (
            f"ALTER TABLE {table} "
            f"ADD COLUMN {version} integer UNSIGNED NOT NULL DEFAULT 0 INVISIBLE, "
            f"ADD COLUMN {created} {moment}, ADD COLUMN {changed} {moment}"
        )
        yield "SET SESSION sql_mode = @house_mode"
    yield (
        f"CREATE TRIGGER `{_trigger(model)}` BEFORE UPDATE ON {table} FOR EACH ROW SET "  # noqa: S608 - quoted
        f"NEW.{changed} = IF(NEW.{version} = OLD.{version}, {now}, NEW.{changed}), "
        f"NEW.{version} = IF(NEW.{version} = OLD.{version}, OLD.{version} + 1, NEW.{version})"
    )


def _in_sqlite(model: Any, columns: tuple[str, ...], *, made: bool) -> Iterator[str]:
    table, key = f'"{model._meta.db_table}"', f'"{model._meta.pk.column}"'
    version, created, changed = (f'"{column}"' for column in columns)
    if not made:
        today = timezone.now().strftime("%Y-%m-%d %H:%M:%S")
        yield f"ALTER TABLE {table} ADD COLUMN {version} integer unsigned NOT NULL DEFAULT 0"
        for column in (created, changed):
            yield f"ALTER TABLE {table} ADD COLUMN {column} datetime NOT NULL DEFAULT '{today}'"
    yield (
        f'CREATE TRIGGER "{_trigger(model)}" AFTER UPDATE ON {table} '  # noqa: S608 - quoted
        f"WHEN NEW.{version} = OLD.{version} BEGIN UPDATE {table} "
        f"SET {version} = OLD.{version} + 1, {changed} = strftime('%Y-%m-%d %H:%M:%f', 'now') "
        f"WHERE {key} = NEW.{key}; END"
    )
