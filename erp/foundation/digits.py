"""Whole numbers as addresses and hidden inputs hold them."""

from __future__ import annotations

#: No key has more digits.
_MOST = 18


def number_in(text: object) -> int | None:
    """Return the number that a text from outside holds; ``None`` when it is none.

    Plain digits only, and no more than a key can have: Python calls ``²`` a digit that ``int``
    refuses, and a number longer than any column is an error to some databases.
    """
    digits = str(text)
    plain = digits.isascii() and digits.isdigit() and len(digits) <= _MOST
    return int(digits) if plain else None
