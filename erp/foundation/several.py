"""Several choices in one text: codes between commas, each once, in the order of the choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from erp.foundation.text import fold

#: What people write between two choices.
_APART = re.compile(r"([,;，；、\n])")
#: Rows that have a code are found by the texts they can make, as long as these are so few.
_FEW = 8


class Several(str):
    """The codes that were chosen, as the column, files, versions and digests hold them.

    Made of anything by ``several``; ``codes`` are the single ones.
    """

    __slots__ = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes, in the order of the choices."""
        return tuple(self.split(",")) if self else ()


def several(chosen: str | Iterable[Any], known: Sequence[str]) -> Several:
    """Return codes in the order of the choices, each once; unknown ones stand behind these."""
    parts = chosen.split(",") if isinstance(chosen, str) else map(str, chosen)
    found = dict.fromkeys(part.strip() for part in parts)
    found.pop("", None)
    inside = [code for code in known if code in found]
    return Several(",".join([*inside, *(code for code in found if code not in known)]))


def texts_with(codes: Iterable[str], known: Sequence[str]) -> list[str] | None:
    """Return every text that has at least one of the codes; None where those are too many."""
    if len(known) > _FEW:
        return None
    wanted = set(codes)
    return [
        ",".join(chosen)
        for size in range(1, len(known) + 1)
        for chosen in combinations(known, size)
        if wanted.intersection(chosen)
    ]


class Names:
    """Every name by which a choice may be called, and how several are read from one text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the code that each name means."""
        self.codes = {fold(name): code for name, code in names.items()}
        #: A name may itself hold a comma: so many pieces of a text can be one.
        self._most = max((len(_APART.split(name)) for name in names), default=1)

    def read(self, typed: str | Iterable[Any]) -> tuple[list[str], list[str]]:
        """Return the codes that were named, and what names none."""
        if not isinstance(typed, str):
            named = [str(part).strip() for part in typed]
            return self._sorted([part for part in named if part])
        if plain := self._plain(typed):
            return plain, []
        if fold(typed) in self.codes:
            return [self.codes[fold(typed)]], []
        pieces = _APART.split(typed)
        found: list[str] = []
        at = 0
        while at < len(pieces):
            length = self._length(pieces, at)
            found.append("".join(pieces[at : at + length]).strip())
            at += length + 1
        return self._sorted([part for part in found if part])

    def _plain(self, typed: str) -> list[str]:
        """Return the codes where a text holds nothing else: no label is looked for then."""
        parts = [part.strip() for part in typed.split(",")]
        return parts if all(self.codes.get(fold(part)) == part for part in parts) else []

    def tells(self, labels: Mapping[str, str]) -> bool:
        """Tell whether labels, by their codes, can be read again in any list of them.

        No name in any language may look like two, and a label must mean its own code alone.
        """
        own = all(self.codes.get(fold(label)) == code for code, label in labels.items())
        return own and self._most == 1

    def _length(self, pieces: list[str], at: int) -> int:
        """Return how many pieces and commas from here on are the longest name that there is."""
        last = min(self._most, len(pieces) - at)
        for length in range(last - 1 + last % 2, 1, -2):
            if fold("".join(pieces[at : at + length])) in self.codes:
                return length
        return 1

    def _sorted(self, parts: list[str]) -> tuple[list[str], list[str]]:
        known = [self.codes[fold(part)] for part in parts if fold(part) in self.codes]
        return known, [part for part in parts if fold(part) not in self.codes]


def misleading(labels: Mapping[str, str]) -> list[str]:
    """Return the codes whose label could be taken for another choice: its label or its code."""
    folded = {code: fold(label) for code, label in labels.items()}
    taken: dict[str, set[str]] = {}
    for code, label in folded.items():
        for name in (label, fold(code)):
            taken.setdefault(name, set()).add(code)
    return [code for code, label in folded.items() if label and taken[label] != {code}]
