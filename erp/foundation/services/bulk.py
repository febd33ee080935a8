"""Write many records at once, set-based, with versions, log and search like any single save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from erp.foundation.gate import Verb
from erp.foundation.models.recorded import HOUSEKEEPING, Recorded
from erp.foundation.operation import ask_before_write, recorder_for
from erp.foundation.overwriting import overwrite_rows
from erp.foundation.rows import insert_for_keys
from erp.foundation.settling import foresee

R = TypeVar("R", bound=Recorded)
BATCH = 500


def create_records(records: Sequence[R], *, asked: bool = False) -> Sequence[R]:
    """Insert records inside the running operation; keys and versions are filled, no signal sent.

    ``asked`` says that the caller asked the gate for each of them already.
    """
    if not records:
        return records
    recorder = recorder_for(records[0])
    model = type(records[0])
    for record in () if asked else records:
        ask_before_write(record, Verb.CREATE)
    foresee(records)
    if any(record.pk is not None for record in records) or not insert_for_keys(model, records):
        rows: Any = models.QuerySet(model)
        rows.bulk_create(records, batch_size=BATCH)
    for record in records:
        record._remember()
        recorder.created(record)
    return records


def differing_columns(record: Recorded) -> set[str]:
    """Return the columns (attribute names) in which a record differs from what was read."""
    return _differing(record, record.before())


def _differing(record: Recorded, before: dict[str, Any]) -> set[str]:
    record._fill_keys()
    after = record.values()
    return {n for n, was in before.items() if after[n] != was and n not in HOUSEKEEPING}


def save_records(records: Sequence[R], *, asked: bool = False) -> int:
    """Update changed records inside the running operation; return how many differed.

    ``StaleRecord`` when one of them was saved by somebody else after it was read; ``asked`` says
    that the caller asked the gate for each of them already.
    """
    changed: list[tuple[R, dict[str, Any]]] = []
    names: set[str] = set()
    now = timezone.now()
    for record in records:
        before = record.before()
        differing = _differing(record, before)
        if differing:
            if not asked:
                ask_before_write(record, Verb.CHANGE)
            record.version = before["version"] + 1
            record.changed_at = now
            names |= differing
            changed.append((record, before))
    if not changed:
        return 0
    model = type(changed[0][0])
    columns = [f.attname for f in model._meta.concrete_fields if f.attname in names]
    overwrite_rows(
        [record for record, _ in changed],
        [before["version"] for _, before in changed],
        [*columns, "version", "changed_at"],
    )
    recorder = recorder_for(changed[0][0])
    for record, before in changed:
        record._remember()
        recorder.changed(record, before)
    return len(changed)
