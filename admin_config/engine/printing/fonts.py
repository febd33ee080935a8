"""The font of papers, plain and bold: Latin and Chinese, in files that travel with the project."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

#: Plain and bold, by the names under which ReportLab knows them.
NAME, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
#: Noto Sans SC, SIL Open Font License (fonts/OFL.txt); ReportLab embeds what is used.
_FOLDER = Path(__file__).parent / "fonts"
#: Of a code that the font does not know a box of this width would be drawn, in thousandths.
_UNKNOWN = 1000
#: Marks that say how to draw the character before them; they draw nothing themselves.
_SELECTORS = range(0xFE00, 0xFE10)


@functools.cache
def font(name: str = NAME) -> TTFont:
    """Return the font, plain or bold, read and registered once in a process."""
    found = TTFont(name, str(_FOLDER / f"{name}.ttf"))
    # a table of ten megabytes would be copied for every paper
    found.face.get_table = functools.cache(found.face.get_table)
    registerFont(found)
    return found


@functools.cache
def _widths(name: str = NAME) -> dict[str, float]:
    return {chr(code): width for code, width in font(name).face.charWidths.items()}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in points."""
    widths = _widths(BOLD if bold else NAME)
    return sum([widths.get(character, _UNKNOWN) for character in text]) * size / 1000


def cleaned(text: str) -> str:
    """Return the text without what nobody sees: controls, joiners, marks of direction.

    Line ends stay; every other blank is a plain one.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(filter(None, map(_visible, line))) for line in lines)


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs" or character == "\t":
        return " "
    return "" if kind in {"Cc", "Cf", "Zl", "Zp"} or ord(character) in _SELECTORS else character


def missing_in(text: str) -> str:
    """Return the characters, each once and in order, that the font cannot print."""
    if text.isascii():
        return ""
    lost = set(text).difference(_widths(), "\n")
    return "".join(dict.fromkeys(c for c in text if c in lost)) if lost else ""
