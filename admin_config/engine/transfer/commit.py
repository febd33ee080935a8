"""Write a checked import: in chunks that are parts of one operation, never a row twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.engine.transfer.again import ahead_of, begin_again, is_again
from admin_config.engine.transfer.chunk import (
    WRITTEN,
    close_books,
    lock_run,
    next_rows,
    note,
    write_chunk,
)
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.halving import write_all
from admin_config.engine.transfer.limits import CHUNK, IN_REQUEST
from admin_config.engine.transfer.run import (
    Tell,
    _ask_in_background,
    _checker,
    _nobody,
    actor_of_run,
    as_asked,
    screen_of,
)
from admin_config.engine.transfer.whole import check_whole, refused_by_database, write_whole
from admin_config.models import ImportRun, RunState, Verdict
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation
from erp.foundation.operation import run as run_operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.telling import about_file


def start_commit(
    run: ImportRun, *, wait: bool = False, whole: bool = False, tell: Tell = _nobody
) -> ImportRun:
    """Begin to write a checked import; a second call finds it begun and changes nothing.

    The operation that all chunks belong to is stored first, with the job where the file is long.
    With ``whole`` either every row is written or none.
    """
    check_may(actor_of_run(run), "import", screen_of(run).model)
    if whole:
        check_whole(run)
    run.options = {**run.options, "whole": whole}
    try:
        begun = run_operation(
            lambda running: _begin(run, running, wait=wait),
            OperationKind.IMPORT,
            by=actor_of_run(run),
            form_token=f"import-{run.pk}-{run.options.get('tries', 0)}",
            details={
                "import": run.pk,
                "screen": run.screen,
                "file": run.filename,
                "rows": run.total,
            },
        )
    except AlreadyDone:
        return ImportRun.objects.get(pk=run.pk)
    if begun.job is None:
        commit_rows(begun, tell)
    return begun


def resume_commit(run: ImportRun) -> None:
    """Take up a commit that was interrupted, from the first row that is not written."""
    if ahead_of(run).count() > IN_REQUEST:
        with transaction.atomic():
            _ask_in_background(run, "console.import_commit")
    else:
        commit_rows(run)


def take_again(run: ImportRun) -> ImportRun:
    """Write the rows that were held back because their records changed after the check.

    They belong to the same operation, so that one undo takes back all of it.
    """
    check_may(actor_of_run(run), "import", screen_of(run).model)
    begun = begin_again(run)
    if begun.state == RunState.COMMITTING:
        resume_commit(begun)
    return begun


def _begin(run: ImportRun, running: RunningOperation, *, wait: bool) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.CHECKED:
        raise Refusal(_("This import is not ready to be written."), code="state")
    running.row.be_about(about_file(screen_of(run).model, run.filename))
    running.row.save()
    locked.operation, locked.job, locked.error = running.stored(), None, ""
    locked.options = run.options
    locked.state, locked.counts = RunState.COMMITTING, {**locked.counts, "written": {}}
    locked.save()
    if locked.count(*WRITTEN) > IN_REQUEST and not wait:
        _ask_in_background(locked, "console.import_commit")
    return locked


def commit_rows(run: ImportRun, tell: Tell = _nobody) -> None:
    """Write what is not written yet, chunk by chunk, until the end of the file.

    A chunk that the database or a rule refuses as a whole is tried in halves, down to the one row
    that is to blame; that row is refused with the reason.
    """
    if run.options.get("whole"):
        write_whole(run)
        return
    with as_asked(run):
        checker = _checker(run)
        facts: dict[str, Any] = {"by": actor_of_run(run), "part_of": run.operation}
        write_all(
            lambda size: run_operation(
                lambda _running: write_chunk(run, checker, size), OperationKind.IMPORT, **facts
            ),
            lambda error: _refuse_next(run, error, checker.headers),
            most=CHUNK,
            tell=tell,
            done=run.rows.filter(verdict__in=WRITTEN, number__lte=run.committed_to).count(),
        )


def end_commit(run: ImportRun) -> None:
    """Close an interrupted import where it stands: what is not written yet is left out."""
    with transaction.atomic(), as_asked(run):
        locked = lock_run(run)
        reason = {"column": "", "hint": "", "code": "ended"}
        reason["message"] = _("The import was ended before this row.")
        if locked.state == RunState.COMMITTING:
            if not is_again(locked):
                left = {"verdict": Verdict.REFUSED, "reasons": [reason], "differences": []}
                ahead_of(locked).update(**left)
            close_books(locked)


def _refuse_next(run: ImportRun, error: Exception, headers: Mapping[str, str]) -> int:
    """Refuse the one row, with those of its record, that the database or a rule will not take."""

    def work(_running: Any) -> int:
        locked = lock_run(run)
        staged = next_rows(locked, 1)
        if not staged:
            return 0
        findings = [Finding(row.number, ()) for row in staged]
        for finding in findings:
            if isinstance(error, ValidationError):
                finding.refuse_by(error, headers)
            else:
                finding.refuse(refused_by_database())
        note(locked, staged, findings)
        return len(staged)

    return run_operation(work, OperationKind.IMPORT, by=actor_of_run(run), part_of=run.operation)
