"""What an operation changed at a record, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.history.words import Words, label_of
from erp.foundation.models import LogEntry
from erp.foundation.models.soft_link import is_soft


@dataclass(frozen=True)
class Difference:
    """One field: what it held and what it holds."""

    label: str
    old: str
    new: str


def differences_of(
    entry: LogEntry, model: Any, hidden: frozenset[str], words: Words
) -> list[Difference]:
    """Return the changes of one log entry without what the reader may not see or is derived.

    Where a record was copied from is told beside the differences, to those who may know.
    """
    soft = {stored.name for stored in model._meta.concrete_fields if is_soft(stored)}
    left_out = {*hidden, *soft, *getattr(model, "derived_fields", ())}
    return [
        _difference(model, name, change, words)
        for name, change in (entry.changes or {}).items()
        if name not in left_out
    ]


def _difference(model: Any, name: str, change: Any, words: Words) -> Difference:
    label = label_of(model, name)
    if isinstance(change, dict):
        return Difference(
            label,
            words.say(model, name, list(change.get("removed", ()))),
            words.say(model, name, list(change.get("added", ()))),
        )
    old, new = [*change, None, None][:2]
    if name in getattr(model, "secret_fields", ()):
        return Difference(label, "••••••", _("changed"))
    return Difference(label, words.say(model, name, old), words.say(model, name, new))


def wanted_names(entries: Iterable[tuple[Any, LogEntry]]) -> Iterator[tuple[Any, str, Any]]:
    """Walk everything in these entries that may need the name of a related record."""
    for model, entry in entries:
        for name, change in (entry.changes or {}).items():
            if isinstance(change, dict):
                yield model, name, [*change.get("added", ()), *change.get("removed", ())]
            else:
                yield model, name, [part for part in change if part is not None]
