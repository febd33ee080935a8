"""Place the texts and the code of a label into its box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from admin_config.engine.labels.codes import (
    LONGEST,
    QUIET_BARS,
    QUIET_SQUARES,
    Code,
    code_of,
    kind_of,
)
from admin_config.engine.labels.fitting import STEPS, Line, between, fitted
from admin_config.engine.labels.stock import MILLIMETRE, Stock
from admin_config.engine.printing.columns import LEADING
from admin_config.engine.printing.places import ASCENT, Bars, Page, Text
from admin_config.engine.printing.wrapping import wrapped

_PAD = 2.2 * MILLIMETRE
#: Bars narrower than this do not come out of every printer; wider ones gain nothing.
_THINNEST, _WIDEST = 0.18 * MILLIMETRE, 0.42 * MILLIMETRE
#: Bars lower than this are easily missed by a scanner; smaller squares are too fine for it.
_TALLEST, _LOWEST, _FINEST = 16 * MILLIMETRE, 6 * MILLIMETRE, 0.38 * MILLIMETRE
#: What part of the label its code takes at most.
_SHARE, _LEAST_SHARE = 0.42, 0.28
#: Sizes of the first text.
_SMALLEST, _LARGEST = 6.0, 15.0


@dataclass(frozen=True)
class LabelTexts:
    """What stands on one label."""

    rows: tuple[str, ...]
    code: str
    square: bool = False
    #: Of the rows those that are lost last.
    kept: tuple[str, ...] = ()


def label_pages(labels: Iterable[LabelTexts], stock: Stock, *, first: int = 0) -> Iterator[Page]:
    """Yield the pages; ``first`` labels of the first sheet are left free, for they are used."""
    page, place = Page(), first
    for label in labels:
        if place == stock.on_a_page:
            yield page
            page, place = Page(), 0
        _Box(page, *stock.box(place)).fill(label)
        place += 1
    yield page


class _Box:
    """The room of a label on its page."""

    def __init__(self, page: Page, left: float, top: float, right: float, bottom: float) -> None:
        self.page = page
        self.left, self.top = left + _PAD, top + _PAD
        self.right, self.bottom = right - _PAD, bottom - _PAD
        self.size = min(max((bottom - top) / 9.5, _SMALLEST), _LARGEST)

    def fill(self, label: LabelTexts) -> None:
        """Put the code where its kind stands and the texts into what is left.

        Where these do not fit, both are made smaller, down to what can still be read.
        """
        code = self._code(label) if label.code and len(label.code) <= LONGEST else None
        for tight in STEPS:
            high, side = self._taken(code, tight)
            room = (self.right - self.left - side, self.bottom - self.top - high)
            lines, is_whole = fitted(label.rows, label.kept, room, self.size, tight)
            if is_whole:
                break
        if code is not None:
            self._square(code, tight) if code.is_square else self._bars(code, label.code, tight)
        self._texts(lines, self.left + side)

    def _taken(self, code: Code | None, tight: float) -> tuple[float, float]:
        """Return the height that bars take at the foot, and the width of squares at the left."""
        if code is None:
            return (0.0, 0.0)
        if code.is_square:
            return (0.0, self._side(code, tight) + 1.5 * MILLIMETRE)
        return (self._high(tight) + self._told_size(tight) * LEADING + 1, 0.0)

    def _code(self, label: LabelTexts) -> Code:
        """Return the code as bars, or as squares where bars would be too thin to be read."""
        kind = "qr" if label.square else kind_of(label.code)
        code = code_of(label.code, kind)
        if not code.is_square and self._module(code) < _THINNEST:
            return code_of(label.code, "qr")
        return code

    def _module(self, code: Code) -> float:
        return min((self.right - self.left) / (code.wide + 2 * QUIET_BARS), _WIDEST)

    def _told_size(self, tight: float) -> float:
        return max(between(self.size * 0.75, _SMALLEST, tight), _SMALLEST)

    def _high(self, tight: float) -> float:
        high = min((self.bottom - self.top) * _SHARE, _TALLEST)
        return between(high, min(high, _LOWEST), tight)

    def _side(self, code: Code, tight: float) -> float:
        wide = self.right - self.left
        side = min(self.bottom - self.top, wide * _SHARE)
        least = max(wide * _LEAST_SHARE, _FINEST * (code.wide + 2 * QUIET_SQUARES))
        return between(side, min(side, least), tight)

    def _bars(self, code: Code, said: str, tight: float) -> None:
        """Put bars at the foot, what they say below them."""
        size, height = self._told_size(tight), self._high(tight)
        module = self._module(code)
        middle = (self.left + self.right) / 2
        top = self.bottom - size * LEADING - height
        x = middle - code.wide * module / 2
        self.page.items.append(
            Bars(tuple((x + d[0] * module, top, d[2] * module, height) for d in code.dark))
        )
        shown = next(iter(wrapped(said, self.right - self.left, size)), "")
        base = top + height + ASCENT * size + 1.5
        self.page.items.append(Text(middle, base, shown, size, align="middle"))

    def _square(self, code: Code, tight: float) -> None:
        """Put squares at the left, beside the texts."""
        module = self._side(code, tight) / (code.wide + 2 * QUIET_SQUARES)
        x, y = self.left + QUIET_SQUARES * module, self.top + QUIET_SQUARES * module
        boxes = ((x + d[0] * module, y + d[1] * module, d[2] * module, module) for d in code.dark)
        self.page.items.append(Bars(tuple(boxes)))

    def _texts(self, lines: Iterable[Line], left: float) -> None:
        """Put the lines one below the other."""
        y = self.top
        for line in lines:
            base = y + ASCENT * line.size
            self.page.items.append(Text(left, base, line.text, line.size, line.bold))
            y += line.high
