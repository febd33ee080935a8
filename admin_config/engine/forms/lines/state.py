"""What the browser sends for a grid: one text in JSON, read strictly."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.foundation.text import is_storable_text

#: No cell holds more than this.
_LONGEST = 10_000
#: The largest key of a row that any database holds.
_LARGEST = 2**63 - 1
_ROW_KEYS = frozenset({"id", "v", "c", "t", "d"})
#: What the page shows of a row and its script does not send; without the script it comes back.
_SHOWN_KEYS = frozenset({"s", "e"})


@dataclass
class Row:
    """One row as typed: the key and version it was opened with, its cells, what is wrong."""

    key: int | None = None
    version: int | None = None
    cells: dict[str, str] = field(default_factory=dict)
    #: What relation cells read, by column: a label, or a text that stands for no record.
    texts: dict[str, str] = field(default_factory=dict)
    #: Somebody still has to choose which goods are meant.
    doubtful: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)
    record: Any = None
    changed: bool = False

    def complain(self, column: str, message: str) -> None:
        """Note what is wrong with a cell, or with the row where no column is named."""
        self.errors.setdefault(column, []).append(message)

    def as_sent(self) -> dict[str, Any]:
        """Return the row as the page holds it."""
        sent: dict[str, Any] = {"c": self.cells}
        if self.key is not None:
            sent |= {"id": self.key, "v": self.version}
        if self.texts:
            sent["t"] = self.texts
        if self.doubtful:
            sent["d"] = 1
        if self.errors:
            sent["e"] = self.errors
        return sent


@dataclass
class State:
    """All rows in order, and the keys with versions of those that were taken away."""

    rows: list[Row] = field(default_factory=list)
    gone: dict[int, int] = field(default_factory=dict)


def read_state(text: str, columns: Collection[str], most: int) -> State:
    """Return the rows that were sent; refuse what the page's own script would never send."""
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(sent, dict) or not set(sent) <= {"rows", "gone"}:
        raise _unreadable()
    rows, gone = sent.get("rows", []), sent.get("gone", [])
    if not isinstance(rows, list) or not isinstance(gone, list):
        raise _unreadable()
    if len(rows) > most:
        message = _("There are %(count)d lines; no more than %(most)d are allowed.")
        raise ValidationError(message, params={"count": len(rows), "most": most}, code="too_many")
    state = State([_read_row(row, columns) for row in rows])
    for row in gone:
        key, version = _read_key(row)
        if key is None or version is None:
            raise _unreadable()
        state.gone[key] = version
    keys = [row.key for row in state.rows if row.key is not None]
    if len({*keys, *state.gone}) != len(keys) + len(gone):
        raise _unreadable()
    return state


def _read_row(sent: Any, columns: Collection[str]) -> Row:
    if not isinstance(sent, dict) or not set(sent) <= _ROW_KEYS | _SHOWN_KEYS:
        raise _unreadable()
    key, version = _read_key(sent)
    cells, texts = sent.get("c", {}), sent.get("t", {})
    for found in (cells, texts):
        if not isinstance(found, dict) or not all(map(_is_text, found.values())):
            raise _unreadable()
    if not set(cells) <= set(columns) or not set(texts) <= set(columns):
        raise _unreadable()
    if sent.get("d", 0) not in (0, 1):
        raise _unreadable()
    return Row(key, version, cells, texts, bool(sent.get("d")))


def _read_key(sent: Any) -> tuple[int | None, int | None]:
    if not isinstance(sent, dict):
        raise _unreadable()
    key, version = sent.get("id"), sent.get("v")
    for number in (key, version):
        wrong = isinstance(number, bool) or not isinstance(number, int | None)
        if wrong or not 0 <= (number or 0) <= _LARGEST:
            raise _unreadable()
    if (key is None) != (version is None):
        raise _unreadable()
    return key, version


def _is_text(value: Any) -> bool:
    return is_storable_text(value) and len(value) <= _LONGEST


def _unreadable() -> ValidationError:
    message = _("The lines did not arrive as they were sent. Nothing was saved; try again.")
    return ValidationError(message, code="unreadable")
