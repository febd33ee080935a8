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
from admin_config.engine.labels.stock import MILLIMETRE, Stock
from admin_config.engine.printing.columns import LEADING
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.places import ASCENT, Bars, Page, Text
from admin_config.engine.printing.wrapping import wrapped

_PAD = 2.2 * MILLIMETRE
#: Bars narrower than this do not come out of every printer; wider ones gain nothing.
_THINNEST, _WIDEST = 0.18 * MILLIMETRE, 0.42 * MILLIMETRE
_TALLEST = 16 * MILLIMETRE
#: Sizes of the first text, and of the others in proportion to it.
_SMALLEST, _LARGEST, _OTHERS = 6.0, 15.0, 0.8


@dataclass(frozen=True)
class LabelTexts:
    """What stands on one label."""

    rows: tuple[str, ...]
    code: str
    square: bool = False


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
        """Put the code where its kind stands, then the texts into what is left."""
        if label.code and len(label.code) <= LONGEST:
            code = self._code(label)
            self._square(code) if code.is_square else self._bars(code, label.code)
        y = self.top
        for place, row in enumerate(label.rows):
            y = self._text(row, y, self.size * (_OTHERS if place else 1.0), bold=not place)

    def _code(self, label: LabelTexts) -> Code:
        """Return the code as bars, or as squares where bars would be too thin to be read."""
        kind = "qr" if label.square else kind_of(label.code)
        code = code_of(label.code, kind)
        if not code.is_square and self._module(code) < _THINNEST:
            return code_of(label.code, "qr")
        return code

    def _module(self, code: Code) -> float:
        return min((self.right - self.left) / (code.wide + 2 * QUIET_BARS), _WIDEST)

    def _bars(self, code: Code, said: str) -> None:
        """Put bars at the foot, what they say below them."""
        size = max(self.size * 0.75, _SMALLEST)
        module = self._module(code)
        height = min((self.bottom - self.top) * 0.42, _TALLEST)
        middle = (self.left + self.right) / 2
        top = self.bottom - size * LEADING - height
        x = middle - code.wide * module / 2
        self.page.items.append(
            Bars(tuple((x + d[0] * module, top, d[2] * module, height) for d in code.dark))
        )
        shown = next(iter(wrapped(said, self.right - self.left, size)), "")
        base = top + height + ASCENT * size + 1.5
        self.page.items.append(Text(middle, base, shown, size, align="middle"))
        self.bottom = top - 1

    def _square(self, code: Code) -> None:
        """Put squares at the left, beside the texts."""
        side = min(self.bottom - self.top, (self.right - self.left) * 0.42)
        module = side / (code.wide + 2 * QUIET_SQUARES)
        x, y = self.left + QUIET_SQUARES * module, self.top + QUIET_SQUARES * module
        boxes = ((x + d[0] * module, y + d[1] * module, d[2] * module, module) for d in code.dark)
        self.page.items.append(Bars(tuple(boxes)))
        self.left += side + 1.5 * MILLIMETRE

    def _text(self, text: str, y: float, size: float, *, bold: bool) -> float:
        """Put as many lines as there is room for; the last one says that there is more."""
        lines = wrapped(text, self.right - self.left, size, bold=bold)
        room = int((self.bottom - y) // (size * LEADING))
        for place, line in enumerate(lines[:room]):
            is_cut = place == room - 1 and len(lines) > room
            shown = self._cut(line, size, bold=bold) if is_cut else line
            self.page.items.append(Text(self.left, y + ASCENT * size, shown, size, bold))
            y += size * LEADING
        return y

    def _cut(self, line: str, size: float, *, bold: bool) -> str:
        while line and width_of(f"{line}…", size, bold=bold) > self.right - self.left:
            line = line[:-1]
        return f"{line}…"
