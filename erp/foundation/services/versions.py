"""Find versions: of an operation, the newest of a record, the one before; and put one back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max

from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.recorded import HOUSEKEEPING, Recorded

BATCH = 500


def recorded_models() -> list[Any]:
    """Return every recorded model that has its own table, parents of relations first."""
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, Recorded) and not model._meta.proxy
    ]
    return _parents_first(found)


def _parents_first(found: list[Any]) -> list[Any]:
    ordered: list[Any] = []
    waiting = list(found)
    while waiting:
        left = set(waiting)
        ready = [m for m in waiting if not _parents(m) & left - {m}] or waiting[:1]
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


def _parents(model: Any) -> set[Any]:
    return {
        f.remote_field.model._meta.concrete_model
        for f in model._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model is not None
    }


def key_of(version: Any) -> Any:
    """Return the primary key of the record that a version is of."""
    return getattr(version, version.instance_type._meta.pk.attname)


def kinds_in(target: Operation) -> list[Any]:
    """Return the kinds of record that an operation touched, parents first."""
    labels = set(
        LogEntry.objects.filter(operation=target)
        .order_by()
        .values_list("content_type__app_label", "content_type__model")
        .distinct()
    )
    return [
        model
        for model in recorded_models()
        if (model._meta.app_label, model._meta.model_name) in labels
    ]


def versions_of(target: Operation) -> list[Any]:
    """Return the version rows of the operation, kinds that others refer to first."""
    return [
        version
        for model in kinds_in(target)
        for version in model.history.filter(operation_id=target.pk).order_by("history_id")
    ]


#: What goes back first: deleted records, then changed ones, then those that were made.
_TURN = {"-": 0, "~": 1, "+": 2}


def in_turn(versions: Iterable[Any]) -> list[Any]:
    """Return versions, parents first, in the order in which they can be taken back."""
    given = list(versions)
    others = sorted(
        (v for v in given if v.history_type != "+"), key=lambda v: _TURN[v.history_type]
    )
    return [*others, *reversed([v for v in given if v.history_type == "+"])]


def newest_ids(model: Any, keys: Iterable[Any], *, besides: Operation | None = None) -> Any:
    """Return the id of the newest version of each record, in few queries.

    ``besides`` leaves out what the parts of an operation wrote.
    """
    wanted, pk = list(keys), model._meta.pk.attname
    found: dict[Any, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = model.history.filter(**{f"{pk}__in": wanted[start : start + BATCH]}).order_by()
        if besides is not None:
            own = list(besides.parts.order_by().values_list("pk", flat=True))
            rows = rows.exclude(operation_id__in=own)
        found.update(dict(rows.values_list(pk).annotate(newest=Max("history_id"))))
    return found


def standing_ids(model: Any, keys: Iterable[Any], *, besides: Operation | None = None) -> Any:
    """Return the ids of the versions that each record stands at, by its key.

    It is the newest one. Where that is an undo, it and what it took back cancel each other, and
    the record stands at the version before as well: so an undo can be taken back, and the acts of
    a day can be undone one after the other, the last first.
    """
    newest = newest_ids(model, keys, besides=besides)
    found = {key: frozenset((history_id,)) for key, history_id in newest.items()}
    taken_back = _taken_back(model, list(newest.values()))
    if not taken_back:
        return found
    pk = model._meta.pk.attname
    lives: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for start in range(0, len(taken_back), BATCH):
        rows = model.history.filter(**{f"{pk}__in": taken_back[start : start + BATCH]})
        lived = rows.order_by("-history_id").values_list(pk, "history_id", "operation_id")
        for key, history_id, operation in lived:
            if history_id <= newest[key]:
                lives[key].append((history_id, operation or 0))
    undone = _targets({operation for life in lives.values() for _id, operation in life})
    return found | {key: _standing(life, undone) for key, life in lives.items()}


def _taken_back(model: Any, ids: list[int]) -> list[Any]:
    """Return the keys of the records whose newest version an undo wrote."""
    found: list[Any] = []
    for start in range(0, len(ids), BATCH):
        rows = model.history.filter(
            history_id__in=ids[start : start + BATCH], operation__kind=OperationKind.UNDO
        )
        found += rows.order_by().values_list(model._meta.pk.attname, flat=True)
    return found


def _targets(operations: set[int]) -> dict[int, int]:
    """Return which of these operations are undos, and of which operation each is."""
    found: dict[int, int] = {}
    wanted = sorted(operations)
    for start in range(0, len(wanted), BATCH):
        rows = Operation.objects.filter(
            pk__in=wanted[start : start + BATCH], kind=OperationKind.UNDO
        )
        for key, own, lead in rows.values_list("pk", "undoes_id", "part_of__undoes_id"):
            target = own or lead
            if target is not None:
                found[key] = target
    return found


def _standing(life: list[tuple[int, int]], undone: dict[int, int]) -> frozenset[int]:
    """Return where a record stands, from its versions and their operations, newest first."""
    places = {operation: place for place, (_id, operation) in enumerate(life)}
    stands: list[int] = []
    place = 0
    while place < len(life):
        history_id, operation = life[place]
        stands.append(history_id)
        target = places.get(undone.get(operation, 0))
        if target is None or target <= place:
            break
        place = target + 1
    return frozenset(stands)


def versions_before(versions: Sequence[Any]) -> dict[Any, Any]:
    """Return the version before each of these, which are of one kind, by the record's key."""
    model: Any = versions[0].instance_type if versions else None
    found: dict[Any, Any] = {}
    for start in range(0, len(versions), BATCH):
        ids = [version.history_id for version in versions[start : start + BATCH]]
        pk = model._meta.pk.attname
        earlier = model.history.filter(
            **{pk: models.OuterRef(pk)}, history_id__lt=models.OuterRef("history_id")
        ).order_by("-history_id")
        rows = model.history.filter(history_id__in=ids).order_by()
        former = rows.annotate(former=models.Subquery(earlier.values("history_id")[:1]))
        wanted = [key for key in former.values_list("former", flat=True) if key is not None]
        found.update((key_of(v), v) for v in model.history.filter(history_id__in=wanted))
    return found


