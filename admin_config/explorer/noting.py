"""Notes in the explorer's own log what happened to a row: who, when, each column old and new."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from erp.foundation.models import LogEntry
from erp.foundation.operation import running_operation
from erp.foundation.refusal import OutsideOperation
from erp.foundation.telling import about_record

_MOST_LETTERS = 200


def as_text(value: Any) -> str | None:
    """Return a stored value as the log keeps it: a text from which the field reads it again."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def note_change(
    row: Any, action: int, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """File an entry under the running operation; outside one nothing may be written."""
    running = running_operation()
    if running is None:
        message = f"{row._meta.label} was written outside an operation"
        raise OutsideOperation(message)
    changes = {}
    for field in row._meta.concrete_fields:
        old = as_text((before or {}).get(field.attname))
        new = as_text((after or {}).get(field.attname))
        if old != new:
            changes[field.name] = [old, new]
    label = str(row)[:_MOST_LETTERS]
    running.row.records += 1
    running.row.be_about(about_record(type(row), label, more=running.row.records - 1))
    operation = running.stored()
    type(operation)._base_manager.filter(pk=operation.pk).update(records=operation.records)
    LogEntry(
        content_type=ContentType.objects.get_for_model(type(row)),
        object_pk=str(row.pk),
        object_id=row.pk if isinstance(row.pk, int) and abs(row.pk) < 2**63 else None,
        object_repr=label,
        action=action,
        changes=changes,
        changes_text="",
        actor_id=running.by.user.pk if running.by.user else None,
        cid=operation.request_id or None,
        remote_addr=operation.address,
        timestamp=timezone.now(),
        operation=operation,
    ).save(force_insert=True)
