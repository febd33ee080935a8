"""Codes that scanners read: which kind a text takes, and its bars or squares."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import groupby

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.eanbc import Ean8BarcodeWidget, Ean13BarcodeWidget

#: Left, top, width and height of a dark box, in modules; bars are one module high.
Dark = tuple[float, float, float, float]
#: Lengths of numbers that end in a check digit and have bars of their own.
_EAN_8, _UPC, _EAN_13 = 8, 12, 13
#: What stands free beside bars and around squares, in modules.
QUIET_BARS, QUIET_SQUARES = 10, 2
#: Longer texts are not printed as a code.
LONGEST = 300


@dataclass(frozen=True)
class Code:
    """A code ready to be drawn: how many modules wide and high, and which are dark."""

    kind: str
    wide: int
    high: int
    dark: tuple[Dark, ...]

    @property
    def is_square(self) -> bool:
        """Tell whether it is a square and not a row of bars."""
        return self.kind == "qr"


def checks(number: str) -> bool:
    """Tell whether the last digit of a trade number is its check digit."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def kind_of(text: str) -> str:
    """Return the kind of bars that a text takes: its own if it is a trade number."""
    if text.isascii() and text.isdigit() and checks(text):
        known = {_EAN_8: "ean-8", _UPC: "upc-a", _EAN_13: "ean-13"}
        if len(text) in known:
            return known[len(text)]
    return "code-128" if text.isascii() and text.isprintable() else "qr"


@functools.lru_cache(maxsize=1_000)
def code_of(text: str, kind: str) -> Code:
    """Return a text as bars or squares of a kind."""
    if kind == "qr":
        return _squares(text)
    if kind == "code-128":
        return _code_128(text)
    widget = Ean8BarcodeWidget if kind == "ean-8" else Ean13BarcodeWidget
    # the bars of a UPC are those of the EAN-13 with a zero before it
    number = text.rjust(_EAN_13, "0") if kind == "upc-a" else text
    drawn = widget(number, quiet=0, humanReadable=0, barWidth=1, barHeight=1).draw().contents
    ground, *bars = drawn
    return Code(kind, int(ground.width), 1, tuple((bar.x, 0, bar.width, 1) for bar in bars))


def _code_128(text: str) -> Code:
    """Read the widths of bars (capitals) and gaps (small letters) from the encoded text."""
    made = Code128(text, quiet=0)
    made.validate()
    made.encode()
    made.decompose()
    dark: list[Dark] = []
    x = 0
    for letter in made.decomposed:
        width = ord(letter.lower()) - ord("a") + 1
        if letter.isupper():
            dark.append((x, 0, width, 1))
        x += width
    return Code("code-128", x, 1, tuple(dark))


def _squares(text: str) -> Code:
    matrix = segno.make_qr(text, error="m").matrix
    dark: list[Dark] = []
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                dark.append((x, y, width, 1))
            x += width
    return Code("qr", len(matrix), len(matrix), tuple(dark))
