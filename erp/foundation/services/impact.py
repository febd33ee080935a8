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
    impact = Impact(gone={model: count})
    blocked: set[Any] = set()
    for relation, path in _paths(model, "", 0):
        _count(impact, blocked, relation, path, chosen)
    impact.blocked = len(blocked)
    return impact


def _paths(model: Any, tail: str, depth: int) -> Iterator[tuple[Any, str]]:
    """Walk the relations that point here: each with the lookup that leads back to the start."""
    for relation in model._meta.related_objects:
        if relation.many_to_many or relation.field.model._meta.proxy:
            continue
        path = f"{relation.field.name}{tail}"
        yield relation, path
        if relation.on_delete is CASCADE and depth < _DEPTH:
            yield from _paths(relation.related_model, f"__{path}", depth + 1)


def _count(impact: Impact, blocked: set[Any], relation: Any, path: str, chosen: Any) -> None:
    model = relation.related_model
    rows = model._base_manager.filter(**{f"{path}__in": chosen})
    if relation.on_delete is CASCADE and not relation.field.primary_key:
        count = rows.count()
        if count:
            impact.gone[model] = impact.gone.get(model, 0) + count
    elif relation.on_delete in {PROTECT, RESTRICT}:
        names = [str(row) for row in rows.order_by()[:_EXAMPLES]]
        if names:
            known, examples = impact.forbidden_by.get(model, (0, []))
            impact.forbidden_by[model] = (
                known + rows.count(),
                (examples + names)[:_EXAMPLES],
            )
            blocked.update(
                rows.order_by().values_list(path, flat=True).distinct()[:_BLOCKED_COUNTED]
            )
