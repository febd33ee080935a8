"""How wide the columns of a list are on paper: nothing broken, else words, never a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admin_config.engine.printing.columns import PAD, SIZE
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.wrapping import widest_piece

#: Beside every text of a column, in points.
_BESIDE = 2 * PAD + 1
#: What a column of words asks for at most, and what of a word stays whole while there is room.
_WIDEST, _WORD, _LEAST = 170.0, 72.0, 30.0
#: How large letters may be against their usual size, the largest that fits first.
_LETTERS = (1.0, 0.82, 0.66)
#: So many rows tell how wide a column of words is.
_MEASURED = 300


@dataclass(frozen=True)
class Fitted:
    """The columns as they fit: the width of each, and how large their letters are."""

    widths: tuple[float, ...]
    letters: float


@dataclass(frozen=True)
class Wanted:
    """The text of a column at its usual size: as wide as it likes, by words, and at the least."""

    natural: float
    by_words: float
    least: float


def wanted(label: str, texts: Sequence[str], *, whole: bool) -> Wanted:
    """Return how wide a column is; values that stay whole are measured all, words some."""
    head = width_of(label, SIZE, bold=True)
    word = widest_piece(label, SIZE, bold=True)
    if whole:
        body = max([width_of(text, SIZE) for text in texts], default=0.0)
        return Wanted(max(head, body), max(word, body), max(min(word, _LEAST), body))
    texts = texts[:_MEASURED]
    natural = max([head, *(width_of(text, SIZE) for text in texts)])
    word = max([word, *(widest_piece(text, SIZE) for text in texts)])
    return Wanted(min(natural, _WIDEST), min(word, _WORD), min(word, _LEAST))


def usual_width(columns: Sequence[Wanted]) -> float:
    """Return the room in which nothing is broken."""
    return sum(column.natural + _BESIDE for column in columns)


def fitted(columns: Sequence[Wanted], room: float) -> Fitted | None:
    """Return the columns so that they fill the room; ``None`` where even the least is too wide.

    Words give way first, down to their longest one, then letters grow smaller; words are broken
    last of all.
    """
    natural = [column.natural for column in columns]
    words = [column.by_words for column in columns]
    least = [column.least for column in columns]
    ways = [(letters, (natural, words)) for letters in _LETTERS]
    for letters, steps in (*ways, (_LETTERS[-1], (words, least))):
        texts = _between(*steps, (room - _BESIDE * len(columns)) / letters)
        if texts is not None:
            return Fitted(tuple(text * letters + _BESIDE for text in texts), letters)
    return None


def _between(wide: Sequence[float], tight: Sequence[float], room: float) -> list[float] | None:
    """Return widths that fill the room: as wide as wanted and more, or part of the way there."""
    over, spare = room - sum(tight), sum(wide) - sum(tight)
    if over < 0:
        return None
    if over >= spare:
        return [width * room / (sum(wide) or 1) for width in wide]
    return [low + (high - low) * over / spare for high, low in zip(wide, tight, strict=True)]
