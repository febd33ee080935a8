"""The house's own database: whether a URL means it, and which of its tables are the house's."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from pathlib import Path

from django.db import connection

from admin_config.generator.reading.address import Address, CannotRead, parse_address
from admin_config.generator.reading.samples import connect
from admin_config.generator.reading.schema import Engine, Schema

#: Made by migrations of libraries beside the tables of models.
_OF_LIBRARIES = frozenset({"django_migrations", "auditlog_logentry"})
_WHICH = "SELECT CONCAT_WS('/', @@hostname, @@port, @@datadir, DATABASE())"
_FEW = 5
_ENGINES = {"sqlite": Engine.SQLITE, "mysql": Engine.MYSQL}


def check_is_own(url: str) -> None:
    """Refuse, by ``CannotRead``, a database that is not the one the console runs on."""
    address = parse_address(url)
    if _ENGINES.get(connection.vendor) is not address.engine or not _is_the_same(address):
        raise CannotRead(
            f"{address} is not the database of this console: with --unmanaged the rows stay where "
            "they are, so set DATABASE_URL to it, or take its tables over with --managed"
        )
    _check_is_whole()


def _check_is_whole() -> None:
    """Refuse a SQLite file with rows that point nowhere: no migration runs on it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchmany(_FEW)
    if broken:
        told = ", ".join(
            f"{table} row {row} (no such {target})" for table, row, target, _ in broken
        )
        raise CannotRead(f"rows point to others that are not there, mend them first: {told}")


def _is_the_same(address: Address) -> bool:
    own = connection.settings_dict["NAME"]
    if address.engine is Engine.SQLITE:
        return Path(str(own)).resolve() == Path(address.name).resolve()
    with closing(connect(address)) as other, closing(other.cursor()) as cursor:
        cursor.execute(_WHICH)
        ((theirs,),) = cursor.fetchall()
    with connection.cursor() as cursor:
        cursor.execute(_WHICH)
        ((ours,),) = cursor.fetchall()
    return bool(theirs == ours)


def without_own_tables(schema: Schema) -> Schema:
    """Return the schema without the tables of the house."""
    own = {*connection.introspection.django_table_names(include_views=True), *_OF_LIBRARIES}
    names = {name.casefold() for name in own}
    kept = tuple(table for table in schema.tables if table.name.casefold() not in names)
    return dataclasses.replace(schema, tables=kept)


def count_here(sql: str) -> int:
    """Return the one number that a question to the house's database is answered with."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        ((found,),) = cursor.fetchall()
    return int(found)
