"""An import from upload to report: what happens when, each step as one small transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.alike import Likeness
from admin_config.engine.transfer.below import Families, file_columns
from admin_config.engine.transfer.cells import kept, unkept
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.chosen import taken_as
from admin_config.engine.transfer.family import FamilyChecker
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.in_order import in_order
from admin_config.engine.transfer.kept_files import check_is_kept
from admin_config.engine.transfer.keys import key_fields, key_in_file
from admin_config.engine.transfer.limits import (
    CHUNK,
    COUNTED_IN_REQUEST,
    IN_REQUEST,
    MOST_ROWS,
)
from admin_config.engine.transfer.mapping import find_columns, propose, remember, remembered_for
from admin_config.engine.transfer.on_the_way import attach, tell_rows
from admin_config.engine.transfer.picture_files import attach_pictures, keep_files
from admin_config.engine.transfer.reading import (
    Row,
    recognise,
    rows_of,
    too_many_rows,
)
from admin_config.engine.transfer.resembling import hold_possible_duplicates
from admin_config.engine.transfer.side_by_side import check_side_by_side, processes_for
from admin_config.models import ImportRow, ImportRun, RunState, Verdict
from erp.foundation.actor import Actor
from erp.foundation.models import JobState, OperationKind
from erp.foundation.operation import operation, retrying
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.rows import insert_rows
from erp.foundation.services.job import ask_for_job

#: Characters of the file's name in the title of a job.
_NAMED = 150
Tell = Callable[[int], None]
_COLUMNS = (
    "run_id", "number", "verdict", "data", "differences", "reasons", "record_pk", "marks",
)  # fmt: skip


def screen_of(run: ImportRun) -> Screen:
    """Return the screen that the file is for."""
    screen = registry.find(run.screen)
    if screen is None:
        raise Refusal(_("This screen does not exist any more."), code="screen")
    return screen


def actor_of_run(run: ImportRun) -> Actor:
    """Return the person in whose name the file is checked and written."""
    return Actor.person(run.asked_by)


@contextmanager
def as_asked(run: ImportRun) -> Iterator[None]:
    """Speak the language and keep the zone of the person who asked, also in the background."""
    language = run.options.get("language") or translation.get_language() or "en"
    with translation.override(language), timezone.override(run.options.get("zone") or "UTC"):
        yield


def take_file(
    screen: Screen, upload: UploadedFile, *, by: Actor, pictures: UploadedFile | None = None
) -> ImportRun:
    """Keep an uploaded file on private disk, find out what it is and propose its columns.

    A file that is no table, too large, damaged or locked is refused and not kept. Pictures come as
    a ZIP beside the table, or the table lies in it.
    """
    check_may(by, "import", screen.model)
    if screen.importing is None or screen.read_only:
        raise Refusal(_("Files are not imported here."), code="no_import")
    name = PurePath(upload.name or "file").name[-200:]
    run = ImportRun(screen=screen.label, filename=name, asked_by=by.user)
    run.options = {
        "mode": "both",
        "language": translation.get_language(),
        "zone": timezone.get_current_timezone_name(),
    }
    try:
        keep_files(run, upload, pictures)
        run.source = recognise(Path(run.file.path))
        propose_columns(run)
    except BaseException:
        for file in filter(None, (run.file, run.pictures)):
            file.delete(save=False)
        raise
    return run


def propose_columns(run: ImportRun) -> None:
    """Find the header and propose a field for each column, as the person decided last time."""
    known = remembered_for(run)
    run.options = {**run.options, **(known.options if known else {})}
    columns = file_columns(screen_of(run), actor_of_run(run), run.options)
    check_is_kept(Path(run.file.path))
    header, run.columns = find_columns(Path(run.file.path), run.source, columns)
    run.source["header"] = header
    remembered = known.columns if known else {}
    run.mapping = propose(run.columns, columns, remembered, key_fields(screen_of(run).model))
    run.save()
    run.mends.all().delete()
    run.choices.all().delete()


def _nobody(_done: int) -> None:
    """Tell nobody how far it is."""


def start_check(run: ImportRun, *, wait: bool = False, tell: Tell = _nobody) -> None:
    """Check the file as it is mapped now, from its first row; long files in the background.

    With ``wait`` it is done when this returns, however long the file is: for commands.
    """
    check_may(actor_of_run(run), "import", screen_of(run).model)
    if run.state not in {RunState.UPLOADED, RunState.CHECKED, RunState.MAPPED}:
        raise Refusal(_("This import was already started."), code="started")
    check_is_kept(Path(run.file.path))
    with transaction.atomic():
        run.rows.all().delete()
        run.state, run.checked_to, run.counts, run.error = RunState.MAPPED, 0, {}, ""
        run.on_the_way = {}
        is_long = not wait and run.file.size > COUNTED_IN_REQUEST
        run.total = 0 if is_long else _count_rows(run)
        run.job = None
        run.save()
        remember(run)
        later = is_long or (run.total > IN_REQUEST and not wait)
        if later:
            _ask_in_background(run, "console.import_check")
    if not later:
        check_rows(run, tell)


def resume_check(run: ImportRun) -> None:
    """Take up a check that was interrupted, from the first row that has no verdict."""
    if not run.total or run.total - run.rows.count() > IN_REQUEST:
        with transaction.atomic():
            _ask_in_background(run, "console.import_check")
    else:
        check_rows(run)


def _ask_in_background(run: ImportRun, kind: str) -> None:
    file = {"file": run.filename[:_NAMED]}
    is_check = kind == "console.import_check"
    title = (_("Check of %(file)s") if is_check else _("Import of %(file)s")) % file
    run.job = ask_for_job(kind, by=actor_of_run(run), title=title, run=run.pk)
    run.job.total = run.total
    run.job.save(update_fields=["total"])
    run.save(update_fields=["job"])


def count_rows(run: ImportRun) -> None:
    """Count the rows of a file that was too large for it while the person waited."""
    if not run.total:
        run.total = _count_rows(run)
        run.save(update_fields=["total"])


def _count_rows(run: ImportRun) -> int:
    total = sum(1 for _row in _rows(run, after=0))
    if total > MOST_ROWS:
        raise too_many_rows()
    return total


def _rows(run: ImportRun, *, after: int) -> Iterator[Row]:
    check_is_kept(Path(run.file.path))
    start = max(after, int(run.source["header"]))
    rows = _mended(run, rows_of(Path(run.file.path), run.source, after=start))
    families = families_of(run)
    return families.filled(rows) if families else rows


def _mended(run: ImportRun, rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows with the cells that a person put right."""
    typed: dict[int, dict[int, str]] = {}
    for number, place, text in run.mends.values_list("number", "place", "typed"):
        typed.setdefault(number, {})[place] = text
    for number, cells in rows:
        for place, text in typed.get(number, {}).items():
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = text
        yield number, cells


