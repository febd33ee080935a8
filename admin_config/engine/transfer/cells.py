"""Cells as JSON keeps them: between the reader of sheets and the house, and in the rows of imports.

Nothing of Django is needed here: the reader of sheets runs in a process of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any


class Formula(str):
    """A formula that nobody worked out, as it stands in its cell."""

    __slots__ = ()


def kept(cell: Any) -> Any:
    """Return a cell as JSON can keep it."""
    if isinstance(cell, Formula):
        return {"f": str(cell)}
    if isinstance(cell, dt.datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"h": cell.isoformat()}
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def unkept(cell: Any) -> Any:
    """Return a kept cell as it was read."""
    if not isinstance(cell, dict):
        return cell
    kind, text = next(iter(cell.items()))
    return _READ[kind](text)


_READ: dict[str, Any] = {
    "f": Formula,
    "t": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "h": dt.time.fromisoformat,
}
