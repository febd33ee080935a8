"""Delete rows inside the running operation, each noted first, whatever hangs on them included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import router
from django.db.models import ManyToManyField, Model, ProtectedError, QuerySet, RestrictedError
from django.db.models.deletion import Collector

from erp.foundation.gate import Verb
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import (
    ask_before_write,
    copy_versions_of,
    recorder_for,
    tentatively,
)
from erp.foundation.refusal import InUse

_EXAMPLES = 3


class _RecordedCollector(Collector):
    """Django's collector, which never deletes recorded rows unseen."""

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        """Fetch recorded rows, so that each gets its version and log entry."""
        # a record may have a field of the name ``model``, so a queryset is told by its kind
        told_by = objs if isinstance(objs, QuerySet) else getattr(objs, "_meta", None)
        model = getattr(told_by, "model", None)
        if model is not None and issubclass(model, Recorded):
            return False
        return super().can_fast_delete(objs, from_field)


def _collect(records: Sequence[Recorded]) -> Collector:
    using = router.db_for_write(type(records[0]), instance=records[0])
    collector = _RecordedCollector(using=using, origin=records[0])
    try:
        collector.collect(list(records))
    except (ProtectedError, RestrictedError) as error:
        holders: Any = getattr(error, "protected_objects", None) or getattr(
            error, "restricted_objects", ()
        )
        raise InUse(records[0], _by_kind(holders)) from None
    return collector


def _by_kind(holders: Iterable[Model]) -> list[tuple[type[Model], int, list[str]]]:
    found: dict[type[Model], list[Model]] = {}
    for holder in holders:
        found.setdefault(type(holder), []).append(holder)
    return [
        (model, len(rows), [str(row) for row in rows[:_EXAMPLES]]) for model, rows in found.items()
    ]


def joined_rows(model: Any, keys: Sequence[Any]) -> dict[Any, dict[str, set[Any]]]:
    """Return what records are joined to by their own many-to-many fields: key, field, others."""
    found: dict[Any, dict[str, set[Any]]] = defaultdict(dict)
    for many in model._meta.many_to_many:
        through = many.remote_field.through
        if not isinstance(many, ManyToManyField) or not through._meta.auto_created:
            continue
        here, there = many.m2m_column_name(), many.m2m_reverse_name()
        rows = through._base_manager.filter(**{f"{here}__in": keys}).values_list(here, there)
        for key, other in rows:
            found[key].setdefault(many.name, set()).add(other)
    return found


def _note_holders(model: Any, going: Sequence[Recorded]) -> None:
    """Note at every record that stays and was joined to one that goes that it is parted from it."""
    keys = [record.pk for record in going]
    for relation in model._meta.related_objects:
        holder_model: Any = relation.related_model
        if not (relation.many_to_many and issubclass(holder_model, Recorded)):
            continue
        through = relation.through
        if not through._meta.auto_created:
            continue
        many = relation.field
        here, there = many.m2m_column_name(), many.m2m_reverse_name()
        parted: dict[Any, set[Any]] = defaultdict(set)
        rows = through._base_manager.filter(**{f"{there}__in": keys}).values_list(here, there)
        for holder, gone in rows:
            parted[holder].add(gone)
        for holder in holder_model._base_manager.filter(pk__in=parted):
            recorder_for(holder).relation_changed(
                holder, many.name, added=set(), removed=parted[holder.pk]
            )


def delete_inside_operation(records: Sequence[Recorded]) -> tuple[int, dict[str, int]]:
    """Delete records and what hangs on them inside the running operation.

    Holders of many-to-many relations are noted first, then everything that goes, children before
    parents; a protected record raises ``InUse`` and nothing is deleted.
    """
    if not records:
        return 0, {}
    recorder = recorder_for(records[0])
    collector = _collect(records)
    for rows in collector.data.values():
        together = frozenset(row.pk for row in rows)
        for row in rows:
            if isinstance(row, Recorded):
                ask_before_write(row, Verb.DELETE, together=together)
    with tentatively():
        for model, rows in collector.data.items():
            going = [row for row in rows if isinstance(row, Recorded)]
            if going:
                _note_holders(model, going)
        for model, rows in collector.data.items():
            going = [row for row in rows if isinstance(row, Recorded)]
            joined = joined_rows(model, [row.pk for row in going]) if going else {}
            untouched = [row for row in going if not recorder.has(row)]
            for row in going:
                recorder.deleted(row, joined.get(row.pk))
            copy_versions_of(untouched)
        return collector.delete()
