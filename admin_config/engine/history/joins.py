"""What a record was joined to at an earlier time, worked out from the log."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType

from erp.foundation.models import LogEntry


def joined_before(record: Any, name: str, operation_id: int | None) -> set[Any]:
    """Return the keys that a many-to-many field held right after an operation.

    It starts from what is joined now (nothing, if the record is gone) and takes back, newest
    first, what the log says was joined and parted since.
    """
    model = type(record)._meta.concrete_model
    alive = model._base_manager.filter(pk=record.pk).exists()
    held = set(getattr(record, name).values_list("pk", flat=True)) if alive else set()
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=record.pk
    )
    if operation_id is not None:
        entries = entries.filter(operation_id__gt=operation_id)
    for changes in entries.order_by("-id").values_list("changes", flat=True):
        change = (changes or {}).get(name)
        if isinstance(change, dict) and change.get("type") == "m2m":
            held = (held - set(change["added"])) | set(change["removed"])
    return held
