"""Write a checked import: in chunks that are parts of one operation, never a row twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.family import FamilyChecker
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.limits import CHUNK, IN_REQUEST
from admin_config.engine.transfer.reading import unkept
from admin_config.engine.transfer.run import (
    _ask_in_background,
    _checker,
    actor_of_run,
    as_asked,
    families_of,
    screen_of,
)
from admin_config.engine.transfer.storing import write_families, write_findings
from admin_config.models import ImportRow, ImportRun, RunState, Verdict
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation
from erp.foundation.operation import run as run_operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.telling import about_file

Tell = Callable[[int], None]
_WRITTEN = (Verdict.NEW, Verdict.CHANGED)


def start_commit(run: ImportRun, *, wait: bool = False) -> ImportRun:
    """Begin to write a checked import; a second call finds it begun and changes nothing.

    The operation that all chunks belong to is stored first, with the job where the file is long.
    """
    check_may(actor_of_run(run), "import", screen_of(run).model)
    try:
        begun = run_operation(
            lambda running: _begin(run, running, wait=wait),
            OperationKind.IMPORT,
            by=actor_of_run(run),
            form_token=f"import-{run.pk}",
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
        commit_rows(begun)
    return begun


def resume_commit(run: ImportRun) -> None:
    """Take up a commit that was interrupted, from the first row that is not written."""
    ahead = run.rows.filter(verdict__in=_WRITTEN, number__gt=run.committed_to)
    if ahead.count() > IN_REQUEST:
        with transaction.atomic():
            _ask_in_background(run, "console.import_commit")
    else:
        commit_rows(run)


def _begin(run: ImportRun, running: RunningOperation, *, wait: bool) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.CHECKED:
        raise Refusal(_("This import is not ready to be written."), code="state")
    running.row.be_about(about_file(screen_of(run).model, run.filename))
    running.row.save()
    locked.operation, locked.job = running.stored(), None
    locked.state, locked.counts = RunState.COMMITTING, {**locked.counts, "written": {}}
    locked.save()
    if locked.count(*_WRITTEN) > IN_REQUEST and not wait:
        _ask_in_background(locked, "console.import_commit")
    return locked


def commit_rows(run: ImportRun, tell: Tell = lambda _done: None) -> None:
    """Write what is not written yet, chunk by chunk, until the end of the file.

    A chunk that the database or a rule refuses as a whole is tried in halves, down to the one row
    that is to blame; that row is refused with the reason.
    """
    with as_asked(run):
        checker, size = _checker(run), CHUNK
        done = run.rows.filter(verdict__in=_WRITTEN, number__lte=run.committed_to).count()
        while True:
            try:
                count = run_operation(
                    lambda _running: _write_chunk(run, checker, size),  # noqa: B023
                    OperationKind.IMPORT,
                    by=actor_of_run(run),
                    part_of=run.operation,
                )
            except (ValidationError, IntegrityError) as error:
                if size > 1:
                    size = max(1, size // 2)
                    continue
                count = _refuse_next(run, error)
            if not count:
                return
            done += count
            tell(done)
            size = min(CHUNK, size * 2)


def _locked(run: ImportRun) -> ImportRun:
    """Lock the run; its place is what makes sure that no row is written twice."""
    return ImportRun.objects.select_for_update().get(pk=run.pk)


@dataclass
class Staged:
    """A row as it was checked: what it would do, and what came of it."""

    pk: int
    number: int
    verdict: str
    data: list[Any]
    differences: list[dict[str, str]]
    outcome: str = ""

    @property
    def cells(self) -> list[Any]:
        """Return the cells as they were read."""
        return [unkept(cell) for cell in self.data]


def _next_rows(locked: ImportRun, size: int) -> list[Staged]:
    """Return the next rows; rows of one record come together, those without a change as well."""
    if locked.state != RunState.COMMITTING:
        return []
    families = families_of(locked)
    verdicts = (*_WRITTEN, Verdict.UNCHANGED) if families else _WRITTEN
    ahead = locked.rows.filter(verdict__in=verdicts, number__gt=locked.committed_to)
    plain = ahead.order_by("number").values_list("pk", "number", "verdict", "data", "differences")
    if not families:
        return [Staged(*row) for row in plain[:size]]
    taken: list[Staged] = []
    for row in plain.iterator(chunk_size=CHUNK):
        staged = Staged(*row)
        if len(taken) >= size and not families.are_one(taken[-1].cells, staged.cells):
            break
        taken.append(staged)
    return taken


def _write_chunk(run: ImportRun, checker: Checker | FamilyChecker, size: int) -> int:
    """Check the next rows again and write them; return how many, 0 at the end."""
    locked = _locked(run)
    staged = _next_rows(locked, size)
    if not staged:
        _end(locked)
        return 0
    rows = [(row.number, row.cells) for row in staged]
    findings = _up_to_own_parents(list(checker.check(rows, lock=True)))
    staged = staged[: len(findings)]
    for row, finding in zip(staged, findings, strict=True):
        _compare(row, finding)
    if isinstance(checker, FamilyChecker):
        checker.settle_together(findings)
        write_families(checker, findings)
    else:
        write_findings(checker.model, findings, checker.beside)
    _note(locked, staged, findings)
    return len(staged)


def _up_to_own_parents(findings: list[Finding]) -> list[Finding]:
    """Cut a chunk before the first row that names a record which is itself not written yet."""
    for place, finding in enumerate(findings):
        if any(getattr(value, "pk", value) is None and value for value in finding.values.values()):
            return findings[:place]
    return findings


def _compare(row: Staged, finding: Finding) -> None:
    """Let a row through only if it still does what the person was shown."""
    if finding.verdict in {Verdict.REFUSED, Verdict.DOUBLED, Verdict.UNCHANGED}:
        return
    if finding.verdict == row.verdict and finding.differences == row.differences:
        return
    finding.refuse(
        _("The record was changed by somebody else after the check. Nothing was overwritten."),
        hint=_("Import this row again to see what it would change now."),
        code="overtaken",
    )


def _note(locked: ImportRun, staged: list[Staged], findings: list[Finding]) -> None:
    """Store what came of each row and the place that was reached."""
    deviating = []
    for row, finding in zip(staged, findings, strict=True):
        verdict = Verdict.REFUSED if finding.verdict == Verdict.DOUBLED else finding.verdict
        row.outcome = str(verdict or Verdict.REFUSED)
        if row.outcome != row.verdict:
            deviating.append(
                ImportRow(
                    pk=row.pk,
                    verdict=row.outcome,
                    reasons=finding.reasons,
                    differences=finding.differences,
                )
            )
    if deviating:
        ImportRow.objects.bulk_update(
            deviating, ["verdict", "reasons", "differences"], batch_size=100
        )
    written = Counter(locked.counts.get("written", {})) + Counter(r.outcome for r in staged)
    locked.counts = {**locked.counts, "written": dict(written)}
    locked.committed_to = staged[-1].number
    locked.save(update_fields=["counts", "committed_to"])


def _refuse_next(run: ImportRun, error: Exception) -> int:
    """Refuse the one row, with those of its record, that the database or a rule will not take."""

    def work(_running: Any) -> int:
        locked = _locked(run)
        staged = _next_rows(locked, 1)
        if not staged:
            return 0
        findings = [Finding(row.number, ()) for row in staged]
        if isinstance(error, ValidationError):
            messages = error.messages
        else:
            messages = [_("The database refuses this row: a value is taken or a record is gone.")]
        for finding in findings:
            for message in messages:
                finding.refuse(message)
        _note(locked, staged, findings)
        return len(staged)

    return run_operation(work, OperationKind.IMPORT, by=actor_of_run(run), part_of=run.operation)


def _end(locked: ImportRun) -> None:
    """Close the books: created + changed + unchanged + refused = rows read."""
    if locked.state != RunState.COMMITTING:
        return
    became = Counter(dict(locked.rows.values_list("verdict").annotate(Count("pk")).order_by()))
    locked.counts = {
        **locked.counts,
        "created": became[Verdict.NEW],
        "updated": became[Verdict.CHANGED],
        "same": became[Verdict.UNCHANGED],
        "not_taken": became[Verdict.REFUSED] + became[Verdict.DOUBLED],
    }
    locked.state, locked.finished_at = RunState.DONE, timezone.now()
    locked.save(update_fields=["counts", "state", "finished_at"])
