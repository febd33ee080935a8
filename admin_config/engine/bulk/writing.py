"""Do what was checked: chunks that are parts of one operation, never a record twice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.bulk.run import (
    AT_ONCE,
    Tell,
    Work,
    actor_of_run,
    as_asked,
    ask_in_background,
    check_rows,
    nobody,
    replace_rows,
    screen_of,
    work_of,
)
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.halving import write_all
from admin_config.engine.transfer.whole import refused_by_database
from admin_config.models import BulkOutcome, BulkRun, BulkState
from erp.foundation.fresh_proof import FreshProofNeeded
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation
from erp.foundation.operation import run as run_operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.sealing import withdraw_operation
from erp.foundation.telling import about_many
from erp.foundation.verbs import name_verb

#: Under which fields that were changed together stand in the log.
VERB = "change_together"
name_verb(VERB, gettext_lazy("changed together"))


def kind_of(run: BulkRun) -> OperationKind:
    """Return as what it stands in the log."""
    return OperationKind.ACTION if run.verb else OperationKind.CHANGE


def start(run: BulkRun) -> BulkRun:
    """Begin with what was checked; a second call finds it begun and changes nothing.

    The operation to which all chunks belong is stored first, with the job where they are many.
    """
    try:
        begun = run_operation(
            lambda running: _begin(run, running),
            kind_of(run),
            by=actor_of_run(run),
            reason=run.reason,
            form_token=f"bulk-{run.pk}",
            verb=run.verb or VERB,
            details={"bulk": run.pk, "screen": run.screen, "asked": run.total},
        )
    except AlreadyDone:
        return BulkRun.objects.get(pk=run.pk)
    if begun.job is None:
        try:
            work_rows(begun)
        except FreshProofNeeded:
            _take_back(begun)
            raise
    return begun


def _take_back(begun: BulkRun) -> None:
    """Let a run stand checked again of which nothing was done, for want of a fresh proof."""
    with transaction.atomic():
        locked = BulkRun.objects.select_for_update().get(pk=begun.pk)
        lead: Any = locked.operation
        if locked.state != BulkState.WORKING or locked.done_to or lead.parts.exists():
            return
        locked.state, locked.operation = BulkState.CHECKED, None
        locked.save(update_fields=["state", "operation"])
        withdraw_operation(lead)


def _begin(run: BulkRun, running: RunningOperation) -> BulkRun:
    locked = BulkRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != BulkState.CHECKED or not locked.count(BulkOutcome.READY):
        raise Refusal(_("There is nothing here that is ready to be done."), code="state")
    running.row.be_about(about_many(screen_of(run).model, locked.count(BulkOutcome.READY)))
    running.row.save()
    locked.operation, locked.job, locked.reason = running.stored(), None, run.reason
    locked.state = BulkState.WORKING
    locked.save()
    if locked.count(BulkOutcome.READY) > AT_ONCE:
        ask_in_background(locked, "console.bulk_do", locked.count(BulkOutcome.READY))
    return locked


def work_rows(run: BulkRun, tell: Tell = nobody) -> None:
    """Do what is not done yet, chunk by chunk; what the house refuses stays and says why."""
    with as_asked(run):
        work = work_of(run)
        facts: dict[str, Any] = {
            "by": actor_of_run(run),
            "part_of": run.operation,
            "reason": run.reason,
            "verb": run.verb or VERB,
        }
        write_all(
            lambda size: run_operation(
                lambda _running: _write_chunk(run, work, size), kind_of(run), **facts
            ),
            lambda error: run_operation(
                lambda _running: _refuse_next(run, error), kind_of(run), **facts
            ),
            most=work.chunk,
            tell=tell,
            done=run.rows.filter(number__lte=run.done_to, outcome=BulkOutcome.DONE).count(),
        )


def _next(run: BulkRun, size: int) -> tuple[BulkRun, list[Any]]:
    """Lock the run, whose place is what makes sure that nothing is done twice; return the rows."""
    locked = BulkRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != BulkState.WORKING:
        return locked, []
    ready = locked.rows.filter(outcome=BulkOutcome.READY, number__gt=locked.done_to)
    return locked, list(ready.order_by("number")[:size])


def _write_chunk(run: BulkRun, work: Work, size: int) -> int:
    locked, rows = _next(run, size)
    if not rows:
        _close(locked)
        return 0
    _note(locked, rows, work.do(rows))
    return len(rows)


def _refuse_next(run: BulkRun, error: Exception) -> int:
    """Refuse the one record that the database or a rule will not take."""
    locked, rows = _next(run, 1)
    if not rows:
        return 0
    finding = Finding(rows[0].number, ())
    if isinstance(error, ValidationError):
        finding.refuse_by(error, {})
    else:
        finding.refuse(refused_by_database())
    _note(locked, rows, [finding])
    return 1


def _note(locked: BulkRun, rows: list[Any], findings: list[Finding]) -> None:
    replace_rows(locked, rows, findings, BulkOutcome.DONE)
    locked.done_to = rows[-1].number
    locked.save(update_fields=["counts", "done_to"])


def _close(locked: BulkRun) -> None:
    if locked.state == BulkState.WORKING:
        locked.state, locked.finished_at = BulkState.DONE, timezone.now()
        locked.save(update_fields=["counts", "state", "finished_at"])


def go_on(run: BulkRun) -> None:
    """Take up what was stopped, from the first record that was not looked at, or not done."""
    checking = run.state == BulkState.CHECKING
    left = run.total - run.checked_to if checking else run.count(BulkOutcome.READY)
    if left > AT_ONCE:
        with transaction.atomic():
            ask_in_background(run, "console.bulk_check" if checking else "console.bulk_do", left)
    elif checking:
        check_rows(run)
    else:
        work_rows(run)


def end(run: BulkRun) -> None:
    """Close what was stopped where it stands: the rest is left out and says so."""
    with transaction.atomic(), as_asked(run):
        locked = BulkRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != BulkState.WORKING:
            return
        message = _("It was ended before this record.")
        reason = {"column": "", "hint": "", "code": "ended", "message": message}
        ahead = locked.rows.filter(outcome=BulkOutcome.READY)
        left = ahead.update(outcome=BulkOutcome.REFUSED, reasons=[reason])
        locked.counts = {
            **locked.counts,
            BulkOutcome.READY: 0,
            BulkOutcome.REFUSED: locked.count(BulkOutcome.REFUSED) + left,
        }
        _close(locked)
