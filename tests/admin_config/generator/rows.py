"""Makes a SQLite file of a written-down schema, with rows whose relations are whole."""

from __future__ import annotations

import random
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).with_name("schemas")
FEWEST, MOST = 15, 120


def made(name: str, folder: Path) -> str:
    """Return the URL of a new SQLite file with the schema and its rows."""
    file = folder / f"{name}.sqlite3"
    truth = tomllib.loads((SCHEMAS / name / "truth.toml").read_text(encoding="utf-8"))
    sql = (SCHEMAS / name / "schema.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)
        Filling(connection, truth).fill(random.Random(name))  # noqa: S311 - made-up rows
        connection.commit()
    return f"sqlite:///{file}"


class Filling:
    """Fills tables so that each value of a relation stands in the table it points to."""

    def __init__(self, connection: sqlite3.Connection, truth: dict[str, Any]) -> None:
        """Take an empty database and what is true of it."""
        self.connection = connection
        self.relations: dict[str, str] = truth["relations"]
        self.choices: dict[str, dict[str, str]] = truth.get("choices", {})
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = [name for (name,) in names if not name.startswith("sqlite_")]
        self.columns = {
            table: connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            for table in self.tables
        }
        self.keys: dict[str, list[Any]] = {}

    def key(self, table: str) -> str:
        """Return the column by which the table is pointed to."""
        keyed = [row[1] for row in self.columns[table] if row[5]]
        return keyed[0] if len(keyed) == 1 else "id"

    def fill(self, chance: random.Random) -> None:
        """Make up the keys of all tables, then their rows."""
        for table in self.tables:
            count = chance.randint(FEWEST, MOST)
            numbers = sorted(chance.sample(range(1, count * 2), count))
            declared = {row[1]: row[2].upper() for row in self.columns[table]}
            worded = "INT" not in declared.get(self.key(table), "INT")
            self.keys[table] = [f"{table}-{n}" if worded else n for n in numbers]
        for table in self.tables:
            for number, key in enumerate(self.keys[table]):
                self.insert(table, number, key, chance)
        for _again in range(3):
            for place, target in self.relations.items():
                self.mend(place, target)

    def mend(self, place: str, target: str) -> None:
        """Take away rows that point to a row which was left out."""
        table, column = place.split(".")
        if "+" not in column:
            self.connection.execute(
                f'DELETE FROM "{table}" WHERE "{column}" NOT IN '  # noqa: S608 - our own names
                f'(SELECT "{self.key(target)}" FROM "{target}")'
            )

    def insert(self, table: str, number: int, key: Any, chance: random.Random) -> None:
        """Insert one row; one that is there already in what is unique is left out."""
        names = [row[1] for row in self.columns[table]]
        values = [
            key
            if name == self.key(table) and f"{table}.{name}" not in self.relations
            else self.value(table, name, declared, number, chance)
            for _place, name, declared, *_rest in self.columns[table]
        ]
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self.connection.execute(
            f'INSERT OR IGNORE INTO "{table}" ({quoted}) VALUES ({marks})',  # noqa: S608
            values,
        )

    def value(
        self, table: str, name: str, declared: str, number: int, chance: random.Random
    ) -> Any:
        """Return a value that the column could have."""
        place = f"{table}.{name}"
        if place in self.relations:
            return chance.choice(self.keys[self.relations[place]])
        if place in self.choices:
            return chance.choice(list(self.choices[place]))
        return self.plain(name, declared.upper(), number, chance)

    def plain(self, name: str, sort: str, number: int, chance: random.Random) -> Any:
        """Return a value of a column that points nowhere."""
        if "BOOL" in sort or name.startswith(("is_", "has_")):
            return chance.randint(0, 1)
        if "INT" in sort:
            return number if name.endswith(("id", "no", "code")) else chance.randint(0, 40)
        if any(word in sort for word in ("NUM", "DEC", "FLOAT", "DOUBLE", "REAL")):
            return chance.randint(0, 99_999) / 100
        if "DATE" in sort or "TIMESTAMP" in sort:
            return f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d} 08:30:00"
        return f"{name}{number}@example.com" if "mail" in name else f"{name} {number}"
