"""Writes into an account's own log what concerns its access: sign-ins, sessions, second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType

from erp.foundation.models import LogEntry, Operation
from erp.foundation.tracing import current_origin
from erp.staff.models import User


def note_access(account: User, changes: dict[str, Any], *, under: Operation) -> LogEntry:
    """File what happened to an account's access under a stored operation; it holds no secrets."""
    entry: LogEntry = LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        object_pk=str(account.pk),
        object_id=account.pk,
        object_repr=str(account),
        action=LogEntry.Action.ACCESS,
        changes=changes,
        actor_id=under.actor_id,
        cid=under.request_id or None,
        remote_addr=current_origin().address,
        operation=under,
    )
    return entry
