"""``manage.py export_data``: records of a screen into a file, as somebody may see them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.engine.transfer.at_the_prompt import (
    NOTHING_DONE,
    Bar,
    actor_named,
    screen_named,
)
from admin_config.engine.transfer.columns import columns_for
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.limits import SHEET_ROWS
from admin_config.engine.transfer.writers import FILES, FORMATS, STREAMS
from erp.foundation.roles import rows_of


class Command(BaseCommand):
    """Exports what an account may export; 0 the file is whole, 2 nothing was written."""

    help = (
        "Export records of a screen in somebody's name. The file's ending says the format: "
        "csv, json (a line each), xlsx, ods; - writes CSV to standard output. "
        "Exit codes: 0 the file is whole, 2 nothing was done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the screen, the file, in whose name, and which columns."""
        parser.add_argument("screen", help="the model's name, or app.model")
        parser.add_argument("file", help="where to write; - for standard output")
        parser.add_argument("--by", required=True, help="username in whose name it happens")
        parser.add_argument("--columns", help="names of fields with commas between, else all")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write beside the file and put it in place when it is whole."""
        try:
            self._export(options)
        except (ValidationError, OSError) as refusal:
            told = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            raise CommandError(" ".join(told), returncode=NOTHING_DONE) from None
        except PermissionDenied:
            message = "This account may not export here."
            raise CommandError(message, returncode=NOTHING_DONE) from None

    def _export(self, options: dict[str, Any]) -> None:
        screen, actor = screen_named(options["screen"]), actor_named(options["by"])
        names = _names(options["columns"], list(columns_for(screen, actor)))
        export = Export(screen, actor, names)
        keys = export.keys(rows_of(screen.model).order_by("pk"))
        kind = _kind(options["file"])
        if kind in FILES and len(keys) > SHEET_ROWS:
            message = f"A sheet holds at most {SHEET_ROWS} rows. Export as csv."
            raise CommandError(message, returncode=NOTHING_DONE)
        export.record(len(keys), {"format": kind, "what": "command"})
        bar = Bar("export", len(keys))
        rows = _told(export.rows(keys, native=kind == "json"), bar)
        titles = export.names if kind == "json" else export.headers
        if options["file"] == "-":
            for piece in STREAMS[kind](titles, rows):
                sys.stdout.buffer.write(piece)
        else:
            _write(Path(options["file"]), kind, titles, rows)
        bar.end()
        self.stderr.write(f"{len(keys)} rows exported")


def _names(stated: str | None, offered: list[str]) -> list[str] | None:
    if not stated:
        return None
    names = [name.strip() for name in stated.split(",")]
    if unknown := [name for name in names if name not in offered]:
        message = f"There are no columns {', '.join(unknown)}; there are {', '.join(offered)}."
        raise CommandError(message, returncode=NOTHING_DONE)
    return names


def _kind(file: str) -> str:
    kind = "csv" if file == "-" else Path(file).suffix[1:].lower().replace("jsonl", "json")
    if kind not in FORMATS:
        message = f"{file}: the ending has to be one of {', '.join(FORMATS)}."
        raise CommandError(message, returncode=NOTHING_DONE)
    return kind


def _told(rows: Iterator[list[Any]], bar: Bar) -> Iterator[list[Any]]:
    for done, row in enumerate(rows, start=1):
        if not done % 100:
            bar.tell(done)
        yield row


def _write(path: Path, kind: str, titles: Sequence[str], rows: Iterator[list[Any]]) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        if kind in STREAMS:
            with beside.open("wb") as out:
                out.writelines(STREAMS[kind](titles, rows))
        else:
            FILES[kind](beside, titles, rows)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