def families_of(run: ImportRun) -> Families:
    """Return which rows of the file belong to one record."""
    return Families(screen_of(run), run.mapping)


def weighs_much(run: ImportRun) -> bool:
    """Tell whether it would give rights, or fill columns that a role must be given to see."""
    fields = file_columns(screen_of(run), actor_of_run(run), run.options)
    mapped = [fields[name].model_field for name in run.mapping.values() if name in fields]
    return any(
        field.name in getattr(field.model, kind, ())
        for field in mapped
        for kind in ("guarded_fields", "rights_fields")
    )


def is_left(run: ImportRun) -> bool:
    """Tell whether a check or commit was begun and nobody is at it any more."""
    if run.state not in {RunState.MAPPED, RunState.COMMITTING}:
        return False
    return run.job is None or run.job.state in {
        JobState.FAILED,
        JobState.CANCELLED,
        JobState.DONE,
    }


def check_rows(run: ImportRun, tell: Tell = _nobody) -> None:
    """Check what is not checked yet, chunk by chunk; each chunk carries its place in the file."""
    with as_asked(run):
        checker, likeness = _checker(run), likeness_of(run)
        done = _recall(run, checker)
        chunks = _chunks(_rows(run, after=run.checked_to), families_of(run))
        processes = 1 if likeness else processes_for(checker, run.total - done)
        if processes > 1:
            checked = check_side_by_side(checker, _maker(run), chunks, processes)
        else:
            checked = _checked_here(run, checker, chunks)
        for chunk, findings in checked:
            likeness.mark(findings)
            tell_rows(run, checker, findings)
            _store(run, findings)
            done += len(chunk)
            tell(done)
        with transaction.atomic():
            hold_possible_duplicates(run, likeness, families_of(run))
            run.state = RunState.CHECKED
            run.save(update_fields=["state", "counts"])


