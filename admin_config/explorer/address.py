"""From the address of a database to a connection that cannot write, and to one that may."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from admin_config.generator.reading import Address, CannotRead, Engine

#: Seconds for any statement that has no limit of its own.
STATEMENT_TIME = 20


def address_of(typed: str) -> str:
    """Return what was typed as a URL: a plain path is an SQLite file."""
    if "://" in typed:
        return typed
    path = Path(typed).expanduser()
    if not path.is_file():
        raise CannotRead(f"there is no file {path}")
    return f"sqlite://{quote(str(path.resolve()))}"


#: Seconds that a write waits for a row that somebody else holds.
LOCK_TIME = 5


def connection_settings(address: Address, *, writing: bool = False) -> dict[str, Any]:
    """Return Django's settings of the database at an address; its sessions cannot write.

    With ``writing`` they can: that connection is opened by nothing but the change of a row.
    """
    make = _sqlite if address.engine is Engine.SQLITE else _server
    found = make(address, writing)
    # limits of time are set on the connection that reads; this one brings its own
    return {**found, "TIME_LIMIT": not writing}


def _server(address: Address, writing: bool) -> dict[str, Any]:
    make = _mariadb if address.engine is Engine.MYSQL else _postgres
    engine, options = make(address, writing)
    return {
        "ENGINE": engine,
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": str(address.port or ""),
        "OPTIONS": options,
    }


def _sqlite(address: Address, writing: bool) -> dict[str, Any]:
    # declared types are not believed: values come as they are stored
    options: dict[str, Any] = {"timeout": LOCK_TIME, "detect_types": 0}
    if writing:
        options |= {"transaction_mode": "IMMEDIATE"}
    else:
        options |= {"init_command": "PRAGMA query_only=ON;"}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(address.name)}?mode={'rw' if writing else 'ro'}",
        "OPTIONS": options,
    }


#: What does not fit is refused and never bent until it does.
_STRICT = (
    "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES'), "
    f"SESSION innodb_lock_wait_timeout = {LOCK_TIME}"
)


def _mariadb(address: Address, writing: bool) -> tuple[str, dict[str, Any]]:
    options: dict[str, Any] = {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "conv": _conversions(),
        "init_command": _STRICT if writing else "SET SESSION TRANSACTION READ ONLY",
    }
    if address.option("unix_socket"):
        options["unix_socket"] = address.option("unix_socket")
    return "django.db.backends.mysql", options


def _conversions() -> dict[Any, Any]:
    """Return the driver's conversions without those of days and times, which zero dates break."""
    from django.db.backends.mysql.base import django_conversions
    from MySQLdb.constants import FIELD_TYPE  # type: ignore[import-untyped]

    as_text = (
        FIELD_TYPE.TIME,
        FIELD_TYPE.DATE,
        FIELD_TYPE.DATETIME,
        FIELD_TYPE.TIMESTAMP,
    )
    return {kind: how for kind, how in django_conversions.items() if kind not in as_text}


def _postgres(address: Address, writing: bool) -> tuple[str, dict[str, Any]]:
    words = [f"statement_timeout={STATEMENT_TIME * 1000}"]
    words += [f'search_path="{address.option("schema", "public")}"']
    words += [f"lock_timeout={LOCK_TIME * 1000}"]
    words += [] if writing else ["default_transaction_read_only=on"]
    said = " ".join(f"-c {word}" for word in words)
    return "django.db.backends.postgresql", {"options": said}
