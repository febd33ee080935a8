"""The background entry of planned exports."""

from __future__ import annotations

from typing import Any

from admin_config.engine.exports.making import make_file
from admin_config.models import ExportFile
from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress


@job("console.planned_export")
def make_planned_export(progress: Progress) -> dict[str, Any]:
    """Make one file of a plan, for one person."""
    files = ExportFile.objects.select_related("person", "plan__person")
    rows = make_file(files.get(pk=progress.arguments["file"]), progress.tell)
    return {"rows": rows}
