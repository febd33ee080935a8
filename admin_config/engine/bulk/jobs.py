"""The background entries of changes and steps for many records."""

from __future__ import annotations

from typing import Any

from admin_config.engine.bulk.run import check_rows
from admin_config.engine.bulk.writing import work_rows
from admin_config.engine.transfer.pace import Pace
from admin_config.models import BulkOutcome, BulkRun, BulkState
from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress


def _run(progress: Progress) -> BulkRun:
    runs = BulkRun.objects.select_related("asked_by", "operation")
    return runs.get(pk=progress.arguments["run"])


@job("console.bulk_check")
def check_many(progress: Progress) -> dict[str, Any]:
    """Look at the records of a large set, from where it was left."""
    run = _run(progress)
    if run.state == BulkState.CHECKING:
        check_rows(run, Pace(progress, run.total).tell)
    return {"asked": run.total}


@job("console.bulk_do")
def do_many(progress: Progress) -> dict[str, Any]:
    """Do what was checked with the records of a large set, from where it was left."""
    run = _run(progress)
    if run.state == BulkState.WORKING:
        total = run.count(BulkOutcome.READY) + run.count(BulkOutcome.DONE)
        work_rows(run, Pace(progress, total).tell)
    run.refresh_from_db()
    return {
        "asked": run.total,
        "changed": run.count(BulkOutcome.DONE),
        "kept": run.total - run.count(BulkOutcome.DONE),
    }
