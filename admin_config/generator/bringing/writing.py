"""Writes drafts as one part of the operation; what the database refuses is found by halving."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError

from admin_config.generator.bringing.drafts import Draft
from admin_config.generator.bringing.notes import Notes
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import run as run_operation
from erp.foundation.services.bulk import create_records


def write_drafts(drafts: list[Draft], notes: Notes, lead: Operation) -> int:
    """Write what is not refused and not here already; return how many of the drafts are here."""
    fit = [draft for draft in drafts if not draft.refused]
    if not fit:
        return 0
    model = type(fit[0].record)
    keys = [draft.record.pk for draft in fit]
    there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    _write([draft for draft in fit if draft.record.pk not in there], notes, lead)
    return sum(not draft.refused for draft in fit)


def _write(drafts: list[Draft], notes: Notes, lead: Operation) -> None:
    if not drafts:
        return
    try:
        _created([draft.record for draft in drafts], lead)
    except OperationalError:
        raise
    except (ValidationError, DatabaseError) as error:
        if any(draft.inner for draft in drafts):
            _put_off(drafts, notes)
            _write(drafts, notes, lead)
        elif len(drafts) > 1:
            half = len(drafts) // 2
            _write(drafts[:half], notes, lead)
            _write(drafts[half:], notes, lead)
        else:
            _refuse(drafts[0], error)


def _created(records: list[Any], lead: Operation) -> None:
    run_operation(
        lambda _running: create_records(records), OperationKind.IMPORT, by=SYSTEM, part_of=lead
    )


def _put_off(drafts: list[Draft], notes: Notes) -> None:
    """Let relations within the chunk wait: the row that they lead to may be the one refused."""
    for draft in drafts:
        for name, key in draft.inner.items():
            setattr(draft.record, draft.record._meta.get_field(name).attname, None)
            label = draft.record._meta.label_lower
            notes.put_off(label, [(draft.record.pk, name, key, draft.row.key)])
        draft.inner.clear()


def _refuse(draft: Draft, error: Exception) -> None:
    """Refuse a row that the database does not take, in words of the model where it has them."""
    try:
        draft.record.validate_unique()
        draft.record.validate_constraints()
    except ValidationError as known:
        for name, messages in known.message_dict.items():
            value = getattr(draft.record, name, "")
            draft.refuse("" if name == "__all__" else name, value, " ".join(messages))
        return
    told = error.messages if isinstance(error, ValidationError) else [str(error.args[-1])]
    draft.refuse("", "", " ".join(told))
