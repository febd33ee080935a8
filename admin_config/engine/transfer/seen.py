"""What rows of a file named before: kept small enough for a file of a million rows."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

#: Bits of a digest that say in which of the lists its number lies, and those that stand there.
_LISTS, _KEPT = 16, 40
_OWN = (1 << _KEPT) - 1
#: Bits of a row's number.
_NUMBERED = 64 - _KEPT
#: The last row that a file may have, as a spreadsheet counts them.
LAST_ROW = (1 << _NUMBERED) - 1


class Seen:
    """Digests of 56 bits with the row that named each first, in eight bytes each."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._lists: list[array[int] | None] = [None] * (1 << _LISTS)

    def setdefault(self, mark: int, number: int) -> int:
        """Return the row that named this first; it is this one when nobody did before."""
        place, own = mark >> _KEPT, (mark & _OWN) << _NUMBERED
        listed = self._lists[place]
        if listed is None:
            self._lists[place] = array("Q", (own | number,))
            return number
        at = bisect_left(listed, own)
        if at < len(listed) and listed[at] >> _NUMBERED == own >> _NUMBERED:
            return listed[at] & LAST_ROW
        listed.insert(at, own | number)
        return number

    def update(self, marks: Mapping[Any, int]) -> None:
        """Take over what other rows named; what they only resemble is no digest."""
        for mark, number in marks.items():
            if isinstance(mark, int):
                self.setdefault(mark, number)


class Unseen(Seen):
    """Nothing is seen: for who checks rows without those before."""

    def setdefault(self, mark: int, number: int) -> int:
        """Return this row: it may be the first."""
        return number
