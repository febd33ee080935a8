"""Decide about possible duplicates: create them, take them as records that are there, leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.engine.transfer.mending import recheck_rows
from admin_config.engine.transfer.on_the_way import kept_reasons
from admin_config.engine.transfer.run import as_asked, families_of
from admin_config.models import Choice, ImportChoice, ImportRow, ImportRun, RunState, Verdict
from erp.foundation.refusal import Refusal

_BATCH = 500


def decide(run: ImportRun, choice: str, number: int | None = None) -> list[int]:
    """Decide about one row, or about all that wait; return the rows that have a fresh verdict.

    An empty choice takes a decision back. Nothing is written but the decision.
    """
    with transaction.atomic(), as_asked(run):
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.CHECKED:
            raise Refusal(_("This import is not ready to be mended."), code="state")
        rows = _waiting(locked, choice) if number is None else [_one(locked, choice, number)]
        _store(locked, choice, rows)
        if choice in {Choice.CREATE, Choice.LEAVE}:
            fresh = _settle(locked, choice, rows)
        else:
            fresh = recheck_rows(locked, [row.number for row in rows], hold=not choice)
        run.counts = locked.counts
    return fresh


def _waiting(run: ImportRun, choice: str) -> list[ImportRow]:
    waiting = run.rows.filter(verdict=Verdict.ALIKE).order_by("number")
    heads = [row for row in waiting if not row.reasons[0].get("head")]
    return [r for r in heads if choice != Choice.TAKE or record_of(r) is not None]


def _one(run: ImportRun, choice: str, number: int) -> ImportRow:
    row = run.rows.filter(number=number).first()
    if row is not None and row.reasons and row.reasons[0].get("head"):
        row = run.rows.get(number=row.reasons[0]["head"])
    waits = row is not None and row.verdict in {Verdict.ALIKE, Verdict.LEFT}
    if row is None or not (waits or run.choices.filter(number=row.number).exists()):
        raise Refusal(_("There is no such row."), code="row")
    if choice == Choice.TAKE and record_of(row) is None:
        raise Refusal(_("This row resembles no record, only another row."), code="row")
    return row


def _settle(run: ImportRun, choice: str, heads: Sequence[ImportRow]) -> list[int]:
    """Give rows, with those of the same records, the verdict that was decided."""
    numbers = {row.number for row in heads}
    rows = list(heads)
    if families_of(run):
        held = run.rows.filter(verdict__in=(Verdict.ALIKE, Verdict.LEFT))
        rows += [row for row in held if row.reasons and row.reasons[0].get("head") in numbers]
    counts = Counter(run.counts)
    for row in rows:
        counts[row.verdict] -= 1
        row.verdict = Verdict.NEW if choice == Choice.CREATE else Verdict.LEFT
        row.reasons = kept_reasons(row.reasons) if choice == Choice.CREATE else row.reasons
        counts[row.verdict] += 1
    ImportRow.objects.bulk_update(rows, ["verdict", "reasons"], batch_size=100)
    run.counts = dict(counts)
    run.save(update_fields=["counts"])
    return sorted(row.number for row in rows)


def record_of(row: ImportRow) -> int | None:
    """Return the record that a row resembles most."""
    return next((r["record"] for r in row.reasons if r.get("record")), None)


def _store(run: ImportRun, choice: str, rows: Sequence[ImportRow]) -> None:
    numbers = [row.number for row in rows]
    for start in range(0, len(numbers), _BATCH):
        run.choices.filter(number__in=numbers[start : start + _BATCH]).delete()
    if choice:
        taken = choice == Choice.TAKE
        ImportChoice.objects.bulk_create(
            [
                ImportChoice(
                    run=run,
                    number=row.number,
                    choice=choice,
                    record_pk=record_of(row) if taken else None,
                )
                for row in rows
            ],
            batch_size=_BATCH,
        )
