"""The start-up check of MariaDB: version, isolation, character set and strictness."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

LEAST_VERSION = (10, 6)
STRICT = frozenset({"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES"})


def register() -> None:
    """Add the check to those that `migrate` and `check --database` run."""
    checks.register(checks.Tags.database)(check_mariadb)


def check_mariadb(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """Return an error for everything by which a MariaDB would lose, mix up or cut data."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "mysql":
            found += _faults(connection)
    return found


def _faults(connection: Any) -> list[checks.CheckMessage]:
    if not connection.mysql_is_mariadb or connection.mysql_version < LEAST_VERSION:
        return [
            _error(
                "E001",
                f"The database server is {connection.mysql_server_info}, not MariaDB 10.6+.",
                "Point DATABASE_URL at a MariaDB 10.6 or newer.",
            )
        ]
    facts = _session_facts(connection)
    return [
        *_isolation_fault(facts["isolation"]),
        *_charset_faults(facts["connection"], facts["database"]),
        *_mode_fault(facts["mode"]),
    ]


def _session_facts(connection: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT @@tx_isolation, @@character_set_connection, @@character_set_database, "
            "@@sql_mode"
        )
        names = ("isolation", "connection", "database", "mode")
        return dict(zip(names, map(str, cursor.fetchone()), strict=True))


def _isolation_fault(isolation: str) -> list[checks.CheckMessage]:
    if isolation == "READ-COMMITTED":
        return []
    return [
        _error(
            "E002",
            f"Transactions run with {isolation}; two writers would deadlock.",
            "Remove isolation_level from the query part of DATABASE_URL.",
        )
    ]


def _charset_faults(session: str, database: str) -> list[checks.CheckMessage]:
    faults: list[checks.CheckMessage] = []
    if session != "utf8mb4":
        faults.append(
            _error(
                "E003",
                f"The connection speaks {session}; some characters cannot be stored.",
                "Remove charset from the query part of DATABASE_URL.",
            )
        )
    if database != "utf8mb4":
        faults.append(
            _error(
                "E004",
                f"The database was made with {database}; new tables would not hold all text.",
                "ALTER DATABASE <name> CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
            )
        )
    return faults


def _mode_fault(mode: str) -> list[checks.CheckMessage]:
    if STRICT & set(mode.split(",")):
        return []
    return [
        _error(
            "E005",
            "The server is not strict: values that do not fit would be cut without a word.",
            "Remove init_command and sql_mode from the query part of DATABASE_URL.",
        )
    ]


def _error(number: str, message: str, hint: str) -> checks.Error:
    return checks.Error(message, hint=hint, id=f"operations.{number}")
