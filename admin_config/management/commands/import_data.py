"""``manage.py import_data``: a file through the import that staff use, with the same checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.engine.transfer.at_the_prompt import (
    NOTHING_DONE,
    SOME_REFUSED,
    Bar,
    actor_named,
    screen_named,
)
from admin_config.engine.transfer.below import file_columns
from admin_config.engine.transfer.commit import commit_rows, start_commit
from admin_config.engine.transfer.mapping import ambiguous_dates, problems_of
from admin_config.engine.transfer.on_the_way import may_be_created
from admin_config.engine.transfer.report import refused_file
from admin_config.engine.transfer.run import (
    check_rows,
    propose_columns,
    start_check,
    take_file,
)
from admin_config.models import NOT_TAKEN, ImportRun, RunState, Verdict

_WRITTEN = (Verdict.NEW, Verdict.CHANGED)


class Command(BaseCommand):
    """Imports a file, or only checks it; 0 all taken, 1 some rows refused, 2 nothing done."""

    help = (
        "Import a CSV, XLSX, XLS or ODS file into a screen in somebody's name. "
        "Exit codes: 0 all rows are taken, 1 some were refused, 2 nothing was done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the screen, the file, in whose name, and how the file is to be read."""
        parser.add_argument("screen", help="the model's name, or app.model")
        parser.add_argument("file", type=Path, nargs="?", help="the file to import")
        parser.add_argument("--by", required=True, help="username in whose name it happens")
        parser.add_argument("--check", action="store_true", help="check only, write nothing")
        parser.add_argument("--go-on", type=int, metavar="NUMBER", help="an interrupted import")
        parser.add_argument("--mode", choices=("both", "add", "update"), default="both")
        parser.add_argument("--dates", choices=("dmy", "mdy"), help="which comes first in dates")
        parser.add_argument("--numbers", choices=("point", "comma"), default="point")
        parser.add_argument("--sheet", help="the sheet of a workbook, else the first")
        parser.add_argument("--encoding", help="of a text file, else as found")
        parser.add_argument("--delimiter", help="of a text file, else as found")
        parser.add_argument(
            "--map", action="append", default=[], metavar="HEADER=FIELD", help="match a column"
        )
        parser.add_argument("--all-or-nothing", action="store_true", help="all rows or none")
        parser.add_argument(
            "--create",
            action="append",
            default=[],
            metavar="FIELD",
            help="create what this field names and is not there yet",
        )
        parser.add_argument(
            "--alike",
            choices=("leave", "create"),
            default="leave",
            help="possible duplicates: left out, or created",
        )
        parser.add_argument("--pictures", type=Path, help="a ZIP with files that cells name")
        parser.add_argument("--refused", type=Path, help="write refused rows here (.csv, .xlsx)")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, check, write and report; every refusal ends with what to do."""
        try:
            run = self._imported(options)
        except (ValidationError, OSError) as refusal:
            told = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            raise CommandError(" ".join(told), returncode=NOTHING_DONE) from None
        except PermissionDenied:
            message = "This account may not import here."
            raise CommandError(message, returncode=NOTHING_DONE) from None
        self._report(run, options)

    def _imported(self, options: dict[str, Any]) -> ImportRun:
        run = _taken_up(options) if options["go_on"] else _taken(options)
        if run.state in {RunState.UPLOADED, RunState.MAPPED}:
            bar = Bar("check", run.total)
            if run.state == RunState.UPLOADED:
                start_check(run, wait=True, tell=bar.tell)
            else:
                check_rows(run, bar.tell)
            bar.end()
        if options["check"] or run.state == RunState.DONE:
            return run
        bar = Bar("write", run.count(*_WRITTEN))
        if run.state == RunState.COMMITTING:
            commit_rows(run, bar.tell)
        else:
            whole = options["all_or_nothing"]
            run = start_commit(run, wait=True, whole=whole, tell=bar.tell)
        bar.end()
        run.refresh_from_db()
        return run

    def _report(self, run: ImportRun, options: dict[str, Any]) -> None:
        done = run.state == RunState.DONE
        names = ("created", "updated", "same", "not_taken")
        checked = (
            run.count(Verdict.NEW),
            run.count(Verdict.CHANGED),
            run.count(Verdict.UNCHANGED),
            run.count(*NOT_TAKEN),
        )
        new, changed, same, refused = (run.counts[n] for n in names) if done else checked
        state = "written" if done else "checked, nothing written"
        self.stdout.write(
            f"import {run.pk}: {state}; {run.total} rows read = {new} new + {changed} changed"
            f" + {same} unchanged + {refused} refused"
        )
        if refused and options["refused"]:
            kind = "xlsx" if options["refused"].suffix == ".xlsx" else "csv"
            with refused_file(run, kind) as found, options["refused"].open("wb") as out:
                shutil.copyfileobj(found, out)
        if run.error:
            raise CommandError(run.error, returncode=NOTHING_DONE)
        if refused:
            for line in _first_reasons(run):
                self.stderr.write(line)
            message = f"{refused} rows were refused."
            raise CommandError(message, returncode=SOME_REFUSED)


def _first_reasons(run: ImportRun) -> Iterable[str]:
    for row in run.rows.filter(verdict__in=NOT_TAKEN).order_by("number")[:20]:
        yield f"row {row.number}: {' '.join(row.reason_texts())}"


def _taken(options: dict[str, Any]) -> ImportRun:
    if options["file"] is None:
        message = "Name the file to import, or an import with --go-on."
        raise CommandError(message, returncode=NOTHING_DONE)
    path: Path = options["file"]
    screen, actor = screen_named(options["screen"]), actor_named(options["by"])
    beside: Path | None = options["pictures"]
    with path.open("rb") as file, beside.open("rb") if beside else nullcontext() as pack:
        upload = UploadedFile(file=file, name=path.name, size=path.stat().st_size)
        given = UploadedFile(pack, beside.name, size=beside.stat().st_size) if beside else None
        run = take_file(screen, upload, by=actor, pictures=given)
    stated = {n: options[n] for n in ("sheet", "encoding", "delimiter") if options[n]}
    if stated:
        run.source = {**run.source, **stated}
        propose_columns(run)
    run.options = {**run.options, "mode": options["mode"], "numbers": options["numbers"]}
    run.options["dates"], run.options["alike"] = options["dates"] or "", options["alike"]
    run.options["create"] = options["create"]
    fields = file_columns(screen, actor, run.options)
    _match(run, options["map"], fields)
    problems = [
        f"--create {name}: what it names cannot be created by its name alone, or not by you."
        for name in options["create"]
        if name not in fields or not may_be_created(fields[name], actor)
    ]
    problems += problems_of(screen, run.mapping, fields, options["mode"])
    if not options["dates"] and (names := ambiguous_dates(run, fields)):
        problems.append(f"Say with --dates whether day or month comes first: {', '.join(names)}.")
    if problems:
        raise CommandError(" ".join(problems), returncode=NOTHING_DONE)
    return run


def _match(run: ImportRun, stated: list[str], fields: Any) -> None:
    """Match columns to fields as stated; an empty field leaves the column out."""
    headers = [column["header"] for column in run.columns]
    for pair in stated:
        header, _sep, field = pair.rpartition("=")
        if header not in headers or (field and field not in fields):
            message = f"--map {pair}: headers are {headers}, fields are {list(fields)}."
            raise CommandError(message, returncode=NOTHING_DONE)
        place = str(headers.index(header))
        run.mapping = {p: n for p, n in run.mapping.items() if p != place and n != field}
        if field:
            run.mapping[place] = field


def _taken_up(options: dict[str, Any]) -> ImportRun:
    actor, screen = actor_named(options["by"]), screen_named(options["screen"])
    runs = ImportRun.objects.select_related("asked_by", "operation", "job")
    found = runs.filter(pk=options["go_on"], asked_by=actor.user, screen=screen.label).first()
    if found is None:
        message = f"{options['by']} has no import {options['go_on']} into this screen."
        raise CommandError(message, returncode=NOTHING_DONE)
    return found
