"""Write tables in four formats, row by row, with memory that does not grow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from import_export.formats import base_formats

from admin_config.engine.transfer.sheet_writers import Rows, write_ods, write_xlsx

_FORMATS: dict[str, Any] = {
    "csv": base_formats.CSV,
    "xlsx": base_formats.XLSX,
    "ods": base_formats.ODS,
    "json": base_formats.JSON,
}
FORMATS = tuple(_FORMATS)
#: Formats that are sent while they are written.
STREAMED = ("csv", "json")
_BLOCK = 64 * 1024


def content_type(kind: str) -> str:
    """Return the MIME type of a format."""
    stated: str = _FORMATS[kind].CONTENT_TYPE
    return "application/x-ndjson" if kind == "json" else stated


class _Pieces(io.StringIO):
    """A text buffer that is emptied whenever it is full enough to send."""

    def drained(self) -> bytes:
        piece = self.getvalue().encode()
        self.seek(0)
        self.truncate()
        return piece


def stream_csv(headers: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with the mark by which spreadsheet programs recognise it."""
    out = _Pieces()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headers)
    for row in rows:
        writer.writerow(row)
        if out.tell() > _BLOCK:
            yield out.drained()
    yield out.drained()


def stream_json(names: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield one JSON object a line, keyed by field name."""
    out = _Pieces()
    for row in rows:
        out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str))
        out.write("\n")
        if out.tell() > _BLOCK:
            yield out.drained()
    yield out.drained()


FILES: dict[str, Callable[[Path, Sequence[str], Rows], None]] = {
    "xlsx": write_xlsx,
    "ods": write_ods,
}
STREAMS: dict[str, Callable[[Sequence[str], Rows], Iterator[bytes]]] = {
    "csv": stream_csv,
    "json": stream_json,
}
