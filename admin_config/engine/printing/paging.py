"""Place a paper on pages: head, addressee, table, totals, texts, signatures, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from admin_config.engine.printing.columns import (
    LEADING,
    PAD,
    ROW_PAD,
    SIZE,
    SMALL,
    Cells,
    cells_of,
    column_widths,
    parted,
)
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.places import ASCENT, Ground, Item, Page, Picture, Rule, Text
from admin_config.engine.printing.sheet import Fact, Head, Sheet, Total
from admin_config.engine.printing.wrapping import wrapped

MILLIMETRE = 72 / 25.4
#: Width and height of the papers that printers hold, in points.
SIZES = {
    "a4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "a5": (148 * MILLIMETRE, 210 * MILLIMETRE),
    "letter": (612.0, 792.0),
}


@dataclass(frozen=True)
class Style:
    """How large the page is and what colour stands out."""

    paper: str = "a4"
    accent: str = "#1c5d49"
    left: float = 42.0
    right: float = 42.0
    top: float = 38.0
    bottom: float = 54.0

    @property
    def width(self) -> float:
        """Return the width of the page."""
        return SIZES[self.paper][0]

    @property
    def height(self) -> float:
        """Return the height of the page."""
        return SIZES[self.paper][1]


def pages_of(sheet: Sheet, style: Style) -> list[Page]:
    """Return the pages of a paper, every text in its place."""
    return _Pages(sheet, style).placed()


class _Pages:
    """The pages so far, and how far down the last one is filled."""

    def __init__(self, sheet: Sheet, style: Style) -> None:
        self.sheet, self.style = sheet, style
        self.left, self.edge = style.left, style.width - style.right
        self.room = self.edge - self.left
        self.floor = style.height - style.bottom
        self.pages: list[Page] = []
        self.y = 0.0
        self.widths = column_widths(sheet, self.room) if sheet.columns else []

    def placed(self) -> list[Page]:
        """Place everything in reading order."""
        self.pages.append(Page())
        self.y = self.style.top
        if self.sheet.head:
            self._letterhead(self.sheet.head)
        self._title()
        self._addressee_and_facts()
        self._table()
        self._totals()
        self._in_words()
        self._texts()
        self._bank()
        self._signatures()
        self._feet()
        return self.pages

    # --- the ground ------------------------------------------------------------------------------
    def _put(self, *items: Item) -> None:
        self.pages[-1].items.extend(items)

    def _line(self, x: float, text: str, size: float, **looks: object) -> None:
        """Put a line of text whose upper edge is where the page is filled to."""
        self._put(Text(x, self.y + ASCENT * size, text, size, **looks))  # type: ignore[arg-type]

    def _turn_page(self) -> None:
        """Begin a page, headed by what paper it is."""
        self.pages.append(Page())
        self.y = self.style.top
        name = self.sheet.head.names[0] if self.sheet.head else ""
        about = f"{self.sheet.title} {self.sheet.number}".strip()
        self._split_line(name, about, SMALL)
        self._put(Rule(self.left, self.edge, self.y + 2, colour="line"))
        self.y += 10

    def _split_line(self, left: str, right: str, size: float, colour: str = "soft") -> None:
        """Put two texts at both edges; the left one is cut where they would meet."""
        most = self.room - width_of(right, size) - 12
        shown = next(iter(wrapped(left, max(most, 40.0), size)), "")
        if shown:
            self._line(self.left, shown, size, colour=colour)
        if right:
            self._line(self.edge, right, size, align="right", colour=colour)
        self.y += size * LEADING

    def _make_room(self, height: float) -> None:
        """Turn the page unless what follows fits whole, or would not fit on a new one either."""
        whole = self.floor - self.style.top - 30
        if self.y + height > self.floor and height < whole:
            self._turn_page()

    def _paragraph(self, text: str, x: float, width: float, size: float, **looks: object) -> None:
        for line in wrapped(text, width, size, bold=bool(looks.get("bold"))):
            if self.y + size * LEADING > self.floor:
                self._turn_page()
            self._line(x, line, size, **looks)
            self.y += size * LEADING

    # --- the head --------------------------------------------------------------------------------
    def _letterhead(self, head: Head) -> None:
        """Put logo and names at the left, how to reach us at the right."""
        top, x = self.y, self.left
        if head.logo:
            self._put(Picture(x, top, x + 110, top + 44, head.logo))
            x += 120
        width = (self.edge - x) * (0.5 if head.details else 1.0)
        for place, name in enumerate(head.names):
            size = 9.0 if place else 12.5
            self._paragraph(name, x, width, size, bold=not place)
        left_end, self.y = self.y, top
        for row in head.details:
            for line in wrapped(row, self.edge - x - width - 12, SMALL):
                self._line(self.edge, line, SMALL, align="right", colour="soft")
                self.y += SMALL * LEADING
        self.y = max(self.y, left_end, top + (44 if head.logo else 0)) + 6
        self._put(Rule(self.left, self.edge, self.y, 1.2, "accent"))
        self.y += 14

    def _title(self) -> None:
        size = 17.0
        for place, line in enumerate(wrapped(self.sheet.title, self.room * 0.6, size, bold=True)):
            if not place and self.sheet.number:
                self._put(
                    Text(self.edge, self.y + ASCENT * size, self.sheet.number, 11.0, align="right")
                )
            self._line(self.left, line, size, bold=True, colour="accent")
            self.y += size * 1.25
        self.y += 6

    def _addressee_and_facts(self) -> None:
        """Put the addressee at the left half, the facts at the right one."""
        top, half = self.y, self.left + self.room * 0.54
        width = self.room * 0.5
        if self.sheet.addressee:
            if self.sheet.addressee_label:
                self._line(self.left, self.sheet.addressee_label, SMALL, colour="soft")
                self.y += SMALL * LEADING + 1
            for place, row in enumerate(self.sheet.addressee):
                self._paragraph(row, self.left, width, SIZE if place else 10.0, bold=not place)
        left_end, self.y = self.y, top
        labels = max([width_of(fact.label, SMALL) for fact in self.sheet.facts], default=0.0)
        start = half + min(labels, self.room * 0.22) + 8
        for fact in self.sheet.facts:
            self._fact(fact, half, start)
        self.y = max(self.y, left_end) + 10

    def _fact(self, fact: Fact, x: float, start: float) -> None:
        """Put a label and, beside it, its value; either may take several lines."""
        top, end = self.y, self.y
        for line in wrapped(fact.label, start - x - 6, SMALL):
            self._put(Text(x, self.y + ASCENT * SIZE, line, SMALL, colour="soft"))
            self.y += SIZE * LEADING
        end, self.y = self.y, top
        self._paragraph(fact.value, start, self.edge - start, SIZE)
        self.y = max(self.y, end)

    # --- the table -------------------------------------------------------------------------------
    def _table(self) -> None:
        if not self.sheet.columns:
            return
        carries = any(column.carries for column in self.sheet.columns)
        strip = SIZE * LEADING + 2 * ROW_PAD if carries else 0.0
        self._table_head()
        so_far, last = Decimal(0), len(self.sheet.rows) - 1
        fresh = True
        for place, row in enumerate(self.sheet.rows):
            cells = cells_of(row.cells, self.widths)
            below = strip if place < last else 0.0
            while self.y + cells.height + below > self.floor:
                if fresh:
                    part, cells = parted(cells, self.floor - self.y - strip)
                    if not any(part.cells):
                        break
                    self._row(part)
                if carries and place:
                    self._sum_row(self.sheet.words.carried, so_far)
                self._turn_page()
                self._table_head()
                if carries and place:
                    self._sum_row(self.sheet.words.brought, so_far)
                fresh = True
            self._row(cells)
            fresh = False
            so_far += row.carried
        self.y += 6

    def _table_head(self) -> None:
        labels = tuple(tuple(column.label.split("\n")) for column in self.sheet.columns)
        cells = cells_of(labels, self.widths, bold=True)
        self._make_room(cells.height + 2 * SIZE * LEADING)
        self._put(Ground(self.left, self.y, self.edge, self.y + cells.height))
        self._cells(cells, bold=True)
        self._put(Rule(self.left, self.edge, self.y, 0.8, "accent"))

    def _row(self, cells: Cells) -> None:
        self._cells(cells)
        self._put(Rule(self.left, self.edge, self.y))

    def _cells(self, cells: Cells, *, bold: bool = False) -> None:
        x = self.left
        for column, width, lines in zip(self.sheet.columns, self.widths, cells.cells, strict=True):
            y = self.y + ROW_PAD
            for line in lines:
                at = x + width - PAD if column.right else x + PAD
                align = "right" if column.right else "left"
                colour = "ink" if line.size == SIZE or bold else "soft"
                base = y + ASCENT * line.size
                self._put(Text(at, base, line.text, line.size, bold, align, colour))
                y += line.size * LEADING
            x += width
        self.y += cells.height

    def _sum_row(self, label: str, amount: Decimal) -> None:
        """Put what the lines so far come to, under the column in which they stand."""
        place = next(n for n, column in enumerate(self.sheet.columns) if column.carries)
        at = self.left + sum(self.widths[: place + 1]) - PAD
        text = f"{amount:,.{self.sheet.digits}f}"
        base = self.y + ROW_PAD + ASCENT * SIZE
        label_at = at - width_of(text, SIZE, bold=True) - 10
        self._put(
            Text(label_at, base, label, SIZE, align="right", colour="soft"),
            Text(at, base, text, SIZE, bold=True, align="right"),
        )
        self.y += SIZE * LEADING + 2 * ROW_PAD

    # --- below the table -------------------------------------------------------------------------
    def _totals(self) -> None:
        if not self.sheet.totals:
            return
        height = sum(self._total_height(total) for total in self.sheet.totals) + 4
        self._make_room(height)
        for total in self.sheet.totals:
            self._total(total)
        self.y += 4

    def _total_height(self, total: Total) -> float:
        return (11.0 if total.main else SIZE) * LEADING + 4

    def _total(self, total: Total) -> None:
        size = 11.0 if total.main else SIZE
        value = width_of(total.value, size, bold=total.main)
        if total.main:
            self._put(Rule(self.left + self.room * 0.5, self.edge, self.y + 1, 0.8, "accent"))
            self.y += 2
        base = self.y + 2 + ASCENT * size
        labels = wrapped(total.label, self.room - value - 24, size, bold=total.main)
        label = labels[0] if labels else ""
        at = self.edge - PAD - max(value, 70.0) - 14
        self._put(
            Text(at, base, label, size, total.main, "right", "ink" if total.main else "soft"),
            Text(self.edge - PAD, base, total.value, size, total.main, "right"),
        )
        self.y += self._total_height(total) - (2 if total.main else 0)

    def _in_words(self) -> None:
        if self.sheet.in_words is None:
            return
        said = f"{self.sheet.in_words.label}: {self.sheet.in_words.value}"
        self._make_room(2 * SIZE * LEADING)
        self._paragraph(said, self.left, self.room, SIZE)
        self.y += 8

    def _texts(self) -> None:
        for fact in self.sheet.texts:
            self._make_room(3 * SIZE * LEADING)
            self._paragraph(fact.label, self.left, self.room, SIZE, bold=True)
            self._paragraph(fact.value, self.left, self.room, SIZE)
            self.y += 7

    def _bank(self) -> None:
        bank = self.sheet.head.bank if self.sheet.head else ()
        if not bank:
            return
        self._make_room((len(bank) + 1) * SIZE * LEADING)
        self._paragraph(self.sheet.words.bank, self.left, self.room, SIZE, bold=True)
        start = self.left + max(width_of(fact.label, SMALL) for fact in bank) + 10
        for fact in bank:
            self._fact(fact, self.left, min(start, self.left + self.room * 0.3))
        self.y += 8

    def _signatures(self) -> None:
        """Put a line for each side to sign on, our stamp over the first."""
        if not self.sheet.signatures:
            return
        self._make_room(86)
        self.y += 6
        width = self.room / len(self.sheet.signatures)
        top = self.y
        ends = []
        for place, label in enumerate(self.sheet.signatures):
            x, self.y = self.left + place * width, top
            self._paragraph(label, x, width - 20, SMALL, colour="soft")
            ends.append(self.y)
        self.y = max(ends) + 44
        for place in range(len(self.sheet.signatures)):
            x = self.left + place * width
            self._put(Rule(x, x + width - 20, self.y, 0.6, "ink"))
        stamp = self.sheet.head.stamp if self.sheet.head else ""
        if stamp:
            box = (self.left + 20, self.y - 70, self.left + 120, self.y + 10)
            self._put(Picture(*box, stamp, over=True))
        self.y += 10

    def _feet(self) -> None:
        """Say at the foot of every page whose it is and which of how many."""
        name = self.sheet.head.names[0] if self.sheet.head else ""
        base = self.style.height - self.style.bottom + 22
        for place, page in enumerate(self.pages, 1):
            said = self.sheet.words.page.format(page=place, pages=len(self.pages))
            room = self.room - width_of(said, SMALL) - 12
            items: Sequence[Item] = (
                Rule(self.left, self.edge, base - 10),
                *[
                    Text(self.left, base, t, SMALL, colour="soft")
                    for t in wrapped(name, room, SMALL)[:1]
                ],
                Text(self.edge, base, said, SMALL, align="right", colour="soft"),
            )
            page.items.extend(items)
