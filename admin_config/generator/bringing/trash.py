"""Puts what counts as deleted where it comes from into the trash of the house."""

from __future__ import annotations

from typing import Any

from admin_config.generator.bringing.notes import Complaint, Notes
from admin_config.generator.bringing.parts import Part
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import run as run_operation
from erp.foundation.services.deleting import CHUNK, delete_chosen
from erp.foundation.telling import about_file

_NEEDED = "counts as deleted, but other rows point to it: not in the trash"


def put_away(part: Part, notes: Notes, told_source: str) -> None:
    """Delete those records, as one operation for each table; what others need stays and is told."""
    step = f"{part.name}: trash"
    if notes.place_of(step)[1]:
        return
    lead, place, went = None, 0, 0
    while rows := notes.gone(part.label, place, CHUNK):
        place = rows[-1][0]
        keys = {number: key for _id, number, key in rows}
        records = list(part.model._base_manager.filter(pk__in=keys))
        if records:
            lead = lead or run_operation(
                lambda running: begun(running, part.model, told_source),
                OperationKind.DELETE,
                by=SYSTEM,
                details={"brought from": told_source},
            )
            delete_chosen(records, by=SYSTEM, part_of=lead)
        left = set(part.model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        went += len(records) - len(left)
        column = part.origin.table.deleted
        notes.complain(
            part.name,
            (Complaint(keys[pk], column, "", _NEEDED, refused=False) for pk in sorted(left)),
        )
    notes.put_away(part.name, went)
    notes.finish(step)


def begun(running: Any, model: Any, told_source: str) -> Operation:
    """Store the operation that all parts will belong to, and say where the rows are from."""
    running.row.be_about(about_file(model, told_source))
    stored: Operation = running.stored()
    return stored
