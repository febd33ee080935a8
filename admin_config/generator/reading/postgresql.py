"""Reads one schema of a PostgreSQL database: ``public``, or the one named by ``?schema=``."""

from __future__ import annotations

import importlib
from collections import defaultdict
from contextlib import closing
from typing import Any

from admin_config.generator.reading.address import Address, CannotRead
from admin_config.generator.reading.schema import (
    Check,
    Column,
    Engine,
    EnumType,
    Family,
    ForeignKey,
    Index,
    Schema,
    Table,
)
from admin_config.generator.reading.types import digits_of, family_of, length_of

_RULES = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
_IN_SCHEMA = "JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = %s"
#: Partitions are left out: their parent stands for them.
_TABLES = f"""
    SELECT c.oid, c.relname AS name, c.relkind::text AS kind,
        coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
        CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) ELSE '' END AS definition
    FROM pg_class c {_IN_SCHEMA}
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition ORDER BY c.relname
"""
_COLUMNS = f"""
    SELECT c.oid, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
        t.typtype::text AS sort, t.typname AS typename,
        format_type(t.typbasetype, t.typtypmod) AS base,
        NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS preset,
        coalesce(col_description(c.oid, a.attnum), '') AS comment,
        a.attgenerated::text <> '' AS generated, a.attidentity::text <> '' AS identity
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid {_IN_SCHEMA}
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid, a.attnum
"""
_INDEXES = f"""
    SELECT c.oid, i.relname AS name, x.indisprimary AS main,
        x.indisunique AND x.indpred IS NULL AS is_unique,
        ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, place)
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n
            WHERE k.place <= x.indnkeyatts ORDER BY k.place) AS columns
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid {_IN_SCHEMA}
    JOIN pg_class i ON i.oid = x.indexrelid ORDER BY i.relname
"""
_NAMES = (
    "ARRAY(SELECT a.attname::text FROM unnest({keys}) WITH ORDINALITY k(n, place) "
    "JOIN pg_attribute a ON a.attrelid = {of} AND a.attnum = k.n ORDER BY k.place)"
)
_CONSTRAINTS = f"""
    SELECT c.oid, r.conname AS name, r.contype::text AS kind, f.relname AS target,
        r.confdeltype::text AS rule, pg_get_constraintdef(r.oid) AS text,
        {_NAMES.format(keys="r.conkey", of="r.conrelid")} AS columns,
        {_NAMES.format(keys="r.confkey", of="r.confrelid")} AS to_columns
    FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid {_IN_SCHEMA}
    LEFT JOIN pg_class f ON f.oid = r.confrelid
    WHERE r.contype IN ('c', 'f') ORDER BY r.conname
"""
_ENUMS = """
    SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname ORDER BY t.typname
"""
_TRIGGERS = f"""
    SELECT c.oid, g.tgname AS name FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    {_IN_SCHEMA} WHERE NOT g.tgisinternal ORDER BY g.tgname
"""


def connect(address: Address) -> Any:
    """Return a connection that cannot write."""
    try:
        driver: Any = importlib.import_module("psycopg")
    except ImportError:
        raise CannotRead("to read PostgreSQL: pip install 'psycopg[binary]'") from None
    words: dict[str, Any] = {"host": address.host, "port": address.port, "user": address.user}
    words |= {"password": address.password, "dbname": address.name}
    try:
        found = driver.connect(
            **{word: value for word, value in words.items() if value}, connect_timeout=10
        )
        found.read_only = True
    except driver.Error as error:
        raise CannotRead(f"{address}: {str(error).strip().splitlines()[0]}") from error
    return found


def read(address: Address) -> Schema:
    """Return the schema of the database."""
    schema = address.option("schema", "public")
    with closing(connect(address)) as connection:
        tables = _asked(connection, _TABLES, schema)
        parts = {
            name: _by_table(_asked(connection, sql, schema))
            for name, sql in (
                ("columns", _COLUMNS),
                ("indexes", _INDEXES),
                ("constraints", _CONSTRAINTS),
                ("triggers", _TRIGGERS),
            )
        }
        enums = {row["name"]: tuple(row["values"]) for row in _asked(connection, _ENUMS)}
    found = tuple(
        _table(row, {name: rows[row["oid"]] for name, rows in parts.items()}, enums)
        for row in tables
    )
    types = tuple(EnumType(name, values) for name, values in enums.items())
    return Schema(Engine.POSTGRESQL, address.name, found, types)


def _asked(connection: Any, sql: str, *values: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        names = [part.name for part in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by_table(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["oid"]].append(row)
    return found


def _table(
    about: dict[str, Any], rows: dict[str, list[dict[str, Any]]], enums: dict[str, tuple[str, ...]]
) -> Table:
    main = [row["columns"] for row in rows["indexes"] if row["main"]]
    return Table(
        name=about["name"],
        columns=tuple(_column(row, enums) for row in rows["columns"]),
        primary=tuple(main[0]) if main else (),
        foreign_keys=tuple(_foreign_key(r) for r in rows["constraints"] if r["kind"] == "f"),
        indexes=tuple(
            Index(row["name"], tuple(row["columns"]), row["is_unique"])
            for row in rows["indexes"]
            if not row["main"] and all(row["columns"])
        ),
        checks=tuple(Check(r["name"], r["text"]) for r in rows["constraints"] if r["kind"] == "c"),
        comment=about["comment"],
        is_view=about["kind"] in {"v", "m"},
        definition=about["definition"],
        triggers=tuple(row["name"] for row in rows["triggers"]),
    )


def _column(row: dict[str, Any], enums: dict[str, tuple[str, ...]]) -> Column:
    declared = row["base"] if row["sort"] == "d" else row["type"]
    preset = row["preset"]
    automatic = row["identity"] or (preset or "").startswith("nextval(")
    return Column(
        name=row["name"],
        type=row["type"],
        family=Family.ENUM if row["sort"] == "e" else family_of(declared),
        length=length_of(declared),
        digits=digits_of(declared),
        nullable=row["nullable"],
        default=None if automatic or row["generated"] else preset,
        comment=row["comment"],
        values=enums.get(row["typename"], ()) if row["sort"] == "e" else (),
        generated=row["generated"],
        automatic=automatic,
    )


def _foreign_key(row: dict[str, Any]) -> ForeignKey:
    return ForeignKey(
        columns=tuple(row["columns"]),
        table=row["target"],
        to_columns=tuple(row["to_columns"]),
        on_delete=_RULES.get(row["rule"], ""),
    )
