"""What is wrong with a description of a domain, and where: one message for every mistake found."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class WrongSpec(Exception):
    """The description cannot be written as code; ``mistakes`` names each place."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        """Keep every mistake."""
        self.mistakes = list(mistakes)
        super().__init__("\n".join(self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean …?`` when a known word is close, else the words there are."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, 1)
    if close:
        return f" Did you mean {close[0]!r}?"
    return f" Known: {', '.join(words)}." if words else ""
