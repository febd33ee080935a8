"""Move what points to one record to another one, and settle what may not stand there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.models.recorded import Recorded
from erp.foundation.models.soft_link import is_soft
from erp.foundation.models.versions import VersionBase
from erp.foundation.services.bulk import save_records
from erp.foundation.services.joining import join_records

if TYPE_CHECKING:
    from erp.foundation.operation import RunningOperation

#: Which of several is the default says nothing about what a record is.
_MARK = "is_default"


@dataclass(frozen=True)
class Rivals:
    """Two records of which only one may stand with the survivor: its own, and the other's."""

    ours: Any
    theirs: Any
    #: What both say, field by field: label, ours, theirs; only what differs.
    differs: tuple[tuple[str, str, str], ...]
    #: What names the pair in a form; kept, because one of the two goes.
    key: str


def _key_of_pair(ours: Any, theirs: Any) -> str:
    return f"{ours._meta.label_lower}-{ours.pk}-{theirs.pk}"


class Moving:
    """What moved, what became one, what stands in the way."""

    def __init__(self, theirs: frozenset[str], running: RunningOperation) -> None:
        """Take the keys of pairs of which the other's stays, and the operation under way."""
        self._theirs = theirs
        self._running = running
        self._pairs: dict[str, list[list[Any]]] = {}
        #: How many records of each kind point to the survivor now.
        self.moved: Counter[type[Any]] = Counter()
        #: Records that said the same as one of the survivor's, and became one with it.
        self.same: Counter[type[Any]] = Counter()
        self.rivals: list[Rivals] = []
        self.refused: list[str] = []
        #: What uses the records: columns that shall change, by kind and key; written together, so
        #: that a paper gets its company and the contact there at once.
        self._using: dict[Any, dict[Any, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        #: Children that became one with another.
        self._going: list[Any] = []

    def move(self, into: Any, gone: Any) -> None:
        """Let everything point to ``into`` that pointed to ``gone``; children first.

        What uses it does so with ``settle``, which is called in the end.
        """
        label = into._meta.concrete_model._meta.label_lower
        self._pairs.setdefault(label, []).append([gone.pk, into.pk])
        self._running.row.details = {**self._running.row.details, "merged": self._pairs}
        for kind, relations in pointing_to(into._meta.concrete_model):
            if issubclass(kind, Recorded):
                self._move_rows(kind, relations, into, gone)
            else:
                _move_plain(kind, relations, into, gone)
        self._move_joins(into, gone)

    def _move_rows(self, kind: Any, relations: list[Any], into: Any, gone: Any) -> None:
        names = [stored.name for stored in relations]
        pointing = models.Q()
        for name in names:
            pointing |= models.Q(**{name: gone.pk})
        rows = kind._base_manager.select_for_update().filter(pointing).order_by("pk")
        if not _is_child(relations):
            for row in rows:
                if kind is type(into)._meta.concrete_model and row.pk == into.pk:
                    continue  # the survivor's own values are settled last
                columns = (r.attname for r in relations if getattr(row, r.attname) == gone.pk)
                self._using[kind][row.pk] |= dict.fromkeys(columns, into.pk)
            return
        children = [row for row in rows if row not in self._going]
        twins = self._twins(kind, relations, into) if children else {}
        for row in children:
            self._move_child(row, relations, into, gone, twins)

    def settle(self) -> None:
        """Write what uses the records, and let go what became one with another."""
        using, self._using = self._using, defaultdict(lambda: defaultdict(dict))
        for kind, wanted in using.items():
            rows = kind._base_manager.select_for_update().filter(pk__in=list(wanted))
            changed = []
            for row in rows.order_by("pk"):
                for column, key in wanted[row.pk].items():
                    setattr(row, column, key)
                names = {f.name for f in kind._meta.concrete_fields if f.attname in wanted[row.pk]}
                rival = _in_the_way(row, names)
                if rival is not None:
                    self._refuse(rival, row)
                else:
                    changed.append(row)
            save_records(changed)
            self.moved[kind] += len(changed)
        going, self._going = self._going, []
        for row in going:
            if not self.refused:
                delete_inside_operation([row])

    def _move_child(
        self, row: Any, relations: list[Any], into: Any, gone: Any, twins: dict[Any, Any]
    ) -> None:
        same = twins.get(_said(row, relations))
        if same is not None:
            self._absorb(same, row)
            self.same[type(row)] += 1
            return
        rival = self._point(row, relations, into, gone)
        if rival is not None:
            self._settle_pair(rival, row, relations, into, gone)
            return
        row.save()
        self.moved[type(row)] += 1

    def _twins(self, kind: Any, relations: list[Any], into: Any) -> dict[Any, Any]:
        """Return what the survivor's own children say, each with the first that says it."""
        name = _leading(relations).name
        found: dict[Any, Any] = {}
        for row in kind._base_manager.filter(**{name: into.pk}).order_by("-pk"):
            found[_said(row, relations)] = row
        return found

    def _point(self, row: Any, relations: list[Any], into: Any, gone: Any) -> Any:
        """Let a row point to the survivor; return the row that stands in its way, if any."""
        moved = set()
        for stored in relations:
            if getattr(row, stored.attname) != gone.pk:
                continue
            derived = stored.name in row.derived_fields and stored.null
            setattr(row, stored.attname, None if derived else into.pk)
            moved.add(stored.name)
        if _MARK in {f.name for f in row._meta.concrete_fields}:
            row.is_default = False
        return _in_the_way(row, moved)

    def _settle_pair(
        self, ours: Any, theirs: Any, relations: list[Any], into: Any, gone: Any
    ) -> None:
        """Keep one of two children that may not stand beside each other."""
        theirs = type(theirs)._base_manager.get(pk=theirs.pk)
        differs = _differing(ours, theirs, relations)
        pair = Rivals(ours, theirs, differs, _key_of_pair(ours, theirs))
        if pair.differs:
            self.rivals.append(pair)
        if pair.key not in self._theirs:
            self._absorb(ours, theirs)
            if not pair.differs:
                self.same[type(ours)] += 1
            return
        self._absorb(theirs, ours)
        self.settle()
        theirs.refresh_from_db()
        self._point(theirs, relations, into, gone)
        theirs.save()
        self.moved[type(theirs)] += 1

    def _refuse(self, ours: Any, theirs: Any) -> None:
        text = _("Both have a %(kind)s that may stand but once: “%(ours)s” and “%(theirs)s”.")
        facts = {"kind": ours._meta.verbose_name, "ours": ours, "theirs": theirs}
        self.refused.append(text % facts)

    def _absorb(self, stays: Any, goes: Any) -> None:
        """Let one child take the place of another one, which goes in the end."""
        self.move(stays, goes)
        self._going.append(goes)

    def _move_joins(self, into: Any, gone: Any) -> None:
        """Let records that are joined to the one be joined to the other."""
        for relation in into._meta.concrete_model._meta.related_objects:
            holder: Any = relation.related_model
            if not relation.many_to_many or not relation.through._meta.auto_created:
                continue
            if not issubclass(holder, Recorded):
                continue
            many = relation.field
            here, there = many.m2m_column_name(), many.m2m_reverse_name()
            through = relation.through._base_manager
            keys = set(through.filter(**{there: gone.pk}).values_list(here, flat=True))
            held: dict[Any, set[Any]] = defaultdict(set)
            for key, other in through.filter(**{f"{here}__in": keys}).values_list(here, there):
                held[key].add(other)
            joins = [
                (record, held[record.pk], (held[record.pk] - {gone.pk}) | {into.pk})
                for record in holder._base_manager.filter(pk__in=keys).order_by("pk")
            ]
            join_records(holder, many.name, joins)
            self.moved[holder] += len(joins)


def pointing_to(model: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield what points to a table, by kind: first what belongs to its rows, then what uses them.

    Versions keep pointing to what they were of, and so does what outlives what it points to.
    """
    found: dict[Any, list[Any]] = defaultdict(list)
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.field is not None):
            continue
        stored = relation.field
        kind: Any = stored.model
        if relation.many_to_many or issubclass(kind, VersionBase) or kind._meta.auto_created:
            continue
        if is_soft(stored) or stored.remote_field.on_delete is models.DO_NOTHING:
            continue
        if kind._meta.proxy or stored.remote_field.parent_link:
            continue
        found[kind].append(stored)
    order = sorted(found.items(), key=lambda pair: _is_child(pair[1]), reverse=True)
    yield from order


def _is_child(relations: list[Any]) -> bool:
    return any(stored.remote_field.on_delete is models.CASCADE for stored in relations)


def _leading(relations: list[Any]) -> Any:
    """Return the relation that says to which record a child belongs; others are worked out."""
    kind = relations[0].model
    derived = getattr(kind, "derived_fields", ())
    return next((stored for stored in relations if stored.name not in derived), relations[0])


def _said(row: Any, relations: list[Any]) -> tuple[Any, ...]:
    """Return what a child says, whoever it belongs to."""
    left_out = {*(stored.name for stored in relations), *row.derived_fields, _MARK}
    return tuple(
        str(getattr(row, stored.attname))
        for stored in row.recorded_fields()
        if stored.name not in left_out
    )


def _differing(ours: Any, theirs: Any, relations: list[Any]) -> tuple[tuple[str, str, str], ...]:
    left_out = {*(stored.name for stored in relations), *ours.derived_fields, _MARK}
    return tuple(
        (str(stored.verbose_name), _text(ours, stored), _text(theirs, stored))
        for stored in ours.recorded_fields()
        if stored.name not in left_out
        and getattr(ours, stored.attname) != getattr(theirs, stored.attname)
    )


def _text(row: Any, stored: Any) -> str:
    value = getattr(row, stored.name)
    return "" if value is None else str(value)


def _in_the_way(row: Any, moved: set[str]) -> Any:
    """Return the record that has what only one may have, now that these relations moved.

    What the house works out itself is emptied, to be worked out anew.
    """
    for names in _unique_sets(type(row)):
        if not moved & set(names):
            continue
        for name in set(names) - moved:
            stored = row._meta.get_field(name)
            if name in row.derived_fields and stored.null:
                setattr(row, stored.attname, None)
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        if None not in values.values():
            rival = type(row)._base_manager.filter(**values).exclude(pk=row.pk).first()
            if rival is not None:
                return rival
    return None


def _unique_sets(kind: Any) -> list[tuple[str, ...]]:
    alone = [(stored.name,) for stored in kind._meta.concrete_fields if stored.unique]
    return [*alone, *(tuple(c.fields) for c in kind._meta.total_unique_constraints)]


def _move_plain(kind: Any, relations: list[Any], into: Any, gone: Any) -> None:
    """Move rows of which no versions are kept."""
    for stored in relations:
        rows = kind._base_manager.filter(**{stored.name: gone.pk})
        if stored.unique and kind._base_manager.filter(**{stored.name: into.pk}).exists():
            rows.delete()
        else:
            rows.update(**{stored.name: into.pk})
