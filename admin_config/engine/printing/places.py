"""Boxes on a page, in points from its upper left corner: texts, rules, grounds and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from admin_config.engine.printing.fonts import width_of

#: A text reaches so far above and below its base line, in parts of its size.
ASCENT, DESCENT = 0.88, 0.24


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``x`` is its left or right edge, or its middle, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    align: str = "left"
    colour: str = "ink"

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom."""
        width = width_of(self.text, self.size, bold=self.bold)
        left = self.x - {"left": 0.0, "right": width, "middle": width / 2}[self.align]
        return (left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    left: float
    right: float
    y: float
    width: float = 0.5
    colour: str = "line"


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled rectangle behind texts."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str = "ground"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, as large as fits into its box, in its own proportions."""

    left: float
    top: float
    right: float
    bottom: float
    #: The path of a stored file, or the bytes of one that is only uploaded.
    source: str | bytes
    #: Over the texts, as a stamp is, or at their side.
    over: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Dark boxes drawn in one go, such as a barcode: left, top, width and height of each."""

    boxes: tuple[tuple[float, float, float, float], ...]
    colour: str = "ink"


Item = Text | Rule | Ground | Picture | Bars


@dataclass
class Page:
    """What stands on one page."""

    items: list[Item] = field(default_factory=list)

    def texts(self) -> list[Text]:
        """Return the texts in the order in which they are read."""
        return [item for item in self.items if isinstance(item, Text)]
