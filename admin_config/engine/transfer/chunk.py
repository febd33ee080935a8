"""Write one chunk of a checked import: checked again under locks, its place kept with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from admin_config.engine.transfer.again import ahead_of, overtake, shown_verdict
from admin_config.engine.transfer.cells import unkept
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.family import FamilyChecker
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.limits import CHUNK
from admin_config.engine.transfer.on_the_way import create_named
from admin_config.engine.transfer.run import families_of
from admin_config.engine.transfer.storing import write_families, write_findings
from admin_config.models import NOT_TAKEN, ImportRow, ImportRun, RunState, Verdict

WRITTEN = (Verdict.NEW, Verdict.CHANGED)


def lock_run(run: ImportRun) -> ImportRun:
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
    reasons: list[dict[str, str]]
    outcome: str = ""

    @property
    def cells(self) -> list[Any]:
        """Return the cells as they were read."""
        return [unkept(cell) for cell in self.data]


def next_rows(locked: ImportRun, size: int) -> list[Staged]:
    """Return the next rows; rows of one record come together, those without a change as well."""
    if locked.state != RunState.COMMITTING:
        return []
    families = families_of(locked)
    ahead = ahead_of(locked, unchanged_too=bool(families)).order_by("number")
    plain = ahead.values_list("pk", "number", "verdict", "data", "differences", "reasons")
    if not families:
        return [Staged(*row) for row in plain[:size]]
    taken: list[Staged] = []
    for row in plain.iterator(chunk_size=CHUNK):
        staged = Staged(*row)
        if len(taken) >= size and not families.are_one(taken[-1].cells, staged.cells):
            break
        taken.append(staged)
    return taken


def write_chunk(run: ImportRun, checker: Checker | FamilyChecker, size: int) -> int:
    """Check the next rows again and write them; return how many, 0 at the end."""
    locked = lock_run(run)
    staged = next_rows(locked, size)
    if not staged:
        close_books(locked)
        return 0
    rows = [(row.number, row.cells) for row in staged]
    findings = _up_to_own_parents(list(checker.check(rows, lock=True)))
    staged = staged[: len(findings)]
    for row, finding in zip(staged, findings, strict=True):
        _compare(row, finding)
    if isinstance(checker, FamilyChecker):
        checker.settle_together(findings)
        create_named(locked, checker, findings)
        write_families(checker, findings)
    else:
        create_named(locked, checker, findings)
        write_findings(checker.model, findings, checker.beside)
    note(locked, staged, findings)
    return len(staged)


def _up_to_own_parents(findings: list[Finding]) -> list[Finding]:
    """Cut a chunk before the first row that names a record which is itself not written yet."""
    for place, finding in enumerate(findings):
        if any(getattr(value, "pk", value) is None and value for value in finding.values.values()):
            return findings[:place]
    return findings


def _compare(row: Staged, finding: Finding) -> None:
    """Let a row through only if it still does what the person was shown; else show it afresh."""
    if finding.verdict in {Verdict.REFUSED, Verdict.DOUBLED, Verdict.UNCHANGED}:
        return
    shown = shown_verdict(row.verdict, row.reasons)
    if finding.verdict != shown or finding.differences != row.differences:
        overtake(finding)


def note(locked: ImportRun, staged: list[Staged], findings: list[Finding]) -> None:
    """Store what came of each row and the place that was reached."""
    deviating = []
    for row, finding in zip(staged, findings, strict=True):
        verdict = Verdict.REFUSED if finding.verdict == Verdict.DOUBLED else finding.verdict
        row.outcome = str(verdict or Verdict.REFUSED)
        if row.outcome != row.verdict or row.outcome == Verdict.OVERTAKEN:
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


def close_books(locked: ImportRun) -> None:
    """Close the books: created + changed + unchanged + refused = rows read."""
    if locked.state != RunState.COMMITTING:
        return
    became = Counter(dict(locked.rows.values_list("verdict").annotate(Count("pk")).order_by()))
    locked.counts = {
        **locked.counts,
        "created": became[Verdict.NEW],
        "updated": became[Verdict.CHANGED],
        "same": became[Verdict.UNCHANGED],
        "not_taken": sum(became[verdict] for verdict in NOT_TAKEN),
        **{v: became[v] for v in (Verdict.OVERTAKEN, Verdict.ALIKE, Verdict.LEFT)},
    }
    locked.state, locked.finished_at = RunState.DONE, timezone.now()
    locked.save(update_fields=["counts", "state", "finished_at"])
