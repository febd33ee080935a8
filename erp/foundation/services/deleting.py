"""Delete records with what goes along, each noted by the recorder, or refuse and name the users."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.fresh_proof import DELETES_PROVEN_ABOVE, check_fresh_proof
from erp.foundation.gate import Attempt, Verb, ask_gate, checks_of
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import (
    run,
    service,
)
from erp.foundation.refusal import Refusal
from erp.foundation.rights import may

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Records deleted in one transaction of a long deletion.
CHUNK = 500


@dataclass
class Deleted:
    """How a deletion of several ended: what went, what stayed and why."""

    #: Chosen records that are gone.
    records: int = 0
    #: Rows that are gone, with what went along.
    rows: int = 0
    #: Chosen records that stayed: name and reason.
    kept: list[tuple[str, str]] = field(default_factory=list)
    operation: Operation | None = None


def refusals_of(records: Sequence[Recorded], *, by: Actor) -> list[tuple[str, str]]:
    """Return name and reason of every record whose deletion the domain's rules refuse."""
    refused: list[tuple[str, str]] = []
    if not records or not checks_of(type(records[0])):
        return refused
    together = frozenset(record.pk for record in records)
    for record in records:
        try:
            ask_gate(Attempt(record, by, Verb.DELETE, together=together))
        except Refusal as refusal:
            refused.append((str(record), " ".join(refusal.messages)))
    return refused


@service(OperationKind.DELETE)
def delete_records(records: Sequence[Recorded], *, by: Actor, reason: str = "") -> int:
    """Delete records as one operation; return how many rows went, children included."""
    return delete_inside_operation(records)[0]


def delete_chosen(
    records: Sequence[Recorded],
    *,
    by: Actor,
    reason: str = "",
    part_of: Operation | None = None,
    form_token: str | None = None,
) -> Deleted:
    """Delete those of the records that may go, as one operation; the others stay and say why.

    Many at once need a fresh proof of the person who asks. A part of a longer deletion says in its
    details how many of the chosen went.
    """
    if len(records) > DELETES_PROVEN_ABOVE:
        check_fresh_proof()

    def work(running: Any) -> Deleted:
        result = Deleted()
        allowed = []
        for record in records:
            if may(by, "delete", record):
                allowed.append(record)
            else:
                result.kept.append((str(record), _("you may not delete it")))
        _delete_together_or_singly(allowed, result)
        if result.rows:
            if part_of is not None:
                running.row.details["chosen"] = result.records
            result.operation = running.stored()
        return result

    facts = {"reason": reason, "part_of": part_of, "form_token": form_token}
    return run(work, OperationKind.DELETE, by=by, **facts)


def _delete_together_or_singly(records: list[Recorded], result: Deleted) -> None:
    try:
        result.rows, result.records = delete_inside_operation(records)[0], len(records)
    except Refusal:
        for record in records:
            try:
                rows = delete_inside_operation([record])[0]
            except Refusal as refusal:
                result.kept.append((str(record), " ".join(refusal.messages)))
            else:
                result.rows, result.records = result.rows + rows, result.records + 1


def delete_in_chunks(
    model: Any,
    keys: Sequence[Any],
    *,
    by: Actor,
    lead: Operation,
    tell: Callable[[int], None],
) -> dict[str, Any]:
    """Delete the records with these keys in short transactions, all of them parts of ``lead``.

    The keys are frozen, so nothing is skipped or met twice; each chunk is an operation of its own
    that is undone with its lead. Started again, it goes on where it stopped: what is already gone
    is counted from the parts.
    """
    kept: list[tuple[str, str]] = []
    for start in range(0, len(keys), CHUNK):
        chunk = list(model._base_manager.filter(pk__in=keys[start : start + CHUNK]))
        if chunk:
            kept += delete_chosen(chunk, by=by, reason=lead.reason, part_of=lead).kept
        tell(min(start + CHUNK, len(keys)))
    deleted = sum(p.details.get("chosen", 0) for p in lead.parts.all())
    return {
        "asked": len(keys),
        "deleted": deleted,
        "kept": len(kept),
        "gone_before": len(keys) - deleted - len(kept),
        "reasons": [f"{name}: {reason}" for name, reason in kept[:200]],
    }
