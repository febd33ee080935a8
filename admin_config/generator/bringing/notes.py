"""What was brought so far: places, numbers given, and what was refused, in a file of its own."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS lead (operation INTEGER);
CREATE TABLE IF NOT EXISTS step (
  name TEXT PRIMARY KEY, place TEXT, done INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0, written INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS number (
  model TEXT, sort TEXT, key TEXT, number INTEGER, PRIMARY KEY (model, sort, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS later (
  id INTEGER PRIMARY KEY, model TEXT, number INTEGER, field TEXT, target TEXT, place TEXT
);
CREATE TABLE IF NOT EXISTS gone (
  id INTEGER PRIMARY KEY, model TEXT, number INTEGER, place TEXT
);
CREATE TABLE IF NOT EXISTS complaint (
  id INTEGER PRIMARY KEY, name TEXT, key TEXT, column_ TEXT, value TEXT, why TEXT, refused INTEGER
);
"""
_FIGURES = ("read", "written", "refused", "deleted")
_LONGEST_VALUE = 200
_BATCH = 500


@dataclass(frozen=True)
class Complaint:
    """What does not fit: where it stands, what it is, and whether the row was refused for it."""

    key: str
    column: str
    value: str
    why: str
    refused: bool = True


@dataclass
class Figures:
    """How many rows of one table were read, and what became of them."""

    read: int = 0
    written: int = 0
    refused: int = 0
    #: Of those written, how many lie in the trash.
    deleted: int = 0


