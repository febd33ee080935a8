"""How wide the columns of a paper are: nothing broken, else words, never a number while it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from admin_config.engine.printing.columns import PAD, SIZE, SMALL
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.sheet import Column, Sheet
from admin_config.engine.printing.wrapping import widest_piece

#: No column of numbers takes more than this; a column of words has at least so much.
_WIDEST, _NARROWEST = 130.0, 70.0
#: Beside every text of a column, in points.
_BESIDE = 2 * PAD + 1
#: Letters do not shrink below this part of their size: 5.6 points.
_LEAST_LETTERS = 0.66


@dataclass(frozen=True)
class Widths:
    """The columns as they fit: the width of each, and how large their letters are."""

    columns: list[float]
    letters: float = 1.0


def widths_of(sheet: Sheet, room: float) -> Widths:
    """Return columns that together fill the room.

    Numbers are as wide as they are, words share what is left. Where that is too little, headings
    and words are broken between words, then letters shrink; only then numbers are broken as well.
    """
    natural = _wanted(sheet, width_of)
    least = _NARROWEST * sum(1 for column in sheet.columns if column.share)
    if not any(natural) or sum(natural) <= room - least:
        return Widths(_filled(sheet, natural, room))
    needed = _wanted(sheet, widest_piece)
    spare = room - least - sum(needed)
    if spare >= 0:
        return Widths(_filled(sheet, _loosened(needed, natural, spare), room))
    return _shrunk(sheet, needed, room, least)


def _wanted(sheet: Sheet, measure: Callable[..., float]) -> list[float]:
    return [_wide(sheet, place, column, measure) for place, column in enumerate(sheet.columns)]


def _wide(sheet: Sheet, place: int, column: Column, measure: Callable[..., Any]) -> float:
    """Return how wide a column is by a measure; nothing for those that share what is left."""
    if column.share:
        return 0.0
    if column.blank:
        return column.blank
    parts = column.label.split("\n")
    widths = [measure(part, SMALL if n else SIZE, bold=True) for n, part in enumerate(parts)]
    for row in sheet.rows:
        widths += [measure(text, SMALL if n else SIZE) for n, text in enumerate(row.cells[place])]
    return float(min(max(widths), _WIDEST) + _BESIDE)


def _loosened(needed: list[float], natural: list[float], spare: float) -> list[float]:
    """Return columns with half of what is spare, as far as they can use it."""
    wish = sum(natural) - sum(needed)
    part = min(spare / 2 / wish, 1.0) if wish else 0.0
    return [least + (most - least) * part for least, most in zip(needed, natural, strict=True)]


def _shrunk(sheet: Sheet, needed: list[float], room: float, least: float) -> Widths:
    """Return columns for smaller letters; where even those do not fit, all give way."""
    fixed = [column.blank or (0.0 if column.share else _BESIDE) for column in sheet.columns]
    words = sum(needed) - sum(fixed)
    letters = (room - least - sum(fixed)) / words if words > 0 else 1.0
    letters = min(max(letters, _LEAST_LETTERS), 1.0)
    columns = [
        wide if column.share or column.blank else _BESIDE + (wide - _BESIDE) * letters
        for column, wide in zip(sheet.columns, needed, strict=True)
    ]
    if sum(columns) > room - least:
        squeeze = max((room - least) / sum(columns), 0.2)
        columns = [wide * squeeze for wide in columns]
    return Widths(_filled(sheet, columns, room), letters)


def _filled(sheet: Sheet, columns: list[float], room: float) -> list[float]:
    """Return the columns with what is left of the room given to those that share it."""
    shares = [column.share for column in sheet.columns]
    whole, fixed = sum(shares), sum(columns)
    if not whole:
        return [width * room / (fixed or 1) for width in columns]
    return [
        (room - fixed) * share / whole if share else width
        for width, share in zip(columns, shares, strict=True)
    ]
