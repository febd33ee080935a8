"""File in the log that somebody looked at a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.telling import about_record

if TYPE_CHECKING:
    from django.db.models import Model

    from erp.foundation.actor import Actor


def note_read(record: Model, *, by: Actor) -> Operation:
    """Write an operation with one entry: who looked at which record, from where; nothing else."""
    with operation(OperationKind.READ, by=by) as running:
        running.row.be_about(about_record(type(record), record))
        row = running.stored()
        LogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_pk=str(record.pk),
            object_id=record.pk if isinstance(record.pk, int) else None,
            object_repr=str(record),
            action=LogEntry.Action.ACCESS,
            changes={},
            actor_id=row.actor_id,
            cid=row.request_id or None,
            remote_addr=row.address,
            operation=row,
        )
    return row
