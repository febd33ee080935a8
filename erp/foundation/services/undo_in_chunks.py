"""Undo an operation of many thousand records in short transactions that survive a killed worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.operation import operation, retrying
from erp.foundation.refusal import Refusal
from erp.foundation.services.sealing import amend_operation, withdraw_operation
from erp.foundation.services.taking_back import Kept, TakingBack
from erp.foundation.services.undo_claim import claim_undo
from erp.foundation.services.versions import kinds_in, recorded_models

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Records taken back in one transaction.
CHUNK = 1000
#: Records that stayed which an operation remembers by name.
_NAMED = 200
_UNFINISHED = "unfinished"

#: A version without its values: model and id.
Place = tuple[Any, int]


def kept_of(kept: Sequence[Kept]) -> dict[str, Any]:
    """Return what an undo's operation remembers of the records that stayed."""
    if not kept:
        return {}
    named = [[row.label, row.reason] for row in kept[:_NAMED]]
    return {"kept": named, "kept_count": len(kept)}


def is_unfinished(undo: Operation) -> bool:
    """Tell whether an undo in chunks was begun and has not come to its end."""
    return bool(undo.details.get(_UNFINISHED))


def take_back_in_chunks(
    target: Operation,
    lead: Operation | None,
    *,
    by: Actor,
    reason: str,
    tell: Callable[[int, int], None],
) -> tuple[Operation | None, int, list[Kept]]:
    """Take back what the chunks of ``lead`` have not taken back yet; return what came of it all.

    Each chunk is an operation of its own and remembers which versions it took back, so that a
    second call goes on where the first was killed. What has to wait for a later chunk is tried
    again until nothing more goes. An undo that took nothing back leaves no operation.
    """
    if lead is None:
        with operation(OperationKind.UNDO, by=by, reason=reason, undoes=target) as running:
            claim_undo(target)
            running.row.be_about_the_same(target)
            running.row.details = {_UNFINISHED: True}
            lead = running.stored()
    return _finish(lead, _Chunks(target, lead, by, reason).do(tell))


def _finish(lead: Operation, kept: list[Kept]) -> tuple[Operation | None, int, list[Kept]]:
    records = len(_taken(lead))
    if not records:
        withdraw_operation(lead)
        return None, 0, kept
    amend_operation(lead.pk, details=kept_of(kept))
    return lead, records, kept


def _plan(target: Operation) -> list[Place]:
    """Return every version of the operation in the order in which they are taken back."""
    found: dict[str, list[Place]] = {"-": [], "~": [], "+": []}
    for model in kinds_in(target):
        rows = model.history.filter(operation_id=target.pk).order_by("history_id")
        for sign, history_id in rows.values_list("history_type", "history_id").iterator():
            found[sign].append((model, history_id))
    return [*found["-"], *found["~"], *reversed(found["+"])]


def _named(place: Place) -> tuple[str, int]:
    return place[0]._meta.label_lower, place[1]


def _taken(lead: Operation) -> set[tuple[str, int]]:
    """Return the versions that earlier chunks took back."""
    return {
        (label, history_id)
        for details in lead.parts.values_list("details", flat=True)
        for label, ids in details.get("taken", {}).items()
        for history_id in ids
    }


class _Chunks:
    """The chunks of one undo that are left to be taken back."""

    def __init__(self, target: Operation, lead: Operation, by: Actor, reason: str) -> None:
        """Plan what is left."""
        self.lead, self.by, self.reason = lead, by, reason
        plan = _plan(target)
        taken = _taken(lead)
        self.total = len(plan)
        self.waiting = [place for place in plan if _named(place) not in taken]
        self.parts = lead.parts.count()
        self.kept: list[Kept] = []

    def do(self, tell: Callable[[int, int], None]) -> list[Kept]:
        """Take back chunk by chunk as long as anything goes; return what stayed."""
        waiting = self.waiting
        while waiting:
            left: list[Place] = []
            for start in range(0, len(waiting), CHUNK):
                seen = self.total - len(waiting) + start
                tell(min(seen, self.total), self.total)
                left += self._take_back(waiting[start : start + CHUNK], last=False)
            if len(left) == len(waiting):
                self._take_back(left, last=True)
                break
            waiting = left
        tell(self.total, self.total)
        return self.kept

    def _take_back(self, chunk: list[Place], *, last: bool) -> list[Place]:
        work = retrying(lambda: self._take_back_once(chunk, last=last))
        self.kept += work.kept
        self.parts += bool(work.done)
        return [(version.instance_type, version.history_id) for version in work.waiting]

    def _take_back_once(self, chunk: list[Place], *, last: bool) -> TakingBack:
        """Take one chunk back in a transaction of its own; one worker at a time."""
        facts: Any = {"by": self.by, "reason": self.reason, "part_of": self.lead}
        with operation(OperationKind.UNDO, **facts) as running:
            Operation.objects.select_for_update().get(pk=self.lead.pk)
            if self.lead.parts.count() != self.parts:
                raise Refusal(_("Somebody else goes on with this undo."), code="elsewhere")
            work = TakingBack(_versions(chunk), by=self.by, besides=self.lead)
            work.do(last=last)
            taken: dict[str, list[int]] = defaultdict(list)
            for version in work.done:
                taken[version.instance_type._meta.label_lower].append(version.history_id)
            if taken and running.recorder.count:
                running.row.be_about_the_same(self.lead)
                running.row.details = {"taken": taken, "taken_back": work.records}
                running.stored()
        return work


def _versions(chunk: Sequence[Place]) -> list[Any]:
    """Fetch the versions of a chunk, kinds that others refer to first."""
    ids: dict[Any, list[int]] = defaultdict(list)
    for model, history_id in chunk:
        ids[model].append(history_id)
    return [
        version
        for model in recorded_models()
        if model in ids
        for version in model.history.filter(history_id__in=ids[model]).order_by("history_id")
    ]
