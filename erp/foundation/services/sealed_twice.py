"""Which seal the house writes after another of the same operation, and which it never would."""

from __future__ import annotations

import json
from typing import Any

from erp.foundation.canonical import layout_of
from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import SealKind


def may_stand_first(kind: str) -> bool:
    """Tell whether the house writes a seal of this kind when there is none yet."""
    return kind in {SealKind.WRITTEN, SealKind.TAKEN}


def may_follow(former: str, kind: str, parts: str, note: str) -> bool:
    """Tell whether the house writes a seal like this after one that says ``former``.

    Work in parts changes what its own row says and nothing else; what is withdrawn had nothing
    filed under it; what is cleared names its setting and leaves fewer rows in one table, or none
    at all. What was sealed is never written or taken a second time.
    """
    before, after = _read(former), _read(parts)
    if kind == SealKind.AMENDED:
        return _filed(before) == _filed(after)
    if kind == SealKind.WITHDRAWN:
        return not _filed(before) and not after
    if kind == SealKind.PURGED:
        return note.startswith("AUDIT_") and (not after or _is_less(before, after))
    return False


def _is_less(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether rows of one table went, and nothing else is told otherwise."""
    other = {key for key in before | after if before.get(key) != after.get(key)}
    if len(other) != 1 or other == {layout_of(Operation).key}:
        return False
    (key,) = other
    return key in before and (key not in after or after[key][0] < before[key][0])


def _read(parts: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(parts)
    except ValueError:
        return {}
    return found


def _filed(parts: dict[str, Any]) -> dict[str, Any]:
    """Return what a seal says of everything but the operation's own row."""
    own = layout_of(Operation).key
    return {key: facts for key, facts in parts.items() if key != own}
