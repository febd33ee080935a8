"""Takes rows anew whose sealed columns were dropped by a migration: with a reason, in the log."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.foundation.canonical import layout_of
from erp.foundation.filed_rows import digest_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.seal import Seal, SealKind
from erp.foundation.operation import operation, retrying
from erp.foundation.sealing import store_seal
from erp.foundation.services.sealed_parts import last_seal, layouts_kept, parts_of
from erp.foundation.services.versions import recorded_models
from erp.foundation.verbs import name_verb

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Operations that are sealed anew in one transaction.
_BATCH = 200
name_verb("retake_log", _("took rows anew whose column was dropped"))


def retake_log(reason: str, *, by: Actor) -> int:
    """Seal every operation anew whose rows lost a sealed column; return how many.

    What the rows still hold is proven from then on. Each batch is an operation with the reason;
    the former seals stay in the chain. Where rows are missing or too many, the seal stays as it
    is, and the check names them.
    """
    bare = _without_columns()
    if not bare:
        return 0
    return sum(retrying(partial(_retake, keys, bare, reason, by)) for keys in _operations(bare))


def _without_columns() -> dict[str, Any]:
    """Return the table of every layout that names a column which is gone, by the layout's key."""
    tables = [Operation, LogEntry, *(model.history.model for model in recorded_models())]
    found = {}
    for model in tables:
        present = set(layout_of(model).columns)
        for layout in layouts_kept(label=model._meta.label_lower):
            if not set(layout.columns) <= present:
                found[layout.key] = model
    return found


def _operations(bare: dict[str, Any]) -> Iterator[list[int]]:
    """Return the operations that some seal tells of in such a layout, in batches."""
    told = Q()
    for key in bare:
        told |= Q(parts__contains=key)
    last = 0
    while True:
        rows = Seal.objects.filter(told, operation_id__gt=last).order_by("operation_id")
        keys = list(rows.values_list("operation_id", flat=True).distinct()[:_BATCH])
        if not keys:
            return
        last = keys[-1]
        yield keys


def _retake(keys: list[int], bare: dict[str, Any], reason: str, by: Actor) -> int:
    with transaction.atomic():
        count = sum(_seal_anew(key, bare, reason) for key in keys)
        if count:
            details = {"operations": count}
            with operation(
                OperationKind.COMMAND, by=by, verb="retake_log", reason=reason, details=details
            ) as running:
                running.stored()
    return count


def _seal_anew(key: int, bare: dict[str, Any], reason: str) -> bool:
    former = last_seal(key)
    parts = parts_of(former)
    lost = parts.keys() & bare.keys()
    for told in lost:
        sealed = parts.pop(told)
        layout = layout_of(bare[told])
        digest = digest_of(bare[told], layout, key)
        if digest.count != sealed[0]:
            return False
        parts[layout.key] = digest.facts()
    if lost:
        store_seal(key, parts, kind=SealKind.RETAKEN, note=reason[:300], former=former)
    return bool(lost)
