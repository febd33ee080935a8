"""What deleting records would take along and what forbids it, by counts, without loading them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CASCADE, PROTECT, RESTRICT, Model, QuerySet

_EXAMPLES = 3
#: Trees deeper than this are counted no further; the deletion itself follows them to the end.
_DEPTH = 8
_BLOCKED_COUNTED = 5000


@dataclass
class Impact:
    """Counts by kind of record: what goes, what stands in the way, how many would stay."""

    gone: dict[type[Model], int] = field(default_factory=dict)
    #: Kind, count and a few names of what still needs the records.
    forbidden_by: dict[type[Model], tuple[int, list[str]]] = field(default_factory=dict)
    #: How many of the chosen records cannot go.
    blocked: int = 0

    @property
    def allowed(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.forbidden_by


def impact_of(records: Any) -> Impact:
    """Return what deleting these records (a list or an unsliced QuerySet of one model) would do."""
    if isinstance(records, QuerySet):
        model, count = records.model, records.count()
        chosen: Any = records.order_by().values("pk")
    elif records:
        model, count = type(records[0]), len(records)
        chosen = [record.pk for record in records]
    else:
        return Impact()
    going, needing = _reached(model, chosen)
    impact = Impact(gone={model: count})
    for kind, ways in going.items():
        at_hand = [model._base_manager.filter(pk__in=chosen)] if kind is model else []
        found = _together([*at_hand, *ways]).count()
        if found:
            impact.gone[kind] = found
    impact.blocked = len(_count_forbidding(impact, needing))
    return impact


def _reached(model: Any, chosen: Any) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    """Return what goes along and what stands in the way: for each kind, rows by way and lookup."""
    going: dict[Any, list[Any]] = {}
    needing: dict[Any, list[Any]] = {}
    for relation, path in _paths(model, "", 0):
        rows = relation.related_model._base_manager.filter(**{f"{path}__in": chosen})
        if relation.on_delete is CASCADE and not relation.field.primary_key:
            going.setdefault(relation.related_model, []).append(rows)
        elif relation.on_delete in {PROTECT, RESTRICT}:
            needing.setdefault(relation.related_model, []).append((rows, path))
    return going, needing


def _together(ways: list[Any]) -> Any:
    """Return the keys of what is reached in one of several ways, each record once."""
    keys = [rows.order_by().values("pk") for rows in ways]
    return keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]


def _paths(model: Any, tail: str, depth: int) -> Iterator[tuple[Any, str]]:
    """Walk the relations that point here: each with the lookup that leads back to the start."""
    for relation in model._meta.related_objects:
        if relation.many_to_many or relation.field.model._meta.proxy:
            continue
        path = f"{relation.field.name}{tail}"
        yield relation, path
        if relation.on_delete is CASCADE and depth < _DEPTH:
            yield from _paths(relation.related_model, f"__{path}", depth + 1)


def _count_forbidding(impact: Impact, needing: dict[Any, list[Any]]) -> set[Any]:
    """Note what stands in the way, each record once; return which of the chosen cannot go."""
    blocked: set[Any] = set()
    for model, ways in needing.items():
        found = [rows.order_by() for rows, _path in ways]
        keys = {key for rows in found for key in rows.values_list("pk", flat=True)[:_EXAMPLES]}
        if not keys:
            continue
        named = model._base_manager.filter(pk__in=keys).order_by("pk")[:_EXAMPLES]
        impact.forbidden_by[model] = (_together(found).count(), [str(row) for row in named])
        for rows, path in ways:
            keys_of_chosen = rows.order_by().values_list(path, flat=True).distinct()
            blocked.update(keys_of_chosen[:_BLOCKED_COUNTED])
    return blocked
