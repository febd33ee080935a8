"""Settling: what a domain brings in line once, at the end of an operation, before it is recorded.

An order's total after its lines changed, one default contact after several were typed: each is
worked out from all that the operation did, whatever wrote it (form, import, restore, service).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.foundation.models.recorded import Recorded
    from erp.foundation.recorder import Change, Recorder

Settler = Callable[["Sequence[Change]"], None]
_settlers: dict[type[Any], list[Settler]] = {}
Seer = Callable[["Sequence[Any]"], None]
_seers: dict[type[Any], list[Seer]] = {}
#: A settler may change records that another one settles, but not for ever.
_ROUNDS = 5


def settle(model: type[Recorded], settler: Settler) -> None:
    """Call the settler with all changes of the model's records before an operation ends.

    Called once, in ``AppConfig.ready``. It may write more, and is called again with what others
    wrote after it; it must come to rest.
    """
    _settlers.setdefault(model._meta.concrete_model or model, []).append(settler)


def foretell(model: type[Recorded], seer: Seer) -> None:
    """Call the seer with new records of the model before many of them are inserted at once.

    Called once, in ``AppConfig.ready``. It puts on them what a settler would find out afterwards,
    where that can be known already, so that they are written once instead of twice. It stores
    nothing; the settler looks all the same, and has the last word.
    """
    _seers.setdefault(model._meta.concrete_model or model, []).append(seer)


def foresee(records: Sequence[Any]) -> None:
    """Let records of one kind be given what is known before they are inserted."""
    model = records[0]._meta.concrete_model or type(records[0])
    for seer in _seers.get(model, ()):
        seer(records)


def settlers_of(model: type[Any]) -> tuple[Settler, ...]:
    """Return what brings records of a model in line."""
    return tuple(_settlers.get(model._meta.concrete_model or model, ()))


def settle_changes(recorder: Recorder) -> None:
    """Let every settler see what was touched since it last looked, until nothing more changes."""
    seen = 0
    for _round in range(_ROUNDS):
        touched = recorder.touched_since(seen)
        if not touched:
            return
        seen = recorder.touches
        by_model: dict[type[Any], list[Change]] = defaultdict(list)
        for change in touched:
            by_model[change.record._meta.concrete_model or type(change.record)].append(change)
        for model, changes in by_model.items():
            for settler in _settlers.get(model, ()):
                settler(changes)
    message = "settlers keep changing each other's records"
    raise RuntimeError(message)