def version_before(version: Any) -> Any:
    """Return the version that came before this one, or ``None``."""
    model = version.instance_type
    return (
        model.history.filter(
            **{model._meta.pk.attname: key_of(version)}, history_id__lt=version.history_id
        )
        .order_by("-history_id")
        .first()
    )


def joins_of(versions: Sequence[Any]) -> dict[tuple[Any, Any], dict[str, dict[str, list[Any]]]]:
    """Return what an operation joined and parted: model and key, field, keys.

    The versions are some of the operation's; kinds without many-to-many fields cost nothing.
    """
    found: dict[tuple[Any, Any], dict[str, dict[str, list[Any]]]] = {}
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for version in versions:
        if version.instance_type._meta.many_to_many:
            by_model[version.instance_type].append(version)
    for model, touched in by_model.items():
        kind = ContentType.objects.get_for_model(model)
        for start in range(0, len(touched), BATCH):
            batch = {str(key_of(v)): key_of(v) for v in touched[start : start + BATCH]}
            rows = LogEntry.objects.filter(
                operation_id=touched[0].operation_id, content_type=kind, object_pk__in=batch
            )
            for key, changes in rows.values_list("object_pk", "changes"):
                found[model, batch[key]] = _joins_in(changes)
    return {key: joins for key, joins in found.items() if joins}


def _joins_in(changes: Any) -> dict[str, dict[str, list[Any]]]:
    return {
        name: change
        for name, change in (changes or {}).items()
        if isinstance(change, dict) and change.get("type") == "m2m"
    }


def fill_from(record: Recorded, version: Any) -> None:
    """Give a record the values of a version; secrets and what the house keeps stay."""
    for stored in record._meta.concrete_fields:
        if (
            hasattr(version, stored.attname)
            and stored.name not in HOUSEKEEPING
            and stored.name not in record.secret_fields
            and stored.name not in record.lasting_fields
            and stored.name not in record.derived_fields
            and not stored.primary_key
        ):
            setattr(record, stored.attname, getattr(version, stored.attname))


def empty_derived(record: Recorded) -> None:
    """Empty what the house works out anew when the operation settles, where it may be empty."""
    for name in record.derived_fields:
        stored: Any = record._meta.get_field(name)
        if stored.null:
            setattr(record, stored.attname, None)
