"""Place the table of lines: its head on every page, rows whole, sums carried over."""

from __future__ import annotations

from decimal import Decimal

from admin_config.engine.printing.columns import (
    LEADING,
    PAD,
    ROW_PAD,
    SIZE,
    Cells,
    cells_of,
    parted,
)
from admin_config.engine.printing.flow import Flow
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.paper_widths import widths_of
from admin_config.engine.printing.places import ASCENT, Ground, Rule, Text


def place_table(flow: Flow) -> None:
    """Place the lines of a paper that has any columns."""
    if flow.sheet.columns:
        _Table(flow).place()


class _Table:
    """The table on its way onto the pages."""

    def __init__(self, flow: Flow) -> None:
        self.flow, self.sheet = flow, flow.sheet
        found = widths_of(flow.sheet, flow.room)
        self.widths, self.letters = found.columns, flow.sheet.letters * found.letters

    def place(self) -> None:
        """Place every row."""
        carries = any(column.carries for column in self.sheet.columns)
        strip = SIZE * LEADING + 2 * ROW_PAD if carries else 0.0
        self._table_head()
        so_far, last = Decimal(0), len(self.sheet.rows) - 1
        fresh = True
        for place, row in enumerate(self.sheet.rows):
            cells = cells_of(row.cells, self.widths, letters=self.letters)
            below = strip if place < last else 0.0
            while self.flow.y + cells.height + below > self.flow.floor:
                if fresh:
                    part, cells = parted(cells, self.flow.floor - self.flow.y - strip)
                    if not any(part.cells):
                        break
                    self._row(part)
                if carries and place:
                    self._sum_row(self.sheet.words.carried, so_far)
                self.flow.turn_page()
                self._table_head()
                if carries and place:
                    self._sum_row(self.sheet.words.brought, so_far)
                fresh = True
            self._row(cells)
            fresh = False
            so_far += row.carried
        self.flow.y += 6

    def _table_head(self) -> None:
        labels = tuple(tuple(column.label.split("\n")) for column in self.sheet.columns)
        cells = cells_of(labels, self.widths, bold=True, letters=self.letters)
        self.flow.make_room(cells.height + 2 * SIZE * LEADING)
        self.flow.put(
            Ground(self.flow.left, self.flow.y, self.flow.edge, self.flow.y + cells.height)
        )
        self._cells(cells, bold=True)
        self.flow.put(Rule(self.flow.left, self.flow.edge, self.flow.y, 0.8, "accent"))

    def _row(self, cells: Cells) -> None:
        self._cells(cells)
        self.flow.put(Rule(self.flow.left, self.flow.edge, self.flow.y))

    def _cells(self, cells: Cells, *, bold: bool = False) -> None:
        x = self.flow.left
        for column, width, lines in zip(self.sheet.columns, self.widths, cells.cells, strict=True):
            y = self.flow.y + ROW_PAD
            for line in lines:
                at = x + width - PAD if column.right else x + PAD
                align = "right" if column.right else "left"
                colour = "ink" if line.size == SIZE * self.letters or bold else "soft"
                base = y + ASCENT * line.size
                self.flow.put(Text(at, base, line.text, line.size, bold, align, colour))
                y += line.size * LEADING
            x += width
        self.flow.y += cells.height

    def _sum_row(self, label: str, amount: Decimal) -> None:
        """Put what the lines so far come to, under the column in which they stand."""
        place = next(n for n, column in enumerate(self.sheet.columns) if column.carries)
        at = self.flow.left + sum(self.widths[: place + 1]) - PAD
        text = f"{amount:,.{self.sheet.digits}f}"
        base = self.flow.y + ROW_PAD + ASCENT * SIZE
        label_at = at - width_of(text, SIZE, bold=True) - 10
        self.flow.put(
            Text(label_at, base, label, SIZE, align="right", colour="soft"),
            Text(at, base, text, SIZE, bold=True, align="right"),
        )
        self.flow.y += SIZE * LEADING + 2 * ROW_PAD
