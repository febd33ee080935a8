"""Break texts into lines: between words, between Chinese characters, within words too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from admin_config.engine.printing.fonts import width_of

#: Nothing of this begins a line, so it hangs on to what stands before it.
_NOT_FIRST = "，。、；：！？）》」』】〕’”%％…—·,.;:!?)]}"
#: Nothing of this ends a line.
_NOT_LAST = "（《「『【〔‘“([{"
_WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECES = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of a text for a width in points; an empty text has none."""
    if not text:
        return []
    if "\n" not in text and width_of(text, size, bold=bold) <= width:
        return [text]
    return [line for part in text.split("\n") for line in _lines(part, width, size, bold=bold)]


def widest_piece(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the widest word of a text is in points."""
    return max([width_of(piece, size, bold=bold) for piece in _pieces(text)], default=0.0)


def _lines(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield the lines of one paragraph; an empty one is one empty line."""
    line, used = "", 0.0
    for piece in _pieces(text):
        space = width_of(piece, size, bold=bold)
        if line and used + width_of(piece.rstrip(), size, bold=bold) > width:
            yield line.rstrip()
            line, used = "", 0.0
            piece = piece.lstrip()  # noqa: PLW2901 - a line never begins with a blank
            space = width_of(piece, size, bold=bold)
        while space > width and len(piece) > 1:
            fits = _fitting(piece, width, size, bold=bold)
            yield piece[:fits]
            piece = piece[fits:]  # noqa: PLW2901 - the rest goes on
            space = width_of(piece, size, bold=bold)
        line, used = line + piece, used + space
    if line.rstrip() or not text.strip():
        yield line.rstrip()


def _pieces(text: str) -> list[str]:
    """Return what is never parted: words, single wide characters, with the marks they carry."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        hangs = pieces and not pieces[-1].isspace() and piece[0] in _NOT_FIRST
        leads = pieces and pieces[-1][-1] in _NOT_LAST and not piece.isspace()
        if hangs or leads:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fitting(piece: str, width: float, size: float, *, bold: bool) -> int:
    """Return how many characters of a piece fit, at least one."""
    used = 0.0
    for place, character in enumerate(piece):
        used += width_of(character, size, bold=bold)
        if used > width:
            return max(place, 1)
    return len(piece)
