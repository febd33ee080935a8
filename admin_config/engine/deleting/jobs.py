"""Background entries of deleting and undoing: more records than one request should wait for."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from erp.foundation.job_kinds import job
from erp.foundation.models import Operation
from erp.foundation.services.deleting import delete_in_chunks
from erp.foundation.services.job import Progress
from erp.foundation.services.undo import undo_operation


@job("console.delete")
def delete_many(progress: Progress) -> dict[str, Any]:
    """Delete the records with the frozen keys in chunks that are undone as a whole."""
    asked = progress.arguments
    return delete_in_chunks(
        apps.get_model(asked["model"]),
        asked["keys"],
        by=progress.actor,
        lead=Operation.objects.get(pk=asked["lead"]),
        tell=lambda done: progress.tell(done, len(asked["keys"])),
    )


@job("console.undo")
def undo_many(progress: Progress) -> dict[str, Any]:
    """Take a long operation back in chunks; started again it goes on with what is left."""
    asked = progress.arguments
    target = Operation.objects.get(pk=asked["operation"])
    done = undo_operation(
        target, by=progress.actor, reason=asked.get("reason", ""), tell=progress.tell
    )
    return {
        "taken_back": done.records,
        "kept": len(done.kept),
        "reasons": [f"{kept.label}: {kept.reason}" for kept in done.kept[:200]],
    }
