"""Gates: where a domain says that a write is not allowed; a check may refuse, nothing else."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.recorded import Recorded


class Verb(enum.Enum):
    """What is about to happen to a record."""

    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    RELATE = "relate"


@dataclass(frozen=True)
class Attempt:
    """What somebody is about to write: the record as it will be, and who writes it."""

    record: Recorded
    by: Actor
    verb: Verb
    #: The many-to-many field in question, for ``RELATE``.
    relation: str = ""
    #: Keys that would be joined to it.
    added: frozenset[Any] = field(default=frozenset())
    #: Keys that would be parted from it.
    removed: frozenset[Any] = field(default=frozenset())
    #: Keys of all records of this kind that go in the same act, for ``DELETE``.
    together: frozenset[Any] = field(default=frozenset())


Check = Callable[[Attempt], None]
_checks: dict[type[Any], list[Check]] = {}


def guard(model: type[Recorded], check: Check) -> None:
    """Ask this check before any record of the model (or a proxy of it) is written.

    Called once, in ``AppConfig.ready``. The check raises ``Refusal``, keyed by field where the
    mistake has a place; it writes nothing, since forms ask it before they save.
    """
    _checks.setdefault(model._meta.concrete_model or model, []).append(check)


def checks_of(model: type[Any]) -> tuple[Check, ...]:
    """Return the checks that stand before writes of a model."""
    return tuple(_checks.get(model._meta.concrete_model or model, ()))


def ask_gate(attempt: Attempt) -> None:
    """Let every check look at the attempt; the first refusal ends it."""
    for check in checks_of(type(attempt.record)):
        check(attempt)
