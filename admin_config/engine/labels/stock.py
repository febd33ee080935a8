"""On what labels are printed: sheets of many, and rolls with one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Stock:
    """A sheet or roll of labels; every length in millimetres."""

    name: str
    title: Any
    #: Width and height of the page that the printer takes.
    page: tuple[float, float]
    #: Width and height of a label.
    label: tuple[float, float]
    across: int = 1
    down: int = 1
    #: Where the first label begins, from the left and from the top.
    start: tuple[float, float] = (0.0, 0.0)
    #: From the left edge of a label to that of the next, from the top edge to the next one's.
    step: tuple[float, float] = (0.0, 0.0)

    @property
    def on_a_page(self) -> int:
        """Return how many labels a page has."""
        return self.across * self.down

    @property
    def page_size(self) -> tuple[float, float]:
        """Return width and height of the page in points."""
        width, height = self.page
        return (width * MILLIMETRE, height * MILLIMETRE)

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a label of the page in points, row by row."""
        row, column = divmod(place, self.across)
        left = (self.start[0] + column * self.step[0]) * MILLIMETRE
        top = (self.start[1] + row * self.step[1]) * MILLIMETRE
        width, height = self.label
        return (left, top, left + width * MILLIMETRE, top + height * MILLIMETRE)


def _roll(width: int, height: int) -> Stock:
    size = (float(width), float(height))
    title = _("Roll, %(width)d × %(height)d mm")
    return Stock(f"roll-{width}x{height}", _Told(title, width, height), size, size)


class _Told:
    """A size in a lazy sentence."""

    def __init__(self, text: Any, width: float, height: float, count: int = 1) -> None:
        self._text, self._values = text, {"width": width, "height": height, "count": count}

    def __str__(self) -> str:
        return str(self._text) % self._values


_A4 = (210.0, 297.0)
_SHEET = _("A4, %(count)d labels of %(width)s × %(height)s mm")
STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock(
            "a4-3x8", _Told(_SHEET, 70, 37, 24), _A4, (70, 37), 3, 8, start=(0, 0.5), step=(70, 37)
        ),
        Stock(
            "a4-3x7",
            _Told(_SHEET, 63.5, 38.1, 21),
            _A4,
            (63.5, 38.1),
            3,
            7,
            start=(7.2, 15.1),
            step=(66.0, 38.1),
        ),
        Stock(
            "a4-2x7",
            _Told(_SHEET, 99.1, 38.1, 14),
            _A4,
            (99.1, 38.1),
            2,
            7,
            start=(4.7, 15.1),
            step=(101.6, 38.1),
        ),
        Stock(
            "a4-4x12",
            _Told(_SHEET, 48.5, 24, 48),
            _A4,
            (48.5, 24.0),
            4,
            12,
            start=(8.0, 4.5),
            step=(48.5, 24.0),
        ),
        _roll(40, 30),
        _roll(50, 30),
        _roll(60, 40),
        _roll(100, 50),
        _roll(100, 150),
    )
}
