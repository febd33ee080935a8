"""The font of papers, plain and bold: Latin and Chinese, in files that travel with the project."""

from __future__ import annotations

import functools
import re
import threading
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
#: Texts of so many characters are measured once.
_SHORT = 40
#: Marks that say how to draw the character before them; they draw nothing themselves.
_SELECTED = re.compile("[\ufe00-\ufe0f]")


#: Two requests that print first at the same moment would register two fonts of one name.
_READING = threading.Lock()
_READ: dict[str, TTFont] = {}


def font(name: str = NAME) -> TTFont:
    """Return the font, plain or bold, read and registered once in a process."""
    if name not in _READ:
        with _READING:
            if name not in _READ:
                _READ[name] = _read(name)
    return _READ[name]


def _read(name: str) -> TTFont:
    found = TTFont(name, str(_FOLDER / f"{name}.ttf"), asciiReadable=False)
    # a table of ten megabytes would be copied for every paper
    found.face.get_table = functools.cache(found.face.get_table)
    registerFont(found)
    return found


@functools.cache
def _widths(name: str = NAME) -> dict[str, float]:
    return {chr(code): width for code, width in font(name).face.charWidths.items()}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in points."""
    name = BOLD if bold else NAME
    wide = _known_width(text, name) if len(text) <= _SHORT else _added_up(text, name)
    return wide * size / 1000


def _added_up(text: str, name: str) -> float:
    widths = _widths(name)
    return sum([widths.get(character, _UNKNOWN) for character in text])


@functools.lru_cache(maxsize=20_000)
def _known_width(text: str, name: str) -> float:
    """Remember how wide labels, names and codes are: they come on every paper."""
    return _added_up(text, name)


def cleaned(text: str) -> str:
    """Return the text without what nobody sees: controls, joiners, marks of direction.

    Line ends stay; every other blank is a plain one.
    """
    if text.isprintable() and not _SELECTED.search(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(filter(None, map(_visible, line))) for line in lines)


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs" or character == "\t":
        return " "
    return "" if kind in {"Cc", "Cf", "Zl", "Zp"} or _SELECTED.match(character) else character


def missing_in(text: str) -> str:
    """Return the characters, each once and in order, that the font cannot print."""
    if text.isascii():
        return ""
    lost = set(text).difference(_widths(), "\n")
    return "".join(dict.fromkeys(c for c in text if c in lost)) if lost else ""
