"""How wide the columns of a printed table are, and what stands in each cell line by line."""

from __future__ import annotations

from dataclasses import dataclass

from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.sheet import Column, Sheet
from admin_config.engine.printing.wrapping import wrapped

SIZE, SMALL, LEADING = 8.5, 7.0, 1.32
#: Left and right of every text, above and below every row.
PAD, ROW_PAD = 3.0, 3.2
#: No column of numbers takes more than this; a column of words has at least so much.
_WIDEST, _NARROWEST = 130.0, 70.0


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of a cell."""

    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Cells:
    """A row, every cell broken into lines, and how high it is."""

    cells: tuple[tuple[CellLine, ...], ...]
    height: float


def height_of(lines: tuple[CellLine, ...]) -> float:
    """Return how high the lines of a cell are."""
    return sum([line.size for line in lines]) * LEADING


def column_widths(sheet: Sheet, room: float) -> list[float]:
    """Return the width of each column; together they fill the room.

    Numbers are as wide as they are, words share what is left; where that is too little, numbers
    give way in proportion and are broken as well.
    """
    natural = [_natural(sheet, place, column) for place, column in enumerate(sheet.columns)]
    shares = [column.share for column in sheet.columns]
    fixed = sum(width for width, share in zip(natural, shares, strict=True) if not share)
    least = _NARROWEST * sum(1 for share in shares if share)
    if fixed and fixed > room - least:
        squeeze = max((room - least) / fixed, 0.2)
        natural = [width * squeeze for width in natural]
        fixed *= squeeze
    rest = room - fixed
    whole = sum(shares)
    if not whole:
        return [width * room / (fixed or 1) for width in natural]
    return [
        rest * share / whole if share else width
        for width, share in zip(natural, shares, strict=True)
    ]


def _natural(sheet: Sheet, place: int, column: Column) -> float:
    if column.share:
        return 0.0
    if column.blank:
        return column.blank
    widths = [max(width_of(part, SIZE, bold=True) for part in column.label.split("\n"))]
    for row in sheet.rows:
        widths += [width_of(text, SMALL if n else SIZE) for n, text in enumerate(row.cells[place])]
    return min(max(widths), _WIDEST) + 2 * PAD + 1


def cells_of(
    texts: tuple[tuple[str, ...], ...],
    widths: list[float],
    *,
    bold: bool = False,
    letters: float = 1.0,
) -> Cells:
    """Break every cell of a row into lines."""
    size, small = SIZE * letters, SMALL * letters
    cells = tuple(
        tuple(
            CellLine(line, small if place else size)
            for place, text in enumerate(cell)
            for line in wrapped(text, width - 2 * PAD, small if place else size, bold=bold)
        )
        for cell, width in zip(texts, widths, strict=True)
    )
    return Cells(cells, max([height_of(cell) for cell in cells], default=0.0) + 2 * ROW_PAD)


def parted(cells: Cells, room: float) -> tuple[Cells, Cells]:
    """Part a row that no page holds: what fits into the room, and the rest."""
    first, rest = [], []
    for cell in cells.cells:
        used, place = 2 * ROW_PAD, 0
        while place < len(cell) and used + cell[place].size * LEADING <= room:
            used += cell[place].size * LEADING
            place += 1
        first.append(cell[:place])
        rest.append(cell[place:])
    return _of(tuple(first)), _of(tuple(rest))


def _of(cells: tuple[tuple[CellLine, ...], ...]) -> Cells:
    return Cells(cells, max([height_of(cell) for cell in cells], default=0.0) + 2 * ROW_PAD)
