"""Which rows of a list were moved, so that removing the first one moves no other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def moved(before: Sequence[Any], after: Sequence[Any]) -> set[Any]:
    """Return the fewest keys of which it has to be said that they were moved.

    What stands in both lists and keeps its order among the others stayed where it was.
    """
    place = {key: number for number, key in enumerate(before)}
    common = [key for key in after if key in place]
    stayed = _longest_rise([place[key] for key in common])
    return {key for key in common if place[key] not in stayed}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence of different numbers."""
    ends: list[int] = []
    former: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        former[number] = ends[length - 1] if length else None
        if length == len(ends):
            ends.append(number)
        else:
            ends[length] = number
    found: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = former[last]
    return found
