"""What became of the rows: the refused ones as a file that can be corrected and imported again."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.cells import unkept
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
    refused = run.rows.filter(verdict__in=NOT_TAKEN).order_by("number")
    for row in refused.iterator(chunk_size=1000):
        cells = [_as_came(unkept(cell)) for cell in row.data[:width]]
        cells += [""] * (width - len(cells))
        yield [*cells, defuse("; ".join(row.reason_texts()))]


def _as_came(cell: Any) -> Any:
    return defuse(undefuse(cell)) if isinstance(cell, str) else cell


def refused_file(run: ImportRun, kind: str) -> bytes:
    """Return the refused rows as an XLSX file, or as CSV in the way of the file that came."""
    headers = [column["header"] for column in run.columns] + [_("Reasons")]
    if kind == "csv":
        return _as_text(run.source, [headers, *refused_rows(run)])
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_xlsx(Path(file.name), headers, refused_rows(run))
        return Path(file.name).read_bytes()


def _as_text(source: dict[str, Any], table: list[list[Any]]) -> bytes:
    """Write a table with the delimiter and in the encoding of the file, where that can hold it."""
    out = io.StringIO()
    csv.writer(out, delimiter=source.get("delimiter", ",")).writerows(table)
    encoding = source.get("encoding", "utf-8")
    try:
        return out.getvalue().encode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeEncodeError:
        return out.getvalue().encode("utf-8-sig")
