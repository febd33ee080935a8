"""Rows whose records changed after the check: held back, shown afresh, taken when told to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.models import ImportRow, ImportRun, RunState, Verdict
from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from admin_config.engine.transfer.finding import Finding

_WRITTEN = (Verdict.NEW, Verdict.CHANGED)
_HELD = (Verdict.REFUSED, Verdict.DOUBLED, Verdict.OVERTAKEN)
_OPTION = "again"


def is_again(run: ImportRun) -> bool:
    """Tell whether the import is at the rows that were held back, after all others were done."""
    return bool(run.options.get(_OPTION))


def writes_of(run: ImportRun) -> int:
    """Return how many rows this round of writing has."""
    return run.count(Verdict.OVERTAKEN) if is_again(run) else run.count(*_WRITTEN)


def ahead_of(run: ImportRun, *, unchanged_too: bool = False) -> QuerySet[ImportRow]:
    """Return the rows that this round still has to write."""
    round_of = (*_WRITTEN, Verdict.UNCHANGED) if unchanged_too else _WRITTEN
    verdicts = (Verdict.OVERTAKEN,) if is_again(run) else round_of
    return run.rows.filter(verdict__in=verdicts, number__gt=run.committed_to)


def shown_verdict(verdict: str, reasons: list[dict[str, str]]) -> str:
    """Return what the person was last shown that a row would do."""
    return next((r["now"] for r in reasons if r.get("now")), verdict)


def overtake(finding: Finding) -> None:
    """Hold a row back with what it would do now: nobody has seen that yet."""
    now = finding.verdict or Verdict.REFUSED
    finding.verdict = Verdict.OVERTAKEN
    said = {
        Verdict.NEW: _("The record is gone by now: the row would add it."),
        Verdict.CHANGED: _("The record was changed by somebody else after the check."),
    }
    finding.reasons.append(
        {
            "column": "",
            "message": said.get(now, _("A row of the same record was overtaken.")),
            "hint": _("Nothing was overwritten. Look again at what the row would do now."),
            "code": "overtaken",
            "now": str(now.value),
        }
    )


def hold_together(family: list[Any]) -> None:
    """Hold back every row of a record of which one is overtaken."""
    if any(f.verdict == Verdict.OVERTAKEN for f in family):
        for finding in family:
            if finding.verdict not in _HELD:
                overtake(finding)


def begin_again(run: ImportRun) -> ImportRun:
    """Let the overtaken rows be written as they are shown now; return the import to go on with.

    Of an import that is only checked they become ordinary rows. Where somebody changes a record
    once more before its row is written, the row is held back once more.
    """
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        rows = locked.rows.filter(verdict=Verdict.OVERTAKEN)
        if locked.state not in {RunState.CHECKED, RunState.DONE} or not rows.exists():
            raise Refusal(_("No row waits to be looked at again."), code="state")
        if locked.state == RunState.CHECKED:
            _settle(locked, list(rows))
        elif locked.operation is None or getattr(locked.operation, "undone_by", None) is not None:
            raise Refusal(_("This import was undone. Check the file again."), code="undone")
        else:
            locked.options = {**locked.options, _OPTION: True, "whole": False}
            locked.state, locked.committed_to, locked.job = RunState.COMMITTING, 0, None
        locked.save()
    return locked


def _settle(locked: ImportRun, rows: list[ImportRow]) -> None:
    counts = Counter(locked.counts)
    for row in rows:
        counts[row.verdict] -= 1
        row.verdict, row.reasons = shown_verdict(row.verdict, row.reasons), []
        counts[row.verdict] += 1
    ImportRow.objects.bulk_update(rows, ["verdict", "reasons"], batch_size=100)
    locked.counts, locked.error = dict(counts), ""
