"""Put an earlier state of a record back, values, joins and rows; or refuse with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from admin_config.engine.history.belonging import Part, State
from admin_config.engine.history.joins import joined_before
from admin_config.engine.history.restoring_rows import restore_rows
from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.refusal import Refusal
from erp.foundation.rights import hidden_fields, may
from erp.foundation.services.back_singly import check_parents
from erp.foundation.services.retention import is_past_keeping
from erp.foundation.services.versions import fill_from


@dataclass(frozen=True)
class Restored:
    """A record that is as it was, and the operation that made it so, if anything differed."""

    record: Any
    operation: Operation | None


def restore_state(
    state: State, parts: Iterable[Part] = (), *, by: Actor, reason: str = "", through: Any = None
) -> Restored:
    """Give the record the values and rows that it had in this state, as one operation.

    Rows that were removed since come back with their primary keys, those added since go, all get
    their former values and order. What the person may not see and what only the house sets (such
    as the state of a paper) stays as it is now. Refused when the record is gone or locked, a
    unique value is taken by another one, or what it or a row pointed to is gone; then nothing
    changes. ``through`` is the model whose rights count, where several stand for one table.
    """
    belonging, model = list(parts), through or state.version.instance_type
    then = Operation.objects.filter(pk=state.operation_id or 0).first()
    if then is not None and is_past_keeping(then):
        raise Refusal(_("It is too old: versions of its time are kept no longer."), code="old")

    def work(running: RunningOperation) -> tuple[Any, Operation]:
        return _restore(state, model, belonging, by), running.row

    record, row = run(work, OperationKind.RESTORE, by=by, reason=reason)
    return Restored(record, row if row.pk is not None else None)


def _restore(state: State, model: Any, parts: list[Part], by: Actor) -> Any:
    version = state.version
    record = _locked(version, model, by)
    kept = kept_columns(record, hidden_fields(by, type(record)))
    now = {name: getattr(record, name) for name in kept}
    fill_from(record, version)
    for name, value in now.items():
        setattr(record, name, value)
    if not may(by, "change", record):
        raise Refusal(_("That version belonged to somebody else."), code="owner")
    check_parents(record, by=by)
    record.full_clean(exclude={f.name for f in record._meta.concrete_fields if not f.editable})
    record.save()
    rejoin(record, state.operation_id, hidden_fields(by, type(record)))
    reasons = [reason for part in parts for reason in restore_rows(part, state, by=by)]
    if reasons:
        raise Refusal([Refusal(reason) for reason in reasons])
    return record


def _locked(version: Any, model: Any, by: Actor) -> Any:
    key = getattr(version, model._meta.pk.attname)
    record = model._base_manager.select_for_update().filter(pk=key).first()
    if record is None:
        raise Refusal(_("This record is deleted: restore it from the trash first."), code="gone")
    if version.history_type == "-":
        raise Refusal(_("This version says that the record was deleted."), code="deletion")
    if not may(by, "change", record):
        raise Refusal(_("You may not change this record."), code="right")
    return record


def kept_columns(record: Any, hidden: frozenset[str]) -> list[str]:
    """Return the columns that stay: those unseen, and those that only the house sets."""
    return [
        stored.attname
        for stored in record._meta.concrete_fields
        if stored.name in hidden or not stored.editable
    ]


def rejoin(record: Any, operation_id: int | None, hidden: frozenset[str]) -> None:
    """Join a record to what it was joined to after an operation, as far as that is still there."""
    for many in record._meta.many_to_many:
        through = many.remote_field.through
        if (
            many.name in hidden
            or not isinstance(many, models.ManyToManyField)
            or not through._meta.auto_created
        ):
            continue
        then = joined_before(record, many.name, operation_id)
        there = many.remote_field.model._base_manager.filter(pk__in=then)
        getattr(record, many.name).set(there)
