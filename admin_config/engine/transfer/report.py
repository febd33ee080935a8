"""What became of the rows: the refused ones as a file that can be corrected and imported again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.reading import unkept
from admin_config.engine.transfer.sheet_writers import write_xlsx
from admin_config.engine.transfer.values import defuse, text_of, undefuse
from admin_config.engine.transfer.writers import stream_csv
from admin_config.models import ImportRow, ImportRun, Verdict


def cell_text(row: ImportRow, place: int) -> str:
    """Return a cell of a row as people read it."""
    return text_of(unkept(row.data[place])) if place < len(row.data) else ""


def refused_rows(run: ImportRun) -> Iterator[list[Any]]:
    """Yield the refused rows as they came, each followed by its reasons."""
    width = len(run.columns)
    refused = run.rows.filter(verdict__in=(Verdict.REFUSED, Verdict.DOUBLED)).order_by("number")
    for row in refused.iterator(chunk_size=1000):
        cells = [_as_came(unkept(cell)) for cell in row.data[:width]]
        cells += [""] * (width - len(cells))
        yield [*cells, defuse("; ".join(row.reason_texts()))]


def _as_came(cell: Any) -> Any:
    return defuse(undefuse(cell)) if isinstance(cell, str) else cell


def refused_file(run: ImportRun, kind: str) -> bytes:
    """Return the refused rows as a CSV or XLSX file."""
    headers = [column["header"] for column in run.columns] + [_("Reasons")]
    if kind == "csv":
        return b"".join(stream_csv(headers, refused_rows(run)))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_xlsx(Path(file.name), headers, refused_rows(run))
        return Path(file.name).read_bytes()
