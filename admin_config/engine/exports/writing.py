"""Write an export into a file, which is there only when it is whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from admin_config.engine.exports.encodings import UTF8, stream
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.limits import EXPORT_CHUNK
from admin_config.engine.transfer.writers import FILES, STREAMS

Tell = Callable[[int], None]


def ending_of(kind: str) -> str:
    """Return how the name of a file of this format ends."""
    return "jsonl" if kind == "json" else kind


def write_file(
    path: Path,
    export: Export,
    keys: Sequence[Any],
    kind: str,
    *,
    encoding: str = UTF8,
    tell: Tell | None = None,
) -> None:
    """Write beside the file and put it in place when it is whole; what was there is replaced.

    ``tell`` is told how many rows are written, now and then. Nobody can guess the name of what
    stands beside, so no link that somebody put there is followed.
    """
    rows = _told(export.rows(keys, native=kind == "json"), tell)
    titles = export.names if kind == "json" else export.headers
    beside = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex}.part")
    try:
        if kind in STREAMS:
            with beside.open("wb") as out:
                out.writelines(stream(kind, titles, rows, encoding))
        else:
            FILES[kind](beside, titles, rows)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _told(rows: Iterator[list[Any]], tell: Tell | None) -> Iterator[list[Any]]:
    for done, row in enumerate(rows):
        if tell is not None and done % EXPORT_CHUNK == 0:
            tell(done)
        yield row
