"""What even a locked paper takes part in: another owner, a merge of what it points to, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.rights import owner_fields

if TYPE_CHECKING:
    from erp.foundation.operation import RunningOperation

#: The verb under which owners change in bulk, whatever state a paper is in.
VERB = "hand_over"
#: Under which records were merged into one.
MERGE = "merge_records"
#: Steps that go back as a whole: who may not take back all of one takes back nothing of it.
WHOLE = frozenset({VERB, MERGE})


def changes_hands(record: Any, before: dict[str, Any], running: RunningOperation | None) -> bool:
    """Tell whether the running operation hands records over, or takes that back, and no more."""
    if running is None or _begun_as(running.row).verb != VERB:
        return False
    owners = {
        record._meta.get_field(n).attname for n in owner_fields(type(record)) if "__" not in n
    }
    typed = {field.attname for field in record._meta.concrete_fields if field.editable}
    after = record.values()
    return {name for name in typed if after[name] != before[name]} <= owners


def follows_merge(
    model: Any, before: dict[str, Any], after: dict[str, Any], running: RunningOperation | None
) -> bool:
    """Tell whether no more differs than that a record points to the survivor of a merge, or back.

    A paper that is locked follows the company it was written to: what it says stays as it is.
    """
    if running is None:
        return False
    merges = _begun_as(running.row)
    pairs = merges.details.get("merged", {}) if merges.verb == MERGE else {}
    moved = {name for name in after if after[name] != before.get(name)} - HOUSEKEEPING
    return bool(moved) and all(_is_of_merge(model, n, before[n], after[n], pairs) for n in moved)


def _is_of_merge(model: Any, column: str, old: Any, new: Any, pairs: dict[str, Any]) -> bool:
    stored = next((f for f in model._meta.concrete_fields if f.attname == column), None)
    if stored is None or not stored.is_relation or None in {old, new}:
        return False
    known = pairs.get(stored.related_model._meta.concrete_model._meta.label_lower, ())
    return [old, new] in known or [new, old] in known


def _begun_as(row: Operation) -> Operation:
    """Return the act itself, of its undo, or of the undo of that."""
    target: Operation = row
    while target.kind == OperationKind.UNDO:
        whole = target.part_of if target.undoes_id is None else None
        former = target.undoes or (whole.undoes if whole is not None else None)
        if former is None:
            break
        target = former
    return target
