"""The pages of a paper while they are filled from top to bottom."""

from __future__ import annotations

from admin_config.engine.printing.columns import LEADING, SIZE, SMALL
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.places import ASCENT, Item, Page, Rule, Text
from admin_config.engine.printing.sheet import Fact, Sheet
from admin_config.engine.printing.style import Style
from admin_config.engine.printing.wrapping import wrapped


class Flow:
    """The pages so far, and how far down the last one is filled."""

    def __init__(self, sheet: Sheet, style: Style) -> None:
        """Begin with an empty page."""
        self.sheet, self.style = sheet, style
        self.left, self.edge = style.left, style.width - style.right
        self.room = self.edge - self.left
        #: Lines of the house's own at the foot of every page.
        self.foot = wrapped(sheet.foot, self.room, SMALL)
        self.floor = style.height - style.bottom - len(self.foot) * SMALL * LEADING
        self.pages = [Page()]
        self.y = style.top

    def put(self, *items: Item) -> None:
        """Put things on the last page."""
        self.pages[-1].items.extend(items)

    def line(self, x: float, text: str, size: float, **looks: object) -> None:
        """Put a line of text whose upper edge is where the page is filled to."""
        self.put(Text(x, self.y + ASCENT * size, text, size, **looks))  # type: ignore[arg-type]

    def turn_page(self) -> None:
        """Begin a page, headed by what paper it is."""
        self.pages.append(Page())
        self.y = self.style.top
        name = self.sheet.head.names[0] if self.sheet.head else ""
        about = f"{self.sheet.title} {self.sheet.number}".strip()
        self.split_line(name, about, SMALL)
        self.put(Rule(self.left, self.edge, self.y + 2, colour="line"))
        self.y += 10

    def split_line(self, left: str, right: str, size: float, colour: str = "soft") -> None:
        """Put two texts at both edges; each is cut where they would meet."""
        right = next(iter(wrapped(right, self.room * 0.7, size)), "")
        most = self.room - width_of(right, size) - 12
        shown = next(iter(wrapped(left, max(most, 40.0), size)), "")
        if shown:
            self.line(self.left, shown, size, colour=colour)
        if right:
            self.line(self.edge, right, size, align="right", colour=colour)
        self.y += size * LEADING

    def make_room(self, height: float) -> None:
        """Turn the page unless what follows fits whole, or would not fit on a new one either."""
        whole = self.floor - self.style.top - 30
        if self.y + height > self.floor and height < whole:
            self.turn_page()

    def paragraph(self, text: str, x: float, width: float, size: float, **looks: object) -> None:
        """Put a text in lines of a width, on as many pages as it takes."""
        for line in wrapped(text, width, size, bold=bool(looks.get("bold"))):
            if self.y + size * LEADING > self.floor:
                self.turn_page()
            self.line(x, line, size, **looks)
            self.y += size * LEADING

    def plain(self, text: str) -> None:
        """Put a text without a label; an empty one takes no room."""
        if text:
            self.make_room(2 * SIZE * LEADING)
            self.paragraph(text, self.left, self.room, SIZE)
            self.y += 8

    def fact(self, fact: Fact, x: float, start: float) -> None:
        """Put a label and, beside it, its value; either may take several lines."""
        labels = wrapped(fact.label, start - x - 6, SMALL)
        self.make_room(len(labels) * SIZE * LEADING)
        top, pages = self.y, len(self.pages)
        for line in labels:
            self.put(Text(x, self.y + ASCENT * SIZE, line, SMALL, colour="soft"))
            self.y += SIZE * LEADING
        end, self.y = self.y, top
        self.paragraph(fact.value, start, self.edge - start, SIZE)
        if len(self.pages) == pages:
            self.y = max(self.y, end)

    def fact_height(self, fact: Fact, x: float, start: float) -> float:
        """Return how high a label and its value stand."""
        labels = wrapped(fact.label, start - x - 6, SMALL)
        values = wrapped(fact.value, self.edge - start, SIZE)
        return max(len(labels), len(values)) * SIZE * LEADING
