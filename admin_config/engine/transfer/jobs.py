"""The background entries of import and export."""

from __future__ import annotations

from typing import Any

from admin_config.engine.transfer.again import writes_of
from admin_config.engine.transfer.commit import commit_rows
from admin_config.engine.transfer.export import write_in_background
from admin_config.engine.transfer.pace import Pace
from admin_config.engine.transfer.run import check_rows, count_rows
from admin_config.models import ImportRun, RunState
from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress


def _run(progress: Progress) -> ImportRun:
    runs = ImportRun.objects.select_related("asked_by", "operation")
    return runs.get(pk=progress.arguments["run"])


@job("console.import_check")
def check_import(progress: Progress) -> dict[str, Any]:
    """Check the rows of a long file, from where it was left."""
    run = _run(progress)
    if run.state == RunState.MAPPED:
        count_rows(run)
        check_rows(run, Pace(progress, run.total).tell)
    return {"rows": run.total}


@job("console.import_commit")
def commit_import(progress: Progress) -> dict[str, Any]:
    """Write the rows of a long file, from where it was left."""
    run = _run(progress)
    if run.state == RunState.COMMITTING:
        commit_rows(run, Pace(progress, writes_of(run)).tell)
    return {"rows": run.total}


@job("console.export")
def export_rows(progress: Progress) -> dict[str, Any]:
    """Write a large sheet."""
    return write_in_background(progress)
