"""What became of the rows: the refused ones as a file that can be corrected and imported again."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.cells import unkept
from admin_config.engine.transfer.in_order import in_order
from admin_config.engine.transfer.sheet_writers import write_xlsx
from admin_config.engine.transfer.values import defuse, text_of, undefuse
from admin_config.models import NOT_TAKEN, ImportRow, ImportRun


def cell_text(row: ImportRow, place: int) -> str:
    """Return a cell of a row as people read it."""
    return text_of_cell(row.data[place]) if place < len(row.data) else ""


def text_of_cell(cell: Any) -> str:
    """Return a kept cell as people read it."""
    return text_of(unkept(cell))


def refused_rows(run: ImportRun) -> Iterator[list[Any]]:
    """Yield the refused rows as they came, each followed by its reasons."""
    width = len(run.columns)
    for row in in_order(run.rows.filter(verdict__in=NOT_TAKEN)):
        cells = [_as_came(unkept(cell)) for cell in row.data[:width]]
        cells += [""] * (width - len(cells))
        yield [*cells, defuse("; ".join(row.reason_texts()))]


def _as_came(cell: Any) -> Any:
    return defuse(undefuse(cell)) if isinstance(cell, str) else cell


def refused_file(run: ImportRun, kind: str) -> IO[bytes]:
    """Return the refused rows as an XLSX file, or as CSV in the way of the file that came.

    However many they are, they lie on disk and not in memory; the file goes when it is closed.
    """
    file = tempfile.NamedTemporaryFile(suffix=f".{kind}")  # noqa: SIM115 - whoever asked closes it
    headers = [column["header"] for column in run.columns] + [_("Reasons")]
    if kind == "csv":
        _write_text(file, run, headers)
    else:
        write_xlsx(Path(file.name), headers, refused_rows(run))
    file.seek(0)
    return file


def _write_text(file: IO[bytes], run: ImportRun, headers: list[str]) -> None:
    """Write with the delimiter and in the encoding of the file, where that can hold every cell."""
    encoding = run.source.get("encoding", "utf-8")
    for attempt in ("utf-8-sig" if encoding == "utf-8" else encoding, "utf-8-sig"):
        file.seek(0)
        file.truncate()
        out = io.TextIOWrapper(file, encoding=attempt, newline="")
        try:
            writer = csv.writer(out, delimiter=run.source.get("delimiter", ","))
            writer.writerows(chain([headers], refused_rows(run)))
            out.flush()
        except UnicodeEncodeError:
            continue
        finally:
            out.detach()
        return
