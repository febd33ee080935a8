"""``manage.py export_data``: records of a screen into a file, as somebody may see them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from admin_config.engine.exports.column_sets import set_named
from admin_config.engine.exports.encodings import ENCODINGS, encoding_named, stream
from admin_config.engine.exports.listed import rows_listed, view_named, words_of, words_of_view
from admin_config.engine.exports.related import export_columns
from admin_config.engine.exports.writing import write_file
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.at_the_prompt import (
    NOTHING_DONE,
    Bar,
    actor_named,
    screen_named,
)
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.limits import SHEET_ROWS
from admin_config.engine.transfer.writers import FILES, FORMATS
from erp.foundation.actor import Actor
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
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--columns",
            help="names of fields with commas between, else all; brand__website is a field of "
            "the record that brand points to",
        )
        chosen.add_argument("--saved", help="the name of kept columns that the account is offered")
        parser.add_argument(
            "--filter",
            help="only what the list shows then: the words of its address, as in "
            "'active=1&q=bearing&o=-code', or the name of a saved view",
        )
        parser.add_argument("--encoding", default="utf-8", help="of csv: utf-8, or gb18030 (gbk)")

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
        names = _names(screen, actor, options)
        kind, encoding = _kind(options["file"]), _encoding(options["encoding"])
        export = Export(screen, actor, names)
        words = _filter(screen, actor.user, options["filter"])
        keys = export.keys(_rows(screen, actor.user, words))
        if kind in FILES and len(keys) > SHEET_ROWS:
            message = f"A sheet holds at most {SHEET_ROWS} rows. Export as csv."
            raise CommandError(message, returncode=NOTHING_DONE)
        details = {"format": kind, "what": "command", "filter": words}
        export.record(len(keys), details if kind != "csv" else {**details, "encoding": encoding})
        bar = Bar("export", len(keys))
        if options["file"] == "-":
            for piece in stream(kind, export.headers, export.rows(keys), encoding):
                sys.stdout.buffer.write(piece)
        else:
            path = Path(options["file"])
            write_file(path, export, keys, kind, encoding=encoding, tell=bar.tell)
        bar.tell(len(keys))
        bar.end()
        self.stderr.write(f"{len(keys)} rows exported")


def _filter(screen: Screen, person: Any, stated: str | None) -> str:
    """Return the words of an address: as they were stated, or those of the saved view."""
    if not stated:
        return ""
    if "=" in stated:
        return words_of(stated)
    view = view_named(screen, person, stated)
    if view is None:
        message = f"No view called {stated!r} is offered to this account, and it is no filter."
        raise CommandError(message, returncode=NOTHING_DONE)
    return words_of_view(view)


def _rows(screen: Screen, person: Any, words: str) -> QuerySet[Any]:
    return rows_listed(screen, person, words) if words else rows_of(screen.model).order_by("pk")


def _encoding(stated: str) -> str:
    found = encoding_named(stated)
    if found is None:
        message = f"There is no encoding {stated!r}; there are {', '.join(ENCODINGS)}."
        raise CommandError(message, returncode=NOTHING_DONE)
    return found


def _names(screen: Screen, actor: Actor, options: dict[str, Any]) -> list[str] | None:
    """Return the columns that were asked for; of kept ones those that the account may see."""
    offered = list(export_columns(screen, actor))
    if options["saved"]:
        kept = set_named(actor.user, screen, options["saved"])
        if kept is None:
            message = f"No columns called {options['saved']!r} are offered to this account."
            raise CommandError(message, returncode=NOTHING_DONE)
        return [str(name) for name in kept.columns if name in offered]
    if not options["columns"]:
        return None
    names = [name.strip() for name in options["columns"].split(",")]
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