class Notes:
    """The file: whoever is stopped goes on from what stands in it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def forget(self) -> None:
        """Begin anew."""
        for table in ("lead", "step", "number", "later", "gone", "complaint"):
            self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    @property
    def lead(self) -> int | None:
        """Return the number of the operation that all of it belongs to."""
        found = self.connection.execute("SELECT operation FROM lead").fetchone()
        return found[0] if found else None

    def begin(self, operation: int) -> None:
        """Note the operation that all of it belongs to."""
        self.connection.execute("INSERT INTO lead VALUES (?)", (operation,))

    def place_of(self, step: str) -> tuple[tuple[Any, ...] | None, bool]:
        """Return the place that a step reached, and whether it came to its end."""
        sql = "SELECT place, done FROM step WHERE name = ?"
        place, done = self.connection.execute(sql, (step,)).fetchone() or (None, 0)
        return (tuple(json.loads(place)) if place else None), bool(done)

    def figures_of(self, step: str) -> Figures:
        """Return what came of the rows of a step so far."""
        sql = f"SELECT {', '.join(_FIGURES)} FROM step WHERE name = ?"  # noqa: S608 - our own names
        return Figures(*(self.connection.execute(sql, (step,)).fetchone() or ()))

    def steps(self) -> list[str]:
        """Return the steps that were begun, in their order."""
        return [name for (name,) in self.connection.execute("SELECT name FROM step ORDER BY rowid")]

    def reached(
        self, step: str, place: tuple[Any, ...], came: Figures, complaints: Iterable[Complaint]
    ) -> None:
        """Note that a step got so far, and what came of these rows: all of it or nothing."""
        values = [getattr(came, name) for name in _FIGURES]
        sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _FIGURES)
        sql = (
            f"INSERT INTO step (name, place, {', '.join(_FIGURES)}) "  # noqa: S608 - our own names
            f"VALUES (?, ?, ?, ?, ?, ?) "
            f"ON CONFLICT (name) DO UPDATE SET place = excluded.place, {sums}"
        )
        self.connection.execute("BEGIN")
        self.connection.execute(sql, (step, json.dumps(place, default=str), *values))
        self._complain(step, complaints)
        self.connection.execute("COMMIT")

    def complain(self, step: str, complaints: Iterable[Complaint]) -> None:
        """Note what does not fit besides any row that is being read."""
        self.connection.execute("BEGIN")
        self._complain(step, complaints)
        self.connection.execute("COMMIT")

    def _complain(self, step: str, complaints: Iterable[Complaint]) -> None:
        self.connection.executemany(
            "INSERT INTO complaint (name, key, column_, value, why, refused) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                (step, each.key, each.column, _shown(each.value), each.why, each.refused)
                for each in complaints
            ),
        )

    def finish(self, step: str) -> None:
        """Note that a step came to its end."""
        sql = "INSERT INTO step (name, done) VALUES (?, 1) ON CONFLICT DO UPDATE SET done = 1"
        self.connection.execute(sql, (step,))

    def number(self, model: str, sort: str, numbers: Iterable[tuple[str, int]]) -> None:
        """Note by which number a row is known here that has another key there."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT OR IGNORE INTO number VALUES (?, ?, ?, ?)",
            ((model, sort, key, number) for key, number in numbers),
        )
        self.connection.execute("COMMIT")

    def numbers_of(self, model: str, sort: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those keys that have one."""
        found: dict[str, int] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(some))
            sql = (
                f"SELECT key, number FROM number WHERE model = ? AND sort = ? AND key IN ({marks})"  # noqa: S608
            )
            found |= dict(self.connection.execute(sql, (model, sort, *some)))
        return found

    def highest(self, model: str, sort: str) -> int:
        """Return the highest number given so far."""
        sql = "SELECT MAX(number) FROM number WHERE model = ? AND sort = ?"
        return self.connection.execute(sql, (model, sort)).fetchone()[0] or 0

    def put_off(self, model: str, links: Iterable[tuple[int, str, str, str]]) -> None:
        """Note links to rows that were not there yet: record, field, target, key of the row."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO later (model, number, field, target, place) VALUES (?, ?, ?, ?, ?)",
            ((model, *link) for link in links),
        )
        self.connection.execute("COMMIT")

    def put_off_links(
        self, model: str, after: int, most: int
    ) -> list[tuple[int, int, str, str, str]]:
        """Return links that were put off, behind one of them."""
        sql = (
            "SELECT id, number, field, target, place FROM later WHERE model = ? AND id > ? "
            "ORDER BY id LIMIT ?"
        )
        return list(self.connection.execute(sql, (model, after, most)))

    def note_gone(self, model: str, rows: Iterable[tuple[int, str]]) -> None:
        """Note which records count as deleted where they come from: number, key of the row."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO gone (model, number, place) VALUES (?, ?, ?)",
            ((model, *row) for row in rows),
        )
        self.connection.execute("COMMIT")

    def gone(self, model: str, after: int, most: int) -> list[tuple[int, int, str]]:
        """Return records that count as deleted, behind one of them."""
        sql = "SELECT id, number, place FROM gone WHERE model = ? AND id > ? ORDER BY id LIMIT ?"
        return list(self.connection.execute(sql, (model, after, most)))

    def put_away(self, step: str, count: int) -> None:
        """Note how many records of a step went into the trash."""
        sql = "UPDATE step SET deleted = ? WHERE name = ?"
        self.connection.execute(sql, (count, step))

    def complaints(self, step: str = "", most: int = -1) -> Iterator[tuple[str, Complaint]]:
        """Yield what did not fit, with the table it stands in, of one table or of all."""
        sql = (
            "SELECT name, key, column_, value, why, refused FROM complaint "
            "WHERE ? IN ('', name) ORDER BY id LIMIT ?"
        )
        for name, key, column, value, why, refused in self.connection.execute(sql, (step, most)):
            yield name, Complaint(key, column, value, why, refused=bool(refused))

    def complaints_to(self, path: Path) -> int:
        """Write all that did not fit into a file that every spreadsheet opens; return how many."""
        count = 0
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(("table", "key", "column", "value", "why", "row"))
            for table, each in self.complaints():
                count += 1
                became = "refused" if each.refused else "brought"
                row = (table, each.key, each.column, each.value, each.why, became)
                sheet.writerow([_unformulated(cell) for cell in row])
        return count


def _shown(value: str) -> str:
    """Return the beginning of a value; letters that are none are told as what they are."""
    return value[:_LONGEST_VALUE].encode("utf-8", "backslashreplace").decode("utf-8")


def _unformulated(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