def _checked_here(
    run: ImportRun, checker: Checker | FamilyChecker, chunks: Iterator[list[Row]]
) -> Iterator[tuple[list[Row], Sequence[Finding]]]:
    for chunk in chunks:
        with _as_import(run):
            findings = checker.check(chunk)
        yield chunk, findings


def _maker(run: ImportRun) -> Callable[[], Any]:
    """Return what makes a checker in a process beside this one."""

    def make() -> Checker | FamilyChecker:
        translation.activate(run.options.get("language") or translation.get_language() or "en")
        timezone.activate(run.options.get("zone") or "UTC")
        return _checker(run)

    return make


def _checker(run: ImportRun) -> Checker | FamilyChecker:
    screen = screen_of(run)
    kind = FamilyChecker if families_of(run) else Checker
    key = key_in_file(screen, list(run.mapping.values()))
    checker = kind(screen, actor_of_run(run), run.mapping, run.options, key=key)
    head = checker.head if isinstance(checker, FamilyChecker) else checker
    head.taken_as = taken_as(run)
    attach(checker, run, actor_of_run(run))
    attach_pictures(head, run)
    return checker


def likeness_of(run: ImportRun) -> Likeness:
    """Return what makes rows of this file possible duplicates."""
    return Likeness(screen_of(run), actor_of_run(run))


def _as_import(run: ImportRun) -> AbstractContextManager[Any]:
    """Let gates see an import where files may state the past of papers; nothing is written."""
    importing = screen_of(run).importing
    if importing is None or not importing.past:
        return nullcontext()
    return operation(OperationKind.IMPORT, by=actor_of_run(run))


def _chunks(rows: Iterator[Row], families: Families) -> Iterator[list[Row]]:
    """Yield the rows chunk by chunk; rows of one record stay together."""
    chunk: list[Row] = []
    for row in rows:
        if len(chunk) >= CHUNK and not (families and families.are_one(chunk[-1][1], row[1])):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _recall(run: ImportRun, checker: Checker | FamilyChecker) -> int:
    """Let the checker know what it saw before it was interrupted; return how many rows."""
    done = 0
    own = ("data",) if isinstance(checker, Checker) and checker.own_kind else ()
    for number, marks, *data in in_order(run.rows, "marks", *own):
        done += 1
        if data and isinstance(checker, Checker):
            checker.announce([(number, [unkept(cell) for cell in data[0]])])
        checker.seen.update({mark: number for mark in marks if isinstance(mark, int)})
    return done


def _store(run: ImportRun, findings: Sequence[Finding]) -> None:
    """Store a chunk's verdicts with the place that was reached, all or nothing."""
    expected = run.checked_to

    def write() -> None:
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.checked_to != expected or locked.state != RunState.MAPPED:
                raise Refusal(_("This file is being checked by somebody else."), code="taken")
            insert_rows(ImportRow, _COLUMNS, (_as_row(run, finding) for finding in findings))
            locked.counts = dict(Counter(locked.counts) + _counted(findings))
            locked.checked_to, locked.on_the_way = findings[-1].number, run.on_the_way
            locked.save(update_fields=["counts", "checked_to", "on_the_way"])
            run.counts, run.checked_to = locked.counts, locked.checked_to

    retrying(write)


def _counted(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(str(finding.verdict.value) for finding in findings if finding.verdict)


def _as_row(run: ImportRun, finding: Finding) -> tuple[Any, ...]:
    verdict = finding.verdict or Verdict.REFUSED
    return (
        run.pk,
        finding.number,
        verdict.value,
        [cell if type(cell) is str else kept(cell) for cell in finding.cells],
        finding.differences,
        finding.reasons,
        finding.record.pk if finding.record is not None else None,
        finding.marks,
    )
