"""The locks one by one: the statement's, the model's, and the database's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from admin_config.explorer.address import connection_settings
from admin_config.explorer.guard import ReadOnlyDatabase, Router, is_reading
from admin_config.generator.reading import parse_address
from tests.admin_config.explorer.clinic import MariadbClinic, SqliteClinic

Clinic = SqliteClinic | MariadbClinic


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
