"""The clinic: a database as strange as any, of the kind that this run of the tests is about."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

_HERE = Path(__file__).parent


class SqliteClinic:
    """The clinic in a file."""

    #: Of a list that has more pages than one.
    long_list = "event_log"
    tables = 10
    views = 1

    def __init__(self, folder: Path) -> None:
        """Make it."""
        self.path = folder / "clinic.sqlite3"
        with closing(sqlite3.connect(self.path)) as made:
            made.executescript((_HERE / "clinic_sqlite.sql").read_text(encoding="utf-8"))
        self.url = f"sqlite://{self.path}"

    def state(self) -> Any:
        """Return what changes with every change: the file itself, and what lies beside it."""
        beside = sorted(path.name for path in self.path.parent.glob("clinic.sqlite3*"))
        return hashlib.sha256(self.path.read_bytes()).hexdigest(), beside

    def remove(self) -> None:
        """Leave it: its folder goes with the test."""


class MariadbClinic:
    """The clinic on a server, where the account that explores it may do everything."""

    long_list = "event_log"
    tables = 33
    views = 2

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

    def state(self) -> Any:
        """Return the checksum of every table."""
        names = [row[0] for row in self._ask(self.name, "SHOW FULL TABLES")]
        listed = ", ".join(f"`{name}`" for name in names)
        return sorted(map(str, self._ask(self.name, f"CHECKSUM TABLE {listed}")))

    def remove(self) -> None:
        """Drop it."""
        self._ask("", f"DROP DATABASE IF EXISTS {self.name}")


def make_clinic(folder: Path) -> SqliteClinic | MariadbClinic:
    """Return the clinic in the kind of database that this run is about."""
    url = os.environ.get("DATABASE_URL", "")
    return MariadbClinic(url) if url.startswith("mysql") else SqliteClinic(folder)
