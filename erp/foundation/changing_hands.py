"""Records that change hands: even a locked paper may get another owner, and get the former back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.rights import owner_fields

if TYPE_CHECKING:
    from erp.foundation.operation import RunningOperation

#: The verb under which owners change in bulk, whatever state a paper is in.
VERB = "hand_over"
#: Steps that go back as a whole: who may not take back all of one takes back nothing of it.
WHOLE = frozenset({VERB})


def changes_hands(record: Any, before: dict[str, Any], running: RunningOperation | None) -> bool:
    """Tell whether the running operation hands records over, or takes that back, and no more."""
    if running is None or not _hands_over(running.row):
        return False
    owners = {
        record._meta.get_field(n).attname for n in owner_fields(type(record)) if "__" not in n
    }
    typed = {field.attname for field in record._meta.concrete_fields if field.editable}
    after = record.values()
    return {name for name in typed if after[name] != before[name]} <= owners


def _hands_over(row: Operation) -> bool:
    """Tell whether an operation is a handover, its undo, or the undo of that."""
    target: Operation | None = row
    while target is not None and target.kind == OperationKind.UNDO:
        whole = target.part_of if target.undoes_id is None else None
        target = target.undoes or (whole.undoes if whole is not None else None)
    return target is not None and target.verb == VERB
