"""Standing in: which records somebody reaches for a colleague who is away, and for whom they act.

Only what waits for the colleague's approval is reached, and only through the colleague's own
rights: whoever stands in for somebody who stands in for a third gets nothing of the third's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Called with a person; returns the colleagues for whom they stand in today.
Asked = Callable[[Any], Sequence[Any]]
#: Called with colleague, stand-in and action; returns the condition of the rows that are reached.
Waiting = Callable[[Any, Any, str], Q]
#: What a stand-in does for a colleague.
ACTIONS = frozenset({"view", "approve"})

_asked: list[Asked] = []
_waiting: dict[Any, Waiting] = {}


def ask_who_is_away(asked: Asked) -> None:
    """Let a domain say for whom somebody stands in; called once, in ``AppConfig.ready``."""
    _asked.append(asked)


def let_stand_in(model: Any, waiting: Waiting) -> None:
    """Let stand-ins reach these rows of a model; called once, in ``AppConfig.ready``."""
    _waiting[model] = waiting


def kinds_with_stand_ins() -> list[Any]:
    """Return the models of which a stand-in reaches rows: papers and their lines."""
    return list(_waiting)


def principals_of(person: Any) -> tuple[Any, ...]:
    """Return the colleagues for whom somebody stands in today, asked once a request."""
    if person is None or getattr(person, "pk", None) is None:
        return ()
    found: tuple[Any, ...] | None = getattr(person, "_principals", None)
    if found is None:
        found = tuple(one for ask in _asked for one in ask(person))
        person._principals = found
    return found


def reached_standing_in(actor: Actor, action: str, model: Any) -> Q | None:
    """Return what rows have that somebody reaches for colleagues away; ``None`` for none."""
    waiting = _waiting.get(model)
    if waiting is None or action not in ACTIONS or actor.is_system or actor.user is None:
        return None
    found: Q | None = None
    for principal in principals_of(actor.user):
        condition = waiting(principal, actor.user, action)
        found = condition if found is None else found | condition
    return found


def fits(record: Any, condition: Q | None) -> bool:
    """Tell whether a stored record has what a condition asks for."""
    if condition is None or record.pk is None:
        return False
    return bool(type(record)._base_manager.filter(pk=record.pk).filter(condition).exists())
