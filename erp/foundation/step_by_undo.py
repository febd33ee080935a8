"""Which steps of a paper an undo takes back, and which ones the undo of an undo takes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.refusal import Refusal
from erp.foundation.rights import may

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.gate import Attempt
    from erp.foundation.life_cycle import LifeCycle


def is_step_by_undo(
    cycle: LifeCycle, attempt: Attempt, before: dict[str, Any], running: Operation
) -> bool:
    """Tell whether the running operation is an undo that may give a paper its state."""
    target = _target_of(running)
    if target is None:
        return False
    return may_step_by_undo(cycle, attempt.record, before, by=attempt.by, target=target)


def may_step_by_undo(
    cycle: LifeCycle, paper: Any, before: dict[str, Any], *, by: Actor, target: Operation
) -> bool:
    """Tell whether undoing ``target`` may give a paper the state that it carries, and only that.

    It takes a step back where somebody may take the step; never out of a state in which the paper
    may be written: what was approved once would come back as approved with what was typed since.
    The undo of an undo takes the step again as the person could; ``Refusal`` says why not.
    """
    was, now = before[cycle.status], getattr(paper, cycle.status)
    typed = [f.attname for f in paper._meta.concrete_fields if f.editable]
    values = paper.values()
    if any(values[name] != before[name] for name in typed):
        return False
    back = [step for step in cycle.steps if step.target == was and now in step.sources]
    if not cycle.is_open(was) and any(may(by, step.right, paper) for step in back):
        return True
    return target.kind == OperationKind.UNDO and _takes_it_again(cycle, paper, was, by, target)


def _takes_it_again(cycle: LifeCycle, paper: Any, was: str, by: Actor, target: Operation) -> bool:
    """Tell whether a step is taken as it was: no decision, the same lines, all that it asks for."""
    now = getattr(paper, cycle.status)
    steps = [step for step in cycle.steps if step.target == now and was in step.sources]
    if not steps:
        return False
    step = next((step for step in steps if step.right == "change"), None)
    if step is None:
        raise Refusal(
            _("“%(paper)s” is %(state)s; an undo makes no decision again: decide anew."),
            code="decision",
            params={"paper": str(paper), "state": cycle.word(was)},
        )
    if not may(by, step.right, paper):
        return False
    if _parts_changed_since(cycle, paper, target):
        raise Refusal(
            _("The lines of “%(paper)s” were changed since."),
            code="changed",
            params={"paper": str(paper)},
        )
    step.check(paper)
    return True


def _parts_changed_since(cycle: LifeCycle, paper: Any, target: Operation) -> bool:
    """Tell whether a line that ever was the paper's was written after an operation."""
    for model, relation in cycle.parts:
        pk = model._meta.pk.attname
        ever = model.history.filter(**{relation: paper.pk}).order_by().values(pk)
        later = model.history.filter(**{f"{pk}__in": ever}, operation_id__gt=target.pk)
        if later.exists():
            return True
    return False


def reason_against_step(
    cycle: LifeCycle, paper: Any, before: dict[str, Any], *, by: Actor, target: Operation
) -> str:
    """Return why undoing ``target`` could not give a paper its state; empty where it could."""
    if before[cycle.status] == getattr(paper, cycle.status):
        return ""
    try:
        if may_step_by_undo(cycle, paper, before, by=by, target=target):
            return ""
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return " ".join(only_step_by_step(cycle, paper, before[cycle.status]).messages)


def only_step_by_step(cycle: LifeCycle, paper: Any, was: str) -> Refusal:
    """Return the refusal of a state that was set by hand."""
    return Refusal(
        _("“%(paper)s” is %(state)s; its state changes only step by step."),
        code="state",
        params={"paper": str(paper), "state": cycle.word(was)},
    )


def _target_of(running: Operation) -> Operation | None:
    """Return what a running undo takes back; a chunk of one, what its whole takes back."""
    if running.kind != OperationKind.UNDO:
        return None
    lead = running.part_of
    return running.undoes or (lead.undoes if lead is not None else None)
