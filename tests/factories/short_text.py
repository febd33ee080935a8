"""Texts for fields that hold a few letters only."""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def short_text(number: int, length: int) -> str:
    """Return a text of exactly so many letters that repeats after 36 to the power of it."""
    text = ""
    for _place in range(length):
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text
