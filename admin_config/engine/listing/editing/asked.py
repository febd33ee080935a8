"""What a page sends to be saved: read strictly, before anything is looked up."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from erp.foundation.digits import number_in
from erp.foundation.text import is_storable_text

#: A page has no more rows.
MOST_ROWS = 200
_LONGEST = 2_000


class BadRequest(ValueError):
    """What was sent is not what a list sends."""


@dataclass(frozen=True)
class Chosen:
    """A record that was chosen by type-ahead rather than typed."""

    key: str


@dataclass(frozen=True)
class RowAsked:
    """One row with its changed cells and the version that they were typed over."""

    key: int
    version: int
    cells: dict[str, str | Chosen]


def read_rows(body: bytes, names: Container[str]) -> tuple[str, list[RowAsked]]:
    """Return the token and the rows; ``BadRequest`` for a column that is not offered."""
    try:
        found = json.loads(body)
        rows = [_row(row, names) for row in found["rows"]]
        token = found["token"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadRequest from None
    keys = {row.key for row in rows}
    if not isinstance(token, str) or not 0 < len(rows) <= MOST_ROWS or len(keys) < len(rows):
        raise BadRequest
    return token, rows


def _row(found: Any, names: Container[str]) -> RowAsked:
    key, version = number_in(found["key"]), number_in(found["version"])
    cells = {name: _cell(value) for name, value in found["cells"].items()}
    if key is None or version is None or not cells or any(name not in names for name in cells):
        raise BadRequest
    return RowAsked(key, version, cells)


def _cell(value: Any) -> str | Chosen:
    if isinstance(value, dict):
        value = str(value["key"])[:_LONGEST]
        if not is_storable_text(value):
            raise BadRequest
        return Chosen(value)
    if not isinstance(value, str) or len(value) > _LONGEST or not is_storable_text(value):
        raise BadRequest
    return value
