"""Papers that continue others, whatever they are: one that may be continued, and a part of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from erp.foundation.actor import SYSTEM
from erp.foundation.continuing import Continuation, lines_of
from erp.foundation.life_cycle import cycle_of
from erp.foundation.services.continuing import begun, continue_papers, missing_in
from tests.every_screen.making import factory_of
from tests.language.writing import as_the_house


def source_of(continuation: Continuation, quantity: int) -> Any:
    """Return a paper that may be continued, with one line of so many."""
    cycle: Any = cycle_of(continuation.source_head)
    with as_the_house():
        state = min(continuation.when)
        paper = factory_of(continuation.source_head)(**{cycle.status: state})
        factory_of(continuation.source_line)(
            **{continuation.of: paper, continuation.quantity: Decimal(quantity)}
        )
    return continuation.source_head.objects.get(pk=paper.pk)


def line_of(continuation: Continuation, paper: Any) -> Any:
    """Return its first line."""
    return lines_of(continuation, [paper])[0]


def left_of(continuation: Continuation, paper: Any) -> Decimal:
    """Return what is left of its first line."""
    line = line_of(continuation, paper)
    return continuation.left([line])[line.pk]


def values_for(continuation: Continuation, paper: Any) -> dict[str, Any]:
    """Return what has to be filled in besides, as another such paper has it."""
    missing = missing_in(begun(continuation, [paper], by=SYSTEM))
    with as_the_house():
        other = factory_of(continuation.head)() if missing else None
    fields = {name: continuation.head._meta.get_field(name) for name in missing}
    return {
        name: f"{getattr(other, name)}b" if field.unique else getattr(other, name)
        for name, field in fields.items()
    }


def part_of(continuation: Continuation, paper: Any, quantity: int) -> Any:
    """Return the paper that continues so much of the first line."""
    wanted = {line_of(continuation, paper).pk: Decimal(quantity)}
    values = values_for(continuation, paper)
    return continue_papers(continuation, [paper], by=SYSTEM, quantities=wanted, values=values)
