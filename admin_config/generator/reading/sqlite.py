"""Reads the schema of a SQLite file, which stays unchanged."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from admin_config.generator.reading.address import Address, CannotRead
from admin_config.generator.reading.checks import checks_in
from admin_config.generator.reading.remarks import remarks_in
from admin_config.generator.reading.schema import Column, Engine, ForeignKey, Index, Schema, Table
from admin_config.generator.reading.types import digits_of, family_of, length_of

_KEPT_BY_SQLITE = re.compile(r"^sqlite_", re.IGNORECASE)
#: How PRAGMA table_xinfo marks computed columns: virtual and stored ones.
_COMPUTED = (2, 3)
_HIDDEN = 1


def connect(address: Address) -> sqlite3.Connection:
    """Return a connection that cannot write."""
    if not Path(address.name).is_file():
        raise CannotRead(f"there is no file {address.name}")
    found = sqlite3.connect(f"file:{quote(address.name)}?mode=ro", uri=True)
    found.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return found


def read(address: Address) -> Schema:
    """Return the schema of the file."""
    try:
        with closing(connect(address)) as connection:
            return Schema(Engine.SQLITE, Path(address.name).stem, tuple(_tables(connection)))
    except sqlite3.DatabaseError as error:
        raise CannotRead(f"{address.name}: {error}") from error


def _tables(connection: sqlite3.Connection) -> Iterator[Table]:
    triggers: dict[str, list[str]] = {}
    for name, table in connection.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    ):
        triggers.setdefault(table, []).append(name)
    kinds = {row[1]: row[2] for row in connection.execute("PRAGMA table_list")}
    rows = connection.execute(
        "SELECT name, type, coalesce(sql, '') FROM sqlite_master "
        "WHERE type IN ('table', 'view') ORDER BY rowid"
    ).fetchall()
    for name, kind, sql in rows:
        if _KEPT_BY_SQLITE.match(name) or kinds.get(name) == "shadow":
            continue
        view = kind == "view"
        remarks = remarks_in(sql)
        yield Table(
            name=name,
            columns=tuple(_columns(connection, name, remarks.columns)),
            primary=() if view else _primary(connection, name),
            foreign_keys=() if view else tuple(_foreign_keys(connection, name)),
            indexes=() if view else tuple(_indexes(connection, name)),
            checks=() if view else checks_in(sql),
            comment=remarks.table,
            is_view=view,
            definition=sql if view else "",
            triggers=tuple(triggers.get(name, ())),
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _info(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    try:
        return connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    except sqlite3.OperationalError:
        return []  # a view over a table that is gone


def _columns(
    connection: sqlite3.Connection, table: str, remarks: dict[str, str]
) -> Iterator[Column]:
    keyed = _primary(connection, table)
    for _place, name, declared, required, default, _key, hidden in _info(connection, table):
        if hidden == _HIDDEN:
            continue
        type_ = re.sub(r"(?i)\s*generated always\s*$", "", str(declared or ""))
        yield Column(
            name=str(name),
            type=type_,
            family=family_of(type_),
            length=length_of(type_),
            digits=digits_of(type_),
            nullable=not required and str(name) not in keyed,
            default=None if default is None else str(default),
            comment=remarks.get(str(name).casefold(), ""),
            generated=hidden in _COMPUTED,
            automatic=keyed == (name,) and type_.strip().upper() == "INTEGER",
        )


def _primary(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    keyed = [(row[5], str(row[1])) for row in _info(connection, table) if row[5]]
    return tuple(name for _place, name in sorted(keyed))


def _foreign_keys(connection: sqlite3.Connection, table: str) -> Iterator[ForeignKey]:
    found: dict[int, list[tuple[object, ...]]] = {}
    for row in connection.execute(f"PRAGMA foreign_key_list({_quoted(table)})"):
        found.setdefault(row[0], []).append(row)
    for rows in sorted(found.values(), key=lambda each: -int(str(each[0][0]))):
        target = str(rows[0][2])
        named = tuple(str(row[4]) for row in rows if row[4])
        yield ForeignKey(
            columns=tuple(str(row[3]) for row in rows),
            table=target,
            to_columns=named or _primary(connection, target),
            on_delete=str(rows[0][6]),
        )


def _indexes(connection: sqlite3.Connection, table: str) -> Iterator[Index]:
    for row in connection.execute(f"PRAGMA index_list({_quoted(table)})").fetchall():
        _place, name, unique, origin, partial = row[:5]
        if origin == "pk":
            continue
        columns = [each[2] for each in connection.execute(f"PRAGMA index_info({_quoted(name)})")]
        if all(columns):
            yield Index(name, tuple(columns), bool(unique) and not partial)
