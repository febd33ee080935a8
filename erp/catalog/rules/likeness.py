"""How like two codes are, and in what they differ, in words."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

#: Less alike than this is no proposal.
LEAST = 0.65
#: So many are compared closely, of those that are not farther than this.
_COMPARED = 20
_FAR = 0.5
#: Typing errors at so many first places are tried out; behind them the neighbours in the index are.
_TRIED = 4
#: Signs that are taken for each other on paper and on screens.
_CONFUSED = {
    "0": "oq", "o": "0", "q": "0", "1": "il", "i": "1", "l": "1", "5": "s", "s": "5",
    "8": "b", "b": "8", "2": "z", "z": "2", "6": "g", "g": "6", "u": "v", "v": "u",
}  # fmt: skip


def likeness(asked: str, stored: str) -> float:
    """Return how like two squeezed codes are, from 0 to 1; a common beginning counts."""
    alike: float = OSA.normalized_similarity(asked, stored)
    shortest = min(len(asked), len(stored))
    start = Prefix.similarity(asked, stored) / shortest if shortest else 0.0
    return 0.75 * alike + 0.25 * start


def most_alike(asked: str, stored: Sequence[str]) -> list[str]:
    """Return the few of many squeezed codes that are most like this one."""
    found = process.extract(
        asked, stored, scorer=OSA.normalized_similarity, limit=_COMPARED, score_cutoff=_FAR
    )
    return [key for key, _score, _place in found]


def slips(key: str) -> set[str]:
    """Return codes of which this one may be a slip: swapped, doubled, lost, confused signs."""
    found = set(_swapped(key)) | set(_shortened(key)) | set(_confused(key)) | set(_first(key))
    return found - {key}


def _swapped(key: str) -> Iterator[str]:
    for place in range(len(key) - 1):
        yield key[:place] + key[place + 1] + key[place] + key[place + 2 :]


def _shortened(key: str) -> Iterator[str]:
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :]


def _confused(key: str) -> Iterator[str]:
    for place, sign in enumerate(key):
        for other in _CONFUSED.get(sign, ""):
            yield key[:place] + other + key[place + 1 :]


def _first(key: str) -> Iterator[str]:
    """Yield the code with another or one more digit near its beginning."""
    for place in range(min(_TRIED, len(key))):
        for digit in string.digits:
            yield key[:place] + digit + key[place:]
            if key[place].isdigit():
                yield key[:place] + digit + key[place + 1 :]


def difference(asked: str, stored: str) -> str:
    """Return in words in what two squeezed codes differ, shown in capitals."""
    start = Prefix.similarity(asked, stored)
    rest, other = asked[start:].upper(), stored[start:].upper()
    if not rest:
        return _("the ending “%(ending)s” was not asked for") % {"ending": other}
    if not other:
        return _("it has no ending “%(ending)s”") % {"ending": rest}
    if start:
        return _("the ending differs: “%(asked)s” was asked for, it has “%(stored)s”") % {
            "asked": rest,
            "stored": other,
        }
    return _("“%(asked)s” was asked for, it is “%(stored)s”") % {
        "asked": asked.upper(),
        "stored": stored.upper(),
    }
