"""A table of another program tells its versions, whoever writes it, and stays what it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState
from django.utils import timezone

from erp.foundation.adopting import AdoptTable

pytestmark = pytest.mark.django_db(transaction=True)

ADDED = ("house_version", "house_created_at", "house_changed_at")


def state_of(name: str) -> ProjectState:
    """Return the models before and behind the migration: one over a table."""
    moment: dict[str, Any] = {"default": timezone.now, "editable": False}
    state = ProjectState()
    state.add_model(
        ModelState(
            "old",
            "Thing",
            [
                ("id", models.BigAutoField(primary_key=True, db_column="thing_id")),
                ("name", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=0, db_column=ADDED[0])),
                ("created_at", models.DateTimeField(db_column=ADDED[1], **moment)),
                ("changed_at", models.DateTimeField(db_column=ADDED[2], **moment)),
            ],
            {"managed": False, "db_table": name},
        )
    )
    return state


def asked(sql: str) -> list[Any]:
    """Return what the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def migrate(name: str, *, back: bool = False) -> None:
    """Run the operation, or take it back."""
    state, operation = state_of(name), AdoptTable("Thing")
    with connection.schema_editor() as editor:
        run = operation.database_backwards if back else operation.database_forwards
        run("old", editor, state, state)


@pytest.fixture
def table() -> Iterator[str]:
    """Make the table of another program with a row; drop it behind the test."""
    asked("DROP TABLE IF EXISTS adopted_thing")
    number = "INTEGER PRIMARY KEY" + (" AUTO_INCREMENT" if connection.vendor == "mysql" else "")
    asked(f"CREATE TABLE adopted_thing (thing_id {number}, name VARCHAR(20))")
    asked("INSERT INTO adopted_thing VALUES (7, 'first')")
    yield "adopted_thing"
    asked("DROP TABLE IF EXISTS adopted_thing")


def test_the_other_program_makes_versions_too(table: str) -> None:
    migrate(table)
    version = "SELECT house_version FROM adopted_thing ORDER BY thing_id"
    assert asked(version) == [(0,)]
    asked("UPDATE adopted_thing SET name = 'second' WHERE thing_id = 7")
    assert asked(version) == [(1,)]
    asked("UPDATE adopted_thing SET name = 'third', house_version = 5 WHERE thing_id = 7")
    assert asked(version) == [(5,)]
    asked("INSERT INTO adopted_thing (name) VALUES ('added')")
    rows = asked("SELECT house_version, house_created_at FROM adopted_thing")
    assert [row[0] for row in rows] == [5, 0]
    assert all(row[1] for row in rows)


def test_mariadb_hides_what_was_added(table: str) -> None:
    if connection.vendor != "mysql":
        pytest.skip("SQLite hides no column")
    migrate(table)
    assert asked("SELECT * FROM adopted_thing") == [(7, "first")]
    asked("INSERT INTO adopted_thing VALUES (8, 'no names')")
    assert len(asked("SELECT * FROM adopted_thing")) == 2


def test_zero_dates_that_are_there_do_not_hinder(table: str) -> None:
    if connection.vendor != "mysql":
        pytest.skip("SQLite takes any text for a day")
    asked("ALTER TABLE adopted_thing ADD COLUMN day DATE")
    asked("SET @kept = @@SESSION.sql_mode, SESSION sql_mode = ''")
    asked("UPDATE adopted_thing SET day = '0000-00-00'")
    asked("SET SESSION sql_mode = @kept")
    migrate(table)
    assert asked("SELECT house_version, @@SESSION.sql_mode = @kept FROM adopted_thing") == [(0, 1)]


def test_going_back_leaves_rows_and_nothing_else(table: str) -> None:
    migrate(table)
    migrate(table, back=True)
    assert asked("SELECT * FROM adopted_thing") == [(7, "first")]
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    assert [column.name for column in columns] == ["thing_id", "name"]
    asked("UPDATE adopted_thing SET name = 'again'")


def test_an_empty_house_gets_the_table() -> None:
    asked("DROP TABLE IF EXISTS adopted_anew")
    migrate("adopted_anew")
    asked(
        "INSERT INTO adopted_anew (name, house_version, house_created_at, house_changed_at) "
        "VALUES ('one', 0, '2026-01-01', '2026-01-01')"
    )
    asked("UPDATE adopted_anew SET name = 'other'")
    assert asked("SELECT house_version FROM adopted_anew") == [(1,)]
    asked("DROP TABLE adopted_anew")
