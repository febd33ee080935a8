"""What stands in each cell of a printed table, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from admin_config.engine.printing.wrapping import wrapped

SIZE, SMALL, LEADING = 8.5, 7.0, 1.32
#: Left and right of every text, above and below every row.
PAD, ROW_PAD = 3.0, 3.2


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
