"""Keep for a person what they took along, so that they can do so again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from admin_config.engine.exports.listed import words_of
from admin_config.engine.transfer.export import Export
from admin_config.models import ExportFile, FileState
from erp.foundation.models import Job
from erp.foundation.rights import reach


def note_taken(
    export: Export, person: Any, count: int, details: dict[str, Any], job: Job | None = None
) -> None:
    """Note an export on the person's own page; the log has it already, for the house."""
    ticked = details["what"] == "selection"
    ExportFile.objects.create(
        person=person,
        screen=export.screen.label,
        title=capfirst(str(export.model._meta.verbose_name_plural)),
        query="" if ticked or details["what"] == "all" else words_of(details["filter"]),
        ticked=ticked,
        columns=export.names,
        file_format=details["format"],
        encoding=details.get("encoding", ""),
        state=FileState.DONE,
        rows=count,
        guarded=export.holds_guarded,
        reach=int(reach(export.actor, "export", export.model)),
        job=job,
        finished_at=timezone.now(),
    )
