"""Which seal the house writes after another of the same operation, and which it never would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import SealKind
from erp.foundation.services.sealed_parts import read_parts


def may_stand_first(kind: str) -> bool:
    """Tell whether the house writes a seal of this kind when there is none yet."""
    return kind in {SealKind.WRITTEN, SealKind.TAKEN}


def may_follow(former: str, kind: str, parts: str, note: str, labels: Mapping[str, str]) -> bool:
    """Tell whether the house writes a seal like this after one that says ``former``.

    Work in parts changes what its own row says and nothing else; what is withdrawn had nothing
    filed under it; what is cleared names its setting and leaves fewer rows in one table, or none
    at all; what lost a column has a reason and as many rows as before. What was sealed is never
    written or taken a second time. ``labels`` name the table of each layout.
    """
    before, after = read_parts(former), read_parts(parts)
    own = {key for key, label in labels.items() if label == Operation._meta.label_lower}
    if kind == SealKind.AMENDED:
        return _filed(before, own) == _filed(after, own)
    if kind == SealKind.WITHDRAWN:
        return not _filed(before, own) and not after
    if kind == SealKind.PURGED:
        return note.startswith("AUDIT_") and (not after or _is_less(before, after, own))
    if kind == SealKind.RETAKEN:
        return bool(note) and _is_as_many(before, after, labels)
    return False


def _is_less(before: dict[str, Any], after: dict[str, Any], own: set[str]) -> bool:
    """Tell whether rows of one table went, and nothing else is told otherwise."""
    other = {key for key in before | after if before.get(key) != after.get(key)}
    if len(other) != 1 or other & own:
        return False
    (key,) = other
    return key in before and (key not in after or after[key][0] < before[key][0])


def _is_as_many(before: dict[str, Any], after: dict[str, Any], labels: Mapping[str, str]) -> bool:
    """Tell whether rows are told in other layouts of their tables, and nothing else is new."""

    def told_otherwise(here: dict[str, Any], there: dict[str, Any]) -> dict[str | None, int]:
        return {labels.get(key): here[key][0] for key in here if here[key] != there.get(key)}

    counts = told_otherwise(before, after)
    return bool(counts) and None not in counts and counts == told_otherwise(after, before)


def _filed(parts: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """Return what a seal says of everything but the operation's own row."""
    return {key: facts for key, facts in parts.items() if key not in own}
