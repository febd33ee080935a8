"""The benchmark's own MariaDB databases, one per size, filled once and kept."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

DEFAULT_URL = "mysql://root@localhost/bench?unix_socket=/run/mysqld/mysqld.sock"


def database_url(rows: int | str) -> str:
    """Return the URL of the database that holds so many sales, or has such a name."""
    parts = urlsplit(os.environ.get("BENCH_MARIADB_URL", DEFAULT_URL))
    return urlunsplit(parts._replace(path=f"{parts.path}_{rows}"))


def create_if_missing() -> None:
    """Create the configured database; its tables come with ``migrate``."""
    import MySQLdb
    from django.conf import settings

    wanted = settings.DATABASES["default"]
    options = {"user": wanted["USER"], "passwd": wanted["PASSWORD"], "host": wanted["HOST"]}
    if wanted["OPTIONS"].get("unix_socket"):
        options["unix_socket"] = wanted["OPTIONS"]["unix_socket"]
    server = MySQLdb.connect(**{key: value for key, value in options.items() if value})
    name = "".join(c for c in wanted["NAME"] if c.isalnum() or c == "_")
    server.cursor().execute(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4")
    server.close()
