"""The history of a record: every operation that touched it or its children, newest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from admin_config.engine.history.belonging import parts_of
from admin_config.engine.history.differences import Difference, differences_of, wanted_names
from admin_config.engine.history.words import Words
from admin_config.engine.printing.archive import outcome_told
from admin_config.engine.spec import Screen
from admin_config.models import IssuedPaper
from erp.foundation.actor import Actor
from erp.foundation.models import LogEntry, Operation
from erp.foundation.rights import hidden_fields, may
from erp.foundation.rights_by_role import may_by_role
from erp.foundation.services.names import names_of_gone

PAGE = 20
#: Changes of children shown for one operation; more are counted.
ROWS = 50


@dataclass
class Touched:
    """One record within an operation: what happened to it."""

    kind: str
    label: str
    sign: str
    differences: list[Difference]
    #: Where it stands among its like, and where it stood before it was moved.
    place: str = ""


@dataclass
class Event:
    """One operation in the life of a record."""

    operation: Operation
    #: The version of the record itself, where the operation made one.
    version: int | None = None
    own: Touched | None = None
    children: list[Touched] = field(default_factory=list)
    more: int = 0
    #: The name of what it was copied from.
    origin: str = ""
    #: The reader may bring this state back.
    restorable: bool = False
    #: How the record's paper left the house by it.
    issued: list[str] = field(default_factory=list)
    #: As which of two versions (a, b) it is chosen at first when some are compared.
    picked: str = ""
    #: The button that undoes the operation, if there is one.
    undo: Any = None

    @property
    def is_change(self) -> bool:
        """Tell whether the record or its children differ since: printing changes nothing."""
        return bool(self.version or self.own or self.children)

    @property
    def state(self) -> str:
        """Return how an address names what this operation left."""
        return f"o{self.operation.pk}"


@dataclass
class Timeline:
    """One page of events and where the next one begins."""

    events: list[Event]
    next_before: int | None


def child_relations(screen: Screen) -> list[tuple[Any, str]]:
    """Return the kinds of rows that belong to a record with the column that names it."""
    return [(part.kind, part.column) for part in parts_of(screen)]


def timeline_of(screen: Screen, key: Any, *, by: Actor, before: int | None = None) -> Timeline:
    """Return the operations that touched the record or its children, in a fixed number of queries.

    Children whose kind the reader may not look up are left out, and hidden fields everywhere.
    """
    model = screen.model._meta.concrete_model
    children = [(m, fk) for m, fk in child_relations(screen) if may(by, "view", m)]
    ids = _operation_ids(screen, model, key, children, before)
    page = ids[:PAGE]
    events = {op.pk: Event(op) for op in _operations(page)}
    _add_versions(events, model, key)
    _add_entries(events, model, key, children, by)
    _add_origins(events, model, key, by)
    _add_issued(events, screen, key)
    ordered = [events[pk] for pk in page if pk in events]
    changes = [event for event in ordered if event.is_change]
    for event, letter in zip((*changes[:2], *changes[:1]), "ba", strict=False):
        event.picked += letter
    return Timeline(ordered, page[-1] if len(ids) > PAGE else None)


def _operation_ids(
    screen: Screen, model: Any, key: Any, children: list[tuple[Any, str]], before: int | None
) -> list[int]:
    found: set[int] = set()
    if screen.layouts:
        papers = IssuedPaper.objects.filter(screen=screen.label, record=str(key))
        if before is not None:
            papers = papers.filter(operation_id__lt=before)
        found.update(
            papers.order_by("-operation_id")
            .values_list("operation_id", flat=True)
            .distinct()[: PAGE + 1]
        )
    for kind, column in [(model, model._meta.pk.attname), *children]:
        rows = kind.history.filter(**{column: key}).exclude(operation_id=None)
        if before is not None:
            rows = rows.filter(operation_id__lt=before)
        found.update(
            rows.order_by("-operation_id")
            .values_list("operation_id", flat=True)
            .distinct()[: PAGE + 1]
        )
    return sorted(found, reverse=True)[: PAGE + 1]


def _operations(ids: list[int]) -> Any:
    return Operation.objects.filter(pk__in=ids).select_related("actor", "undoes", "undone_by")


def _add_versions(events: dict[int, Event], model: Any, key: Any) -> None:
    rows = model.history.filter(**{model._meta.pk.attname: key, "operation_id__in": list(events)})
    for operation_id, history_id in rows.order_by("history_id").values_list(
        "operation_id", "history_id"
    ):
        events[operation_id].version = history_id


def _add_entries(
    events: dict[int, Event], model: Any, key: Any, children: list[tuple[Any, str]], by: Actor
) -> None:
    kinds = {ContentType.objects.get_for_model(m).pk: m for m, _fk in children}
    own_kind = ContentType.objects.get_for_model(model).pk
    belonging = _child_keys(events, key, children)
    condition = Q(content_type_id=own_kind, object_id=key)
    for kind_id, kind in kinds.items():
        keys = belonging.get(kind, set())
        if keys:
            condition |= Q(content_type_id=kind_id, object_id__in=keys)
    entries = list(LogEntry.objects.filter(condition, operation_id__in=list(events)).order_by("id"))
    words = Words()
    words.learn(wanted_names([(kinds.get(e.content_type_id, model), e) for e in entries]))
    for entry in entries:
        event = events[entry.operation_id]
        if entry.content_type_id == own_kind and entry.object_id == key:
            event.own = touched(entry, model, by, words)
        elif len(event.children) < ROWS:
            event.children.append(touched(entry, kinds[entry.content_type_id], by, words))
        else:
            event.more += 1


def _add_origins(events: dict[int, Event], model: Any, key: Any, by: Actor) -> None:
    """Say of what record this one is a copy, to those who may look that one up."""
    words = Words()
    for event in events.values():
        origins = event.operation.details.get("origins", {}).get(model._meta.label_lower, {})
        if str(key) not in origins:
            continue
        former = origins[str(key)]
        origin = model._base_manager.filter(pk=former).first()
        gone = origin is None and names_of_gone(model, [former], by=by)
        if gone or (origin is not None and may_by_role(by, "view", origin)):
            event.origin = words.name(model, former)


def _add_issued(events: dict[int, Event], screen: Screen, key: Any) -> None:
    """Say of each print and mail to whom it went, and whether it was taken."""
    if not screen.layouts:
        return
    rows = IssuedPaper.objects.filter(
        screen=screen.label, record=str(key), operation_id__in=list(events)
    )
    for row in rows.select_related("mail").order_by("pk"):
        events[row.operation_id].issued.append(outcome_told(row))


def _child_keys(
    events: dict[int, Event], key: Any, children: list[tuple[Any, str]]
) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = defaultdict(set)
    for kind, column in children:
        pk = kind._meta.pk.attname
        rows = kind.history.filter(**{column: key, "operation_id__in": list(events)})
        found[kind].update(rows.order_by().values_list(pk, flat=True)[: ROWS * PAGE])
    return found


_SIGNS = {0: "created", 1: "changed", 2: "deleted"}


def touched(entry: LogEntry, model: Any, by: Actor, words: Words) -> Touched:
    """Return what happened to one record, as the reader may see it."""
    return Touched(
        kind=str(model._meta.verbose_name),
        label=entry.object_repr,
        sign=_SIGNS.get(entry.action, "changed"),
        differences=differences_of(entry, model, hidden_fields(by, model), words),
    )
