"""The rows of an import one after the other, however many: never all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: Rows that are fetched at once; the driver holds a whole answer in memory.
_TOGETHER = 2_000


def in_order(rows: Any, *names: str) -> Iterator[Any]:
    """Yield rows by their number: as objects, or as the named values after the number."""
    reached = -1
    while True:
        page: Any = rows.filter(number__gt=reached).order_by("number")
        if names:
            page = page.values_list("number", *names)
        found = list(page[:_TOGETHER])
        yield from found
        if len(found) < _TOGETHER:
            return
        reached = found[-1][0] if names else found[-1].number
