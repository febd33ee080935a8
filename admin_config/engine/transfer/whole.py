"""Write a checked import all or not at all: one transaction, taken back by the first refusal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from admin_config.engine.transfer.chunk import WRITTEN, lock_run, write_chunk
from admin_config.engine.transfer.limits import CHUNK, MOST_WHOLE
from admin_config.engine.transfer.run import _checker, actor_of_run, as_asked
from admin_config.models import ImportRow, ImportRun, RunState, Verdict
from erp.foundation.models import OperationKind
from erp.foundation.operation import retrying
from erp.foundation.operation import run as run_operation
from erp.foundation.refusal import Refusal

_NOT_WHOLE = (Verdict.REFUSED, Verdict.DOUBLED, Verdict.OVERTAKEN)


def check_whole(run: ImportRun) -> None:
    """Refuse all or nothing where something is refused already, or where it is too much at once."""
    if run.count(Verdict.ALIKE, Verdict.OVERTAKEN):
        raise Refusal(_("Not all rows can be written: some wait for you."), code="not_whole")
    if run.count(Verdict.REFUSED, Verdict.DOUBLED):
        raise Refusal(_("Not all rows can be written: some are refused."), code="not_whole")
    if run.count(*WRITTEN) > MOST_WHOLE:
        raise Refusal(
            _("At most %(most)s rows are written all or not at all.") % {"most": MOST_WHOLE},
            code="not_whole",
        )


def write_whole(run: ImportRun) -> None:
    """Write every row in one transaction; the first that is refused takes all of them back.

    The import is then as it was when it had been checked, with that row refused.
    """
    with as_asked(run):
        try:
            retrying(lambda: _write_all(run))
        except (ValidationError, IntegrityError) as error:
            _take_back(run, error)


def _write_all(run: ImportRun) -> None:
    checker = _checker(run)
    with transaction.atomic():
        while run_operation(
            lambda _running: write_chunk(run, checker, CHUNK),
            OperationKind.IMPORT,
            by=actor_of_run(run),
            part_of=run.operation,
        ):
            _check_nothing_is_refused(run)


class _NotWhole(Refusal):
    """A row that was fine when it was checked is refused now."""

    def __init__(self, row: ImportRow) -> None:
        facts = {"row": row.number, "why": " ".join(row.reason_texts())}
        super().__init__(_("Row %(row)s: %(why)s") % facts, code="not_whole")
        self.row = row


def _check_nothing_is_refused(run: ImportRun) -> None:
    refused = run.rows.filter(verdict__in=_NOT_WHOLE).first()
    if refused is not None:
        raise _NotWhole(refused)


def _take_back(run: ImportRun, error: Exception) -> None:
    with transaction.atomic():
        locked = lock_run(run)
        told = error.messages if isinstance(error, ValidationError) else [refused_by_database()]
        why = " ".join(told)
        locked.error = f"{_('Nothing was written.')} {why}"[:500]
        locked.state, locked.operation = RunState.CHECKED, None
        locked.options = {**locked.options, "tries": locked.options.get("tries", 0) + 1}
        if isinstance(error, _NotWhole):
            row = error.row
            before = locked.rows.get(pk=row.pk).verdict
            locked.counts = dict(
                Counter(_verdicts(locked.counts)) - Counter([before]) + Counter([row.verdict])
            )
            row.save(update_fields=["verdict", "reasons", "differences"])
        locked.save()


def _verdicts(counts: dict[str, Any]) -> dict[str, int]:
    return {verdict: counts.get(verdict, 0) for verdict in Verdict.values}


def refused_by_database() -> str:
    """Return what is said of a row that no rule refused, but the database."""
    return _("The database refuses this row: a value is taken or a record is gone.")
