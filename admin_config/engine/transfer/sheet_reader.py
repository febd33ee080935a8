"""A program of its own that reads one spreadsheet file, within limits of memory and time.

Whatever a file does to its reader, the house only sees this process end. It writes lines of JSON:
the visible sheets, or the rows of one sheet and a last line; a file that ends without it was more
than the limits hold.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from admin_config.engine.transfer.cells import Formula, kept
from admin_config.engine.transfer.formulas import TooManyFormulas, formulas_of
from admin_config.engine.transfer.limits import MOST_CELL, MOST_COLUMNS

#: Characters that are sent at once.
_TOGETHER = 100_000
_SECONDS = 120


def main(path: Path, memory: int, sheet: str | None) -> None:
    """Write what was asked for; what cannot be read ends with a word that says why."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with _opened(path) as workbook:
            answers = _sheets(workbook) if sheet is None else _rows(workbook, path, sheet)
            for answer in answers:
                sys.stdout.write(json.dumps(answer, default=kept) + "\n")
    except calamine.PasswordError:
        _say("password")
    except TooManyFormulas:
        _say("heavy")
    except calamine.WorksheetNotFound:
        _say("sheet")
    except (calamine.CalamineError, OSError, ValueError):
        _say("damaged")
    else:
        _say("end")


def _opened(path: Path) -> calamine.CalamineWorkbook:
    """Open a workbook for what its name says that it is, else for what it is."""
    try:
        return calamine.load_workbook(path)
    except calamine.PasswordError:
        raise
    except calamine.CalamineError:
        with path.open("rb") as file:
            return calamine.load_workbook(file)


def _say(word: str) -> None:
    sys.stdout.write(json.dumps(word) + "\n")


def _sheets(workbook: calamine.CalamineWorkbook) -> Iterator[list[str]]:
    visible = calamine.SheetVisibleEnum.Visible
    yield [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == visible]


def _rows(
    workbook: calamine.CalamineWorkbook, path: Path, name: str
) -> Iterator[list[tuple[int, list[Any]]]]:
    """Yield rows with their numbers, many at a time; formulas stand where no value does."""
    sheet = workbook.get_sheet_by_name(name)
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    formulas = formulas_of(path, name) if packed else {}
    together: list[tuple[int, list[Any]]] = []
    number = size = 0
    for number, cells in enumerate(sheet.iter_rows() if sheet.start is not None else (), start=1):
        row = _with_formulas(list(cells), formulas.get(number, {}))
        while row and row[-1] == "":
            row.pop()
        if row:
            row, weight = _cut(row)
            size += weight
            together.append((number, row))
        if size > _TOGETHER:
            yield together
            together, size = [], 0
    beyond = sorted(place for place in formulas if place > number)
    yield [*together, *((place, _with_formulas([], formulas[place])) for place in beyond)]


def _cut(row: list[Any]) -> tuple[list[Any], int]:
    """Cut a row just beyond what the house takes, so that it is refused and not carried."""
    del row[MOST_COLUMNS + 1 :]
    long = [i for i, cell in enumerate(row) if isinstance(cell, str) and len(cell) > MOST_CELL]
    for place in long:
        row[place] = row[place][: MOST_CELL + 1]
    return row, sum(len(cell) if isinstance(cell, str) else 8 for cell in row)


def _with_formulas(cells: list[Any], formulas: dict[int, Formula]) -> list[Any]:
    """Put formulas without a value where the reader saw empty cells."""
    if formulas:
        cells += [""] * (max(formulas) + 1 - len(cells))
        for place, formula in formulas.items():
            cells[place] = formula
    return [kept(cell) if isinstance(cell, Formula) else cell for cell in cells]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)  # noqa: PLR2004
