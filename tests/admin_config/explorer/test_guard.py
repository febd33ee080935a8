"""The locks one by one: the statement's, the model's, and the database's own."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from admin_config.explorer.address import connection_settings
from admin_config.explorer.guard import (
    ReadOnlyDatabase,
    Router,
    is_reading,
    is_writing_row,
    watch_connections,
    writing_row_of,
)
from admin_config.generator.reading import parse_address
from tests.admin_config.explorer.clinic import Clinic
from tests.architecture.source import ROOT


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  (SELECT 1) UNION (SELECT 2)",
        "EXPLAIN SELECT 1",
        "SET SESSION max_statement_time = 2",
        "SET SESSION max_statement_time = DEFAULT",
        "PRAGMA table_info(x)",
        "SAVEPOINT s",
    ],
)
def test_reading_passes(sql: str) -> None:
    assert is_reading(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO patient VALUES (1)",
        "update patient set id = 2",
        "/* SELECT */ DELETE FROM patient",
        "REPLACE INTO patient VALUES (1)",
        "WITH x AS (SELECT 1) DELETE FROM patient",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT * FROM patient FOR UPDATE",
        "DROP TABLE patient",
        "TRUNCATE patient",
        "CALL anything()",
        "LOAD DATA INFILE 'x' INTO TABLE patient",
        "SET GLOBAL read_only = 0",
        "SET SESSION sql_mode = ''",
        "SET SESSION TRANSACTION READ WRITE",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 5",
        "ATTACH 'x' AS y",
        "",
    ],
)
def test_everything_else_is_refused(sql: str) -> None:
    assert not is_reading(sql)


def test_domains_that_were_generated_since_stay_away() -> None:
    told = (
        "import erp.settings as house; house.INSTALLED_APPS.append('erp.library');"
        "from admin_config.explorer import settings;"
        "print(*(app for app in settings.INSTALLED_APPS if app.startswith('erp.')))"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["erp.foundation", "erp.company", "erp.staff"]


def test_an_explored_model_has_nowhere_to_be_written() -> None:
    class Meta:
        app_label = "db"
        db_table = "patient"

    class Model:
        _meta = Meta

    with pytest.raises(ReadOnlyDatabase, match="only looked at"):
        Router().db_for_write(Model)
    assert Router().db_for_read(Model) == "explored"
    assert not Router().allow_migrate("explored", "db")
    assert not Router().allow_migrate("explored", "staff")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO odd_keys VALUES ('new', 'x')",
        "UPDATE odd_keys SET label = 'x'",
        "DELETE FROM odd_keys",
        "DROP TABLE odd_keys",
        "CREATE TABLE added (id INTEGER)",
        "ALTER TABLE odd_keys ADD COLUMN added INTEGER",
    ],
)
@pytest.mark.django_db
def test_the_session_itself_refuses(clinic: Clinic, sql: str) -> None:
    before = clinic.state()
    found: dict[str, Any] = connection_settings(parse_address(clinic.url))
    connection = ConnectionHandler({"default": found})["default"]
    try:
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(sql)
    finally:
        connection.close()
    assert clinic.state() == before


class _Field:
    column = "code"


class Keyed:
    """A model of rows that may be written, as the guard knows it."""

    is_written = True

    class _meta:  # noqa: N801 - Django's name
        app_label = "db"
        db_table = "odd_keys"
        pk = _Field


def quoted(name: str) -> str:
    return f'"{name}"'


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "odd_keys" ("code", "label") VALUES (%s, %s)',
        'INSERT INTO "odd_keys" ("label") VALUES (%s) RETURNING "odd_keys"."code"',
        'UPDATE "odd_keys" SET "label" = %s, "x" = NULL WHERE "odd_keys"."code" = %s',
        'DELETE FROM "odd_keys" WHERE "odd_keys"."code" = %s',
    ],
)
def test_one_row_of_the_model_at_hand_is_written(sql: str) -> None:
    assert is_writing_row(sql, Keyed, quoted)
    assert not is_writing_row(sql.replace("odd_keys", "patient"), Keyed, quoted)
    assert not is_writing_row(f"{sql}; DROP TABLE patient", Keyed, quoted)


@pytest.mark.parametrize(
    "sql",
    [
        'DELETE FROM "odd_keys"',
        'DELETE FROM "odd_keys" WHERE "odd_keys"."label" = %s',
        'DELETE FROM "odd_keys" WHERE "odd_keys"."code" = %s OR 1 = 1',
        'UPDATE "odd_keys" SET "label" = %s',
        'UPDATE "odd_keys" SET "label" = (SELECT 1) WHERE "odd_keys"."code" = %s',
        'INSERT INTO "odd_keys" ("code") VALUES (%s), (%s)',
        'INSERT INTO "odd_keys" SELECT * FROM "patient"',
        'INSERT INTO "odd_keys" ("code") VALUES (%s) ON CONFLICT DO NOTHING',
        'REPLACE INTO "odd_keys" ("code") VALUES (%s)',
        'DROP TABLE "odd_keys"',
        'ALTER TABLE "odd_keys" ADD COLUMN "x" INT',
        'TRUNCATE "odd_keys"',
    ],
)
def test_no_more_than_one_row_is_written(sql: str) -> None:
    assert not is_writing_row(sql, Keyed, quoted)


def test_the_router_writes_where_rows_may_be_written_and_makes_no_table() -> None:
    assert Router().db_for_write(Keyed) == "written"
    assert not Router().allow_migrate("written", "db")


@pytest.mark.django_db
def test_the_connection_that_writes_takes_single_rows_alone(clinic: Clinic) -> None:
    watch_connections()
    found: dict[str, Any] = connection_settings(parse_address(clinic.url), writing=True)
    connection = ConnectionHandler({"default": {}, "written": found})["written"]
    quote = connection.ops.quote_name
    table, code = quote("odd_keys"), quote("code")
    all_rows = f"DELETE FROM {table}"  # noqa: S608 - quoted
    one_row = f"{all_rows} WHERE {table}.{code} = %s"
    before = clinic.state()
    try:
        for sql in (
            all_rows,
            f"DROP TABLE {table}",
            f"CREATE TABLE added ({code} INTEGER)",
            "INSERT INTO country (code, name) VALUES ('XX', 'x')",
            one_row,  # nobody writes a row just now
        ):
            with connection.cursor() as cursor, pytest.raises(ReadOnlyDatabase):
                cursor.execute(sql, ["a/b"] if "%s" in sql else None)
        with writing_row_of(Keyed), connection.cursor() as cursor:
            cursor.execute(one_row, ["nobody has it"])
    finally:
        connection.close()
    assert clinic.state() == before
