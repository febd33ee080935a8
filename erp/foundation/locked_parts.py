"""Keeps the lines of a locked paper as they are, also when two people act at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from erp.foundation.changing_hands import follows_merge
from erp.foundation.life_cycle import LifeCycle, check_unlocked
from erp.foundation.settling import settle

if TYPE_CHECKING:
    from erp.foundation.recorder import Change


def settle_parts(cycle: LifeCycle) -> None:
    """Look again at the papers whose lines changed, under the lock of their rows; in ``ready``.

    For papers whose lines have no totals; where they have, working those out does the same.
    """
    for model, relation in cycle.parts:
        settle(model, _settler(cycle, f"{relation}_id"))


def _settler(cycle: LifeCycle, column: str) -> Callable[[Sequence[Change]], None]:
    def check(changes: Sequence[Change]) -> None:
        changes = [change for change in changes if not only_merged(change)]
        keys = {change.after[column] for change in changes}
        keys |= {change.before[column] for change in changes if change.before is not None}
        rows = cycle.model._base_manager.select_for_update().filter(pk__in=keys - {None})
        for row in rows.order_by("pk"):
            check_unlocked(cycle, row, _noted(cycle.model, row.pk))

    return check


def only_merged(change: Change) -> bool:
    """Tell whether a record was noted for no more than pointing to the survivor of a merge."""
    from erp.foundation.operation import running_operation

    if change.sign != "~" or change.before is None:
        return False
    return follows_merge(type(change.record), change.before, change.after, running_operation())


def _noted(model: Any, key: Any) -> Change | None:
    from erp.foundation.operation import running_operation

    running = running_operation()
    return running.recorder.noted(model, key) if running is not None else None
