"""Undo an operation: each record goes back to the version before it, as one new operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NoReturn

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.foundation.changing_hands import WHOLE
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.operation import RunningOperation, operation, retrying
from erp.foundation.refusal import Refusal
from erp.foundation.rights_by_role import reached_rows
from erp.foundation.services.retention import is_past_keeping
from erp.foundation.services.sealing import amend_operation
from erp.foundation.services.taking_back import Kept, TakingBack
from erp.foundation.services.undo_claim import claim_undo, refuse_second
from erp.foundation.services.undo_in_chunks import (
    CHUNK,
    is_unfinished,
    kept_of,
    take_back_in_chunks,
)
from erp.foundation.services.versions import kinds_in, versions_of

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

__all__ = ["Kept", "Undone", "may_undo", "undo_operation"]

Tell = Callable[[int, int], None]
#: Acts that leave no record behind which could be taken back.
NOTHING_TO_UNDO = frozenset(
    {
        OperationKind.PRINT,
        OperationKind.EXPORT,
        OperationKind.SIGN_IN,
        OperationKind.RIGHTS,
        OperationKind.SECOND_FACTOR,
        OperationKind.INVITATION,
        OperationKind.SESSION,
        OperationKind.MAIL,
        OperationKind.READ,
    }
)


@dataclass
class Undone:
    """What an undo did: how many records went back, and which stayed as they are."""

    operation: Operation | None = None
    records: int = 0
    kept: list[Kept] = field(default_factory=list)


class _NothingDoneError(Exception):
    """Leaves the transaction of an undo that took nothing back."""


def may_undo(target: Operation, *, by: Actor) -> bool:
    """Tell whether undo is offered at all: not done yet, and the right to change what it touched.

    The undo itself asks again for every single record.
    """
    if target.kind in NOTHING_TO_UNDO or target.part_of_id is not None:
        return False
    if is_past_keeping(target):
        return False
    done = Operation.objects.filter(undoes=target).first()
    if done is not None and not is_unfinished(done) and not _parts_left(target):
        return False
    return any(_reaches(target, model, by) for model in _kinds_with_parts(target))


def _reaches(target: Operation, model: Any, by: Actor) -> bool:
    """Tell whether the actor may take back a record of this kind; of some, whether it is one."""
    reached = [reached_rows(by, action, model) for action in ("change", "delete")]
    some = [condition for condition in reached if condition is not None]
    if not some or not all(some):
        return bool(some)
    touched = model.history.filter(Q(operation=target) | Q(operation__part_of=target))
    return bool(touched.filter(reduce(or_, some)).exists())


def _say_nothing(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def undo_operation(
    target: Operation, *, by: Actor, reason: str = "", tell: Tell = _say_nothing
) -> Undone:
    """Take back every record of the operation whose newest version belongs to it.

    Deleted rows come back with their primary keys, parents first; changed rows get their former
    values; created rows go, children first. What changed since, what lost its parent, what is in
    use and what the actor has no right to stays as it is and is listed. The undo is itself an
    operation and can be undone. An operation with parts is undone part by part, the last first,
    and one of more than ``CHUNK`` records chunk by chunk, each in its own transaction; after a
    crash the same call goes on with what is left. ``tell`` is called with how many of how many
    records were looked at. A step of ``WHOLE`` goes back in one transaction, but for what changed
    since, or not at all.
    """
    if target.part_of_id is not None:
        raise Refusal(_("This is part of a longer operation: undo that one."), code="part")
    if target.kind in NOTHING_TO_UNDO:
        raise Refusal(_("There is nothing in this operation to take back."), code="nothing")
    if is_past_keeping(target):
        raise Refusal(_("It is too old: versions of its time are kept no longer."), code="old")
    lead = Operation.objects.filter(undoes=target).first()
    if target.parts.exists():
        return _undo_with_parts(target, by, reason, tell)
    if lead is not None and not is_unfinished(lead):
        refuse_second()
    if target.records > CHUNK and target.verb not in WHOLE:
        return Undone(*take_back_in_chunks(target, lead, by=by, reason=reason, tell=tell))
    return retrying(lambda: _undo_once(target, by, reason, None))


def _undo_once(target: Operation, by: Actor, reason: str, lead: Operation | None) -> Undone:
    result = Undone()
    try:
        with operation(
            OperationKind.UNDO, by=by, reason=reason, undoes=target, part_of=lead
        ) as running:
            claim_undo(target)
            _take_back_into(result, target, running, by)
            if not running.recorder.count and lead is None:
                # what the house works out itself counts as taken back, but writes nothing alone
                result.records = 0
                raise _NothingDoneError  # noqa: TRY301 - rolls the transaction back
            result.operation = running.stored()
    except _NothingDoneError:
        result.operation = None
    return result


def _take_back_into(
    result: Undone, target: Operation, running: RunningOperation, by: Actor
) -> None:
    work = TakingBack(versions_of(target), by=by)
    overtaken = len(work.kept)
    work.do()
    if target.verb in WHOLE and len(work.kept) > overtaken:
        _refuse_half(work.kept[overtaken])
    result.records += work.records
    result.kept += work.kept
    running.row.be_about_the_same(target)
    running.row.details = {"taken_back": work.records, **kept_of(work.kept)}


def _parts_left(target: Operation) -> list[Operation]:
    return list(target.parts.filter(undone_by=None).order_by("-id"))


def _refuse_half(stays: Kept) -> NoReturn:
    raise Refusal(
        _("This goes back as a whole or not at all. In the way is %(record)s: %(reason)s"),
        code="half",
        params={"record": stays.label, "reason": stays.reason},
    )


def _kinds_with_parts(target: Operation) -> list[Any]:
    first = target.parts.order_by("id").first()
    return [*kinds_in(target), *(kinds_in(first) if first else ())]


def _undo_with_parts(target: Operation, by: Actor, reason: str, tell: Tell) -> Undone:
    """Undo the parts that are left; the figures are those of all parts, whoever undid them."""
    lead = Operation.objects.filter(undoes=target).first()
    left = _parts_left(target)
    if lead is not None and not left:
        refuse_second()
    total = target.parts.count()
    for number, part in enumerate(left, total - len(left)):
        tell(number, total)
        retrying(lambda part=part: _undo_part(target, part, by, reason))  # type: ignore[misc]
    tell(total, total)
    return _sum_up(Operation.objects.get(undoes=target))


def _sum_up(lead: Operation) -> Undone:
    result = Undone(lead)
    stayed = 0
    for part in lead.parts.order_by("id"):
        result.records += part.details.get("taken_back", part.records)
        result.kept += [Kept(*row) for row in part.details.get("kept", ())]
        stayed += part.details.get("kept_count", 0)
    details = kept_of(result.kept) | ({"kept_count": stayed} if stayed else {})
    amend_operation(lead.pk, details=details)
    return result


def _undo_part(target: Operation, part: Operation, by: Actor, reason: str) -> None:
    """Undo one part; the first one also stores the operation that all of them belong to."""
    lead = Operation.objects.filter(undoes=target).first()
    if lead is None:
        with operation(OperationKind.UNDO, by=by, reason=reason, undoes=target) as running:
            claim_undo(target)
            running.row.be_about_the_same(target)
            lead = running.stored()
    _undo_once(part, by, reason, lead)
