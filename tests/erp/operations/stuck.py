"""A database in which saving a brand never ends, so that a server can be killed in the middle."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

#: Looks in a row at which the lock must be held: a short transaction is not mistaken for it.
_LOOKS = 10


class StuckSqlite:
    """The embedded database; a trigger counts to infinity once the row is written."""

    def __init__(self, data_dir: Path) -> None:
        """Use the file in the data folder."""
        self.path = data_dir / "countinghouse.sqlite3"
        self.environment: dict[str, str] = {}
        self._held = 0

    def ask(self, *statements: str) -> list[Any]:
        """Run statements on a connection of their own; return the last one's rows."""
        connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            return [connection.execute(statement).fetchall() for statement in statements][-1]
        finally:
            connection.close()

    def hang(self) -> None:
        """Let the next save of a brand stay in its transaction for ever."""
        self.ask(
            "CREATE VIEW forever AS WITH RECURSIVE c(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) AS n FROM c",
            "CREATE TRIGGER hang AFTER INSERT ON catalog_brand BEGIN SELECT n FROM forever; END",
        )

    def is_hanging(self) -> bool:
        """Tell whether somebody stays in a writing transaction."""
        connection = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self._held += 1
        else:
            connection.execute("ROLLBACK")
            self._held = 0
        finally:
            connection.close()
        return self._held >= _LOOKS

    def release(self) -> None:
        """Let brands be saved again."""
        self.ask("DROP TRIGGER hang", "DROP VIEW forever")

    def remove(self) -> None:
        """Leave the file to the folder it lies in."""


class StuckMariadb:
    """A MariaDB of its own beside the one under test; a trigger sleeps once the row is written."""

    def __init__(self, url: str) -> None:
        """Create the database."""
        import MySQLdb

        parts = urlsplit(url)
        self.name = f"{parts.path.strip('/')}_killed"
        socket = parse_qs(parts.query).get("unix_socket")
        self._options: dict[str, Any] = {"user": parts.username or "root"}
        if parts.password:
            self._options["passwd"] = parts.password
        if socket:
            self._options["unix_socket"] = socket[0]
        else:
            self._options |= {"host": parts.hostname or "127.0.0.1", "port": parts.port or 3306}
        self._connect = MySQLdb.connect
        self.environment = {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{self.name}"))}
        self.remove()
        self._run("", f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4")

    def _run(self, database: str, *statements: str) -> list[Any]:
        connection = self._connect(**self._options, db=database, autocommit=True)
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall())
        finally:
            connection.close()

    def ask(self, *statements: str) -> list[Any]:
        """Run statements on a connection of their own; return the last one's rows."""
        return self._run(self.name, *statements)

    def hang(self) -> None:
        """Let the next save of a brand stay in its transaction."""
        self.ask("CREATE TRIGGER hang AFTER INSERT ON catalog_brand FOR EACH ROW DO SLEEP(3600)")

    def _sleeping(self) -> list[Any]:
        return self.ask(
            "SELECT id FROM information_schema.processlist"  # noqa: S608 - our own name
            f" WHERE db = '{self.name}' AND state = 'User sleep'"
        )

    def is_hanging(self) -> bool:
        """Tell whether a save sleeps."""
        return bool(self._sleeping())

    def release(self) -> None:
        """Do what the server does once it notices that the client is gone; end the hanging."""
        for (key,) in self._sleeping():
            self.ask(f"KILL {key}")
        self.ask("DROP TRIGGER hang")

    def remove(self) -> None:
        """Drop the database."""
        self._run("", f"DROP DATABASE IF EXISTS {self.name}")


def stuck_database(data_dir: Path) -> StuckSqlite | StuckMariadb:
    """Return the kind of database that this run of the tests is about."""
    url = os.environ.get("DATABASE_URL", "")
    return StuckMariadb(url) if url.startswith("mysql") else StuckSqlite(data_dir)
