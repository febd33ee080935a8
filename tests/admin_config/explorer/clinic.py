"""The clinic: a database as strange as any, of the kind that this run of the tests is about."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from tests.admin_config.explorer.shop import TABLES, shop_sql
from tests.admin_config.generator.reading.test_postgresql import SERVER, connected

_HERE = Path(__file__).parent


class SqliteClinic:
    """The clinic in a file."""

    #: Of a list that has more pages than one.
    long_list = "event_log"
    tables = 10 + TABLES
    views = 1
    vendor = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Make it."""
        self.path = folder / "clinic.sqlite3"
        with closing(sqlite3.connect(self.path)) as made:
            made.executescript((_HERE / "clinic_sqlite.sql").read_text(encoding="utf-8"))
        self.url = f"sqlite://{self.path}"
        self.ask(*shop_sql(self.vendor))

    def ask(self, *statements: str) -> list[Any]:
        """Do this behind everybody's back and return the rows of the last statement."""
        with closing(sqlite3.connect(self.path)) as found, found:
            return [found.execute(statement).fetchall() for statement in statements][-1]

    def rows(self) -> Any:
        """Return every row: a change that was rolled back leaves its trace in the file alone."""
        with closing(sqlite3.connect(self.path)) as found:
            return list(found.iterdump())

    def state(self) -> Any:
        """Return what changes with every change: the file itself, and what lies beside it."""
        beside = sorted(path.name for path in self.path.parent.glob("clinic.sqlite3*"))
        return hashlib.sha256(self.path.read_bytes()).hexdigest(), beside

    def remove(self) -> None:
        """Leave it: its folder goes with the test."""


class MariadbClinic:
    """The clinic on a server, where the account that explores it may do everything."""

    long_list = "event_log"
    tables = 33 + TABLES
    views = 2
    vendor = "mysql"

    def __init__(self, url: str) -> None:
        """Make it beside the database of this run."""
        parts = urlsplit(url)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.name = f"test_{parts.path.lstrip('/')}_clinic_{worker}"
        self.parts = parts
        self.url = urlunsplit(parts._replace(path=f"/{self.name}"))
        self._ask("", f"DROP DATABASE IF EXISTS {self.name}")
        self._ask("", f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4")
        text = (_HERE / "clinic.sql").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("--")]
        self._ask(self.name, *"\n".join(lines).split(";\n"))
        self.ask(*shop_sql(self.vendor))

    def ask(self, *statements: str) -> list[Any]:
        """Do this behind everybody's back and return the rows of the last statement."""
        return self._ask(self.name, *statements)

    def _ask(self, name: str, *statements: str) -> list[Any]:
        import MySQLdb

        options = dict(word.split("=", 1) for word in self.parts.query.split("&") if word)
        words = {
            "host": self.parts.hostname,
            "port": self.parts.port,
            "user": unquote(self.parts.username or ""),
            "passwd": unquote(self.parts.password or ""),
            "db": name,
            "unix_socket": unquote(options.get("unix_socket", "")),
        }
        given = {word: value for word, value in words.items() if value}
        connection = MySQLdb.connect(charset="utf8mb4", autocommit=True, **given)
        with closing(connection), closing(connection.cursor()) as cursor:
            for statement in statements:
                if statement.strip(" ;\n"):
                    cursor.execute(statement.strip(" ;\n").replace("%", "%%"), ())
            return list(cursor.fetchall())

    def rows(self) -> Any:
        """Return what changes with every row."""
        return self.state()

    def state(self) -> Any:
        """Return the checksum of every table."""
        names = [row[0] for row in self._ask(self.name, "SHOW FULL TABLES")]
        listed = ", ".join(f"`{name}`" for name in names)
        return sorted(map(str, self._ask(self.name, f"CHECKSUM TABLE {listed}")))

    def remove(self) -> None:
        """Drop it."""
        self._ask("", f"DROP DATABASE IF EXISTS {self.name}")


class PostgresqlClinic:
    """The clinic on PostgreSQL, where a server runs; the account may do everything."""

    long_list = "event_log"
    tables = 10 + TABLES
    views = 2
    vendor = "postgresql"

    def __init__(self) -> None:
        """Make it beside the server's own database; skip where there is no server."""
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.name = f"test_explored_clinic_{worker}"
        self.url = urlunsplit(urlsplit(SERVER)._replace(path=f"/{self.name}"))
        connected().close()
        self._ask(SERVER, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._ask(SERVER, f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
        text = (_HERE / "clinic_postgresql.sql").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("--")]
        self.ask(*"\n".join(lines).split(";\n"), *shop_sql(self.vendor))

    def ask(self, *statements: str) -> list[Any]:
        """Do this behind everybody's back and return the rows of the last statement."""
        return self._ask(self.url, *statements)

    @staticmethod
    def _ask(url: str, *statements: str) -> list[Any]:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            for statement in filter(None, (each.strip(" ;\n") for each in statements)):
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def rows(self) -> Any:
        """Return what changes with every row."""
        return self.state()

    def state(self) -> Any:
        """Return every row of every table."""
        names = [
            row[0]
            for row in self.ask(
                "SELECT quote_ident(relname) FROM pg_class "
                "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
        ]
        return [
            (name, self.ask(f"SELECT t::text FROM {name} t ORDER BY 1"))  # noqa: S608 - quoted there
            for name in names
        ]

    def remove(self) -> None:
        """Drop it."""
        self._ask(SERVER, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


Clinic = SqliteClinic | MariadbClinic | PostgresqlClinic


def make_clinic(folder: Path, kind: str) -> Clinic:
    """Return the clinic in the kind of database that this run is about, or on PostgreSQL."""
    if kind == "postgresql":
        return PostgresqlClinic()
    url = os.environ.get("DATABASE_URL", "")
    return MariadbClinic(url) if url.startswith("mysql") else SqliteClinic(folder)
