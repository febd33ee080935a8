"""Reads the schema of a MySQL or MariaDB database."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from admin_config.generator.reading.address import Address, CannotRead
from admin_config.generator.reading.schema import (
    Check,
    Column,
    Engine,
    Family,
    ForeignKey,
    Index,
    Schema,
    Table,
)
from admin_config.generator.reading.types import digits_of, family_of, length_of, values_of

Rows = dict[str, list[dict[str, Any]]]
_OF_SCHEMA = "WHERE TABLE_SCHEMA = DATABASE()"
_QUESTIONS = {
    "tables": f"SELECT * FROM information_schema.TABLES {_OF_SCHEMA} ORDER BY TABLE_NAME",
    "views": f"SELECT * FROM information_schema.VIEWS {_OF_SCHEMA}",
    "columns": f"SELECT * FROM information_schema.COLUMNS {_OF_SCHEMA} ORDER BY ORDINAL_POSITION",
    "indexes": f"SELECT * FROM information_schema.STATISTICS {_OF_SCHEMA} ORDER BY SEQ_IN_INDEX",
    "keys": (
        "SELECT k.*, r.DELETE_RULE FROM information_schema.KEY_COLUMN_USAGE k "
        "JOIN information_schema.REFERENTIAL_CONSTRAINTS r "
        "ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME "
        "AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME "
        "WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL "
        "ORDER BY k.ORDINAL_POSITION"
    ),
    "triggers": (
        "SELECT EVENT_OBJECT_TABLE TABLE_NAME, TRIGGER_NAME FROM information_schema.TRIGGERS "
        "WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME"
    ),
}
#: MariaDB names the table of a CHECK; MySQL keeps that in another view.
_CHECKS_MARIADB = (
    "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS "
    "WHERE CONSTRAINT_SCHEMA = DATABASE()"
)
_CHECKS_MYSQL = (
    "SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE "
    "FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t "
    "USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME) WHERE CONSTRAINT_SCHEMA = DATABASE()"
)


def connect(address: Address) -> Any:
    """Return a connection whose transactions cannot write; zero dates come as nothing."""
    try:
        driver: Any = importlib.import_module("MySQLdb")
    except ImportError:
        raise CannotRead("to read MySQL or MariaDB: pip install mysqlclient") from None
    words: dict[str, Any] = {"user": address.user, "passwd": address.password}
    words |= {"host": address.host, "port": address.port, "db": address.name}
    words |= {"unix_socket": address.option("unix_socket"), "charset": "utf8mb4"}
    try:
        found = driver.connect(**{word: value for word, value in words.items() if value})
        with closing(found.cursor()) as cursor:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
    except driver.Error as error:
        raise CannotRead(f"{address}: {error.args[-1]}") from error
    return found


def read(address: Address) -> Schema:
    """Return the schema of the database."""
    connection = connect(address)
    try:
        with closing(connection):
            answers = {name: _asked(connection, sql) for name, sql in _QUESTIONS.items()}
            answers["checks"], notes = _checks(connection)
    except connection.Error as error:
        raise CannotRead(f"{address}: {error.args[-1]}") from error
    by_table: dict[str, Rows] = {name: _by_table(rows) for name, rows in answers.items()}
    names = [row["TABLE_NAME"] for row in answers["tables"]]
    tables = tuple(
        _table(name, {n: r.get(name, []) for n, r in by_table.items()}) for name in names
    )
    return Schema(Engine.MYSQL, address.name, tables, notes=notes)


def _asked(connection: Any, sql: str) -> list[dict[str, Any]]:
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        names = [part[0].upper() for part in cursor.description]
        return [
            dict(zip(names, (_text(value) for value in row), strict=True))
            for row in cursor.fetchall()
        ]


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _checks(connection: Any) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    for sql in (_CHECKS_MARIADB, _CHECKS_MYSQL):
        try:
            return _asked(connection, sql), ()
        except connection.Error:
            continue
    return [], ("this server does not tell its CHECK rules",)


def _by_table(rows: list[dict[str, Any]]) -> Rows:
    found: Rows = defaultdict(list)
    for row in rows:
        found[row["TABLE_NAME"]].append(row)
    return found


def _table(name: str, rows: Rows) -> Table:
    about = rows["tables"][0]
    view = "VIEW" in about["TABLE_TYPE"]
    indexes = tuple(_indexes(rows["indexes"]))
    return Table(
        name=name,
        columns=tuple(_column(row) for row in rows["columns"]),
        primary=next((each.columns for each in indexes if each.name == "PRIMARY"), ()),
        foreign_keys=tuple(_foreign_keys(rows["keys"])),
        indexes=tuple(each for each in indexes if each.name != "PRIMARY"),
        checks=tuple(Check(r["CONSTRAINT_NAME"], r["CHECK_CLAUSE"]) for r in rows["checks"]),
        comment="" if view else about["TABLE_COMMENT"] or "",
        is_view=view,
        definition=rows["views"][0]["VIEW_DEFINITION"] or "" if rows["views"] else "",
        triggers=tuple(row["TRIGGER_NAME"] for row in rows["triggers"]),
    )


def _column(row: dict[str, Any]) -> Column:
    declared = row["COLUMN_TYPE"]
    family = family_of(declared)
    extra = (row["EXTRA"] or "").upper()
    default = row["COLUMN_DEFAULT"]
    return Column(
        name=row["COLUMN_NAME"],
        type=declared,
        family=family,
        length=length_of(declared),
        digits=digits_of(declared),
        nullable=row["IS_NULLABLE"] == "YES",
        default=None if default in {None, "NULL"} else str(default),
        comment=row["COLUMN_COMMENT"] or "",
        values=values_of(declared) if family in {Family.ENUM, Family.SET} else (),
        generated="GENERATED" in extra and "DEFAULT_GENERATED" not in extra,
        automatic="AUTO_INCREMENT" in extra,
    )


def _indexes(rows: list[dict[str, Any]]) -> Iterator[Index]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["INDEX_NAME"]].append(row)
    for name, parts in found.items():
        if all(part["COLUMN_NAME"] for part in parts):
            unique = not int(parts[0]["NON_UNIQUE"])
            yield Index(name, tuple(part["COLUMN_NAME"] for part in parts), unique)


def _foreign_keys(rows: list[dict[str, Any]]) -> Iterator[ForeignKey]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["CONSTRAINT_NAME"]].append(row)
    for parts in found.values():
        yield ForeignKey(
            columns=tuple(part["COLUMN_NAME"] for part in parts),
            table=parts[0]["REFERENCED_TABLE_NAME"],
            to_columns=tuple(part["REFERENCED_COLUMN_NAME"] for part in parts),
            on_delete=parts[0]["DELETE_RULE"],
        )
