"""How large the pages of a paper are, how wide their margins, and what colour stands out."""

from __future__ import annotations

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4
#: Width and height of the papers that printers hold, in points.
SIZES = {
    "a4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "a5": (148 * MILLIMETRE, 210 * MILLIMETRE),
    "b5": (176 * MILLIMETRE, 250 * MILLIMETRE),
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "half": (241 * MILLIMETRE, 140 * MILLIMETRE),
}
#: Pages narrower or lower than this, in points, have smaller margins.
_SMALL = 510.0


@dataclass(frozen=True)
class Style:
    """The page: its size, upright or turned, the colour of titles and rules, its margins."""

    paper: str = "a4"
    accent: str = "#1c5d49"
    #: Turned so that the longer edge lies below.
    landscape: bool = False

    @property
    def width(self) -> float:
        """Return the width of the page."""
        return max(SIZES[self.paper]) if self.landscape else SIZES[self.paper][0]

    @property
    def height(self) -> float:
        """Return the height of the page."""
        return min(SIZES[self.paper]) if self.landscape else SIZES[self.paper][1]

    @property
    def _small(self) -> bool:
        return min(self.width, self.height) < _SMALL

    @property
    def left(self) -> float:
        """Return the margin at the left."""
        return 28.0 if self._small else 42.0

    @property
    def right(self) -> float:
        """Return the margin at the right."""
        return self.left

    @property
    def top(self) -> float:
        """Return the margin at the top."""
        return 26.0 if self._small else 38.0

    @property
    def bottom(self) -> float:
        """Return the margin at the bottom, with room for the foot."""
        return 40.0 if self._small else 54.0
