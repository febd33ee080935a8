"""What belongs to a record: its rows of other kinds, and how they stood after an operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from admin_config.engine.spec import Screen

#: Rows of one kind that are looked at.
ROWS = 2000
_BATCH = 500


@dataclass(frozen=True)
class Part:
    """One kind of rows that belong to a record."""

    kind: Any
    #: The column of the rows that names the record.
    column: str
    #: The number by which the rows are ordered; empty for the order in which they were made.
    order: str = ""
    #: The relation that names a row without words of its own.
    goods: str = ""

    @property
    def relation(self) -> str:
        """Return the name of the rows' relation to the record."""
        return str(
            next(f.name for f in self.kind._meta.concrete_fields if f.attname == self.column)
        )

    def ordered(self, rows: dict[Any, Any]) -> list[Any]:
        """Return the keys of rows in their order."""
        return sorted(rows, key=lambda key: (getattr(rows[key], self.order, 0) or 0, key))


@dataclass(frozen=True)
class State:
    """A record and its rows right after an operation; without one, as they stand now."""

    version: Any
    operation_id: int | None

    @property
    def key(self) -> Any:
        """Return the record's primary key."""
        return getattr(self.version, self.version.instance_type._meta.pk.attname)


def parts_of(screen: Screen) -> list[Part]:
    """Return the kinds of rows that a screen declares as the record's own."""
    from django.forms.models import _get_foreign_key

    found = []
    for children in screen.children:
        relation: Any = _get_foreign_key(screen.model, children.model, fk_name=children.relation)
        found.append(Part(children.model, relation.attname))
    for lines in screen.lines:
        relation = _get_foreign_key(screen.model, lines.model, fk_name=lines.relation)
        found.append(Part(lines.model, relation.attname, lines.order or "", lines.goods))
    if screen.values is not None:
        rows: Any = screen.model._meta.get_field(screen.values.relation)
        found.append(Part(rows.related_model, rows.field.attname, goods=screen.values.by))
    return found


def state_at(model: Any, key: Any, operation_id: int | None) -> State | None:
    """Return how a record stood right after an operation; ``None`` when it was not there yet."""
    rows = model.history.filter(**{model._meta.pk.attname: key})
    if operation_id is not None:
        rows = rows.filter(operation_id__lte=operation_id)
    version = rows.order_by("-history_id").first()
    return None if version is None else State(version, operation_id)


def latest_operation(screen: Screen, key: Any) -> int | None:
    """Return the operation that touched a record or its rows last."""
    model: Any = screen.model._meta.concrete_model
    kinds = [(model, model._meta.pk.attname)] + [(p.kind, p.column) for p in parts_of(screen)]
    found = [
        kind.history.filter(**{column: key}).aggregate(last=Max("operation_id"))["last"] or 0
        for kind, column in kinds
    ]
    return max(found) or None


def rows_at(part: Part, state: State) -> dict[Any, Any]:
    """Return the versions of the rows that a record had in a state, by key."""
    kind = part.kind
    pk = kind._meta.pk.attname
    ever = kind.history.filter(**{part.column: state.key}).order_by().values_list(pk, flat=True)
    keys = list(ever.distinct()[:ROWS])
    found: dict[Any, Any] = {}
    for start in range(0, len(keys), _BATCH):
        versions = kind.history.filter(**{f"{pk}__in": keys[start : start + _BATCH]})
        if state.operation_id is not None:
            versions = versions.filter(operation_id__lte=state.operation_id)
        newest = versions.order_by().values(pk).annotate(newest=Max("history_id"))
        ids = list(newest.values_list("newest", flat=True))
        for row in kind.history.filter(history_id__in=ids).exclude(history_type="-"):
            if getattr(row, part.column) == state.key:
                found[getattr(row, pk)] = row
    return found
