"""Say beforehand why an undo would take nothing back, in few queries for a page of operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import PROTECT, RESTRICT
from django.utils.translation import gettext as _

from erp.foundation.changing_hands import WHOLE
from erp.foundation.life_cycle import cycle_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation
from erp.foundation.models.soft_link import is_soft
from erp.foundation.rights_by_role import reached_rows
from erp.foundation.services.names import names_of_gone
from erp.foundation.services.versions import (
    fill_from,
    key_of,
    recorded_models,
    standing_ids,
    versions_before,
)
from erp.foundation.step_by_undo import reason_against_step

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: So many versions of a kind are looked at; where there are more, the undo itself finds out.
_LOOK = 500
_ACTION = {"-": "delete", "+": "delete", "~": "change"}


def reasons_against_undo(targets: Iterable[Operation], *, by: Actor) -> dict[int, str]:
    """Return why nothing of an operation could go back; operations that have a chance are absent.

    A record has one when it stands at a version of the operation, the actor has the right,
    what was deleted finds its key free and its parents there, and what was created is not in use.
    The undo asks more; what this lets through may still be kept, with a reason.
    """
    outlook = _Outlook(by, {target.pk: target for target in targets})
    kinds = outlook.kinds()
    for model in (m for m in recorded_models() if m in kinds):
        if not outlook.leads:
            break
        outlook.look_at(model)
    return {pk: " ".join(reasons) for pk, reasons in outlook.reasons().items()}


class _Outlook:
    """Looks at kind after kind until every operation has a record that could go back."""

    def __init__(self, by: Actor, targets: dict[int, Operation]) -> None:
        self.by = by
        self.targets = targets
        #: Operations and their parts that are still open, each with the one it belongs to.
        self.leads = {pk: pk for pk in targets}
        parts = Operation.objects.filter(part_of__in=list(targets), undone_by=None)
        self.leads |= dict(parts.order_by().values_list("pk", "part_of_id"))
        self._reasons: dict[int, dict[str, None]] = defaultdict(dict)
        self._unknown: set[int] = set()
        #: Steps that go back as a whole, those of which something may, and what stands against it.
        self._whole = {pk for pk, target in targets.items() if target.verb in WHOLE}
        self._chances: set[int] = set()
        self._halves: dict[int, str] = {}

    def kinds(self) -> set[Any]:
        """Return the kinds of record that the operations touched."""
        rows = LogEntry.objects.filter(operation__in=list(self.leads)).order_by()
        keys = rows.values_list("content_type", flat=True).distinct()
        return {ContentType.objects.get_for_id(key).model_class() for key in keys}

    def reasons(self) -> dict[int, tuple[str, ...]]:
        """Return the reasons of those operations for which no chance was found."""
        for pk, reason in self._halves.items():
            self._reasons[pk] = {reason: None}
        left = set(self.leads.values()) - self._unknown
        left -= self._chances - self._halves.keys()
        nothing = {_("There is nothing in it to take back."): None}
        return {pk: tuple(self._reasons.get(pk, nothing))[:2] for pk in left}

    def look_at(self, model: Any) -> None:
        """Judge the versions of one kind."""
        rows = model.history.filter(operation_id__in=list(self.leads))
        versions = list(rows.order_by("history_id")[: _LOOK + 1])
        if len(versions) > _LOOK:
            self._unknown |= set(self.leads.values())
            return
        stands = standing_ids(model, {key_of(v) for v in versions})
        current = [v for v in versions if v.history_id in stands[key_of(v)]]
        self._blame([v for v in versions if v.history_id not in stands[key_of(v)]], _changed())
        current = self._without_right(model, current)
        gone = [v for v in current if v.history_type == "-"]
        made = [v for v in current if v.history_type == "+"]
        kept = [v for v in current if v.history_type == "~"]
        kept = self._that_step(model, kept)
        self._settle([*kept, *self._that_fit(model, gone), *self._unused(model, made)])

    def _blame(self, versions: Iterable[Any], reason: str) -> None:
        for version in versions:
            self._reasons[self.leads[version.operation_id]][reason] = None

    def _settle(self, versions: list[Any]) -> None:
        """Leave the operations alone in which something could go back."""
        good = {self.leads[v.operation_id] for v in versions}
        self._chances |= good & self._whole
        good -= self._whole
        self.leads = {pk: lead for pk, lead in self.leads.items() if lead not in good}

    def _without_right(self, model: Any, versions: list[Any]) -> list[Any]:
        reached = {sign: reached_rows(self.by, action, model) for sign, action in _ACTION.items()}
        signs: dict[str, list[int]] = defaultdict(list)
        for version in versions:
            signs[version.history_type].append(version.history_id)
        ids: set[int] = set()
        for sign, keys in signs.items():
            condition = reached[sign]
            if condition:
                rows = model.history.filter(condition, history_id__in=keys).order_by()
                ids.update(rows.values_list("history_id", flat=True))
            elif condition is not None:
                ids.update(keys)
        allowed = [version for version in versions if version.history_id in ids]
        known = set(map(id, allowed))
        closed = [v for v in versions if id(v) not in known]
        self._blame(closed, _right())
        for lead in {self.leads[v.operation_id] for v in closed} & self._whole:
            self._halves[lead] = _half(model)
        return allowed

    def _that_step(self, model: Any, versions: list[Any]) -> list[Any]:
        """Return changed records but papers whose state cannot go back, or again, by an undo."""
        cycle = cycle_of(model)
        if cycle is None or not versions:
            return versions
        formers = versions_before(versions)
        papers = model._base_manager.in_bulk([key_of(version) for version in versions])
        good = []
        for version in versions:
            paper, former = papers.get(key_of(version)), formers.get(key_of(version))
            reason = ""
            if paper is not None and former is not None:
                target = self.targets[self.leads[version.operation_id]]
                before = paper.before()
                fill_from(paper, former)
                reason = reason_against_step(cycle, paper, before, by=self.by, target=target)
            if reason:
                self._blame([version], reason)
            else:
                good.append(version)
        return good

    def _that_fit(self, model: Any, versions: list[Any]) -> list[Any]:
        """Return deleted records whose keys are free and whose parents are there."""
        for field in model._meta.concrete_fields:
            if is_soft(field):
                continue
            if isinstance(field, models.ForeignKey) and not field.primary_key:
                versions = self._keep(versions, field, self._lost(field, versions))
            elif field.unique and not field.primary_key and versions:
                taken = self._taken(model, field, versions)
                versions = self._keep(versions, field, dict.fromkeys(taken, _taken()))
        return versions

    def _keep(self, versions: list[Any], field: Any, reasons: dict[Any, str]) -> list[Any]:
        """Return the versions but those whose value in this field has a reason against it."""
        good = []
        for version in versions:
            reason = reasons.get(getattr(version, field.attname))
            if reason is None:
                good.append(version)
            else:
                self._blame([version], reason)
        return good

    @staticmethod
    def _taken(model: Any, field: Any, versions: list[Any]) -> set[Any]:
        values = [value for v in versions if (value := getattr(v, field.attname)) is not None]
        rows = model._base_manager.filter(**{f"{field.attname}__in": values}).order_by()
        return set(rows.values_list(field.attname, flat=True)) if values else set()

    def _lost(self, field: Any, versions: list[Any]) -> dict[Any, str]:
        """Return the parents that are gone and do not come back, each with what to say of it."""
        keys = {key for v in versions if (key := getattr(v, field.attname)) is not None}
        lost = keys - self._there(field, keys) if keys else set()
        if not lost:
            return {}
        parent, column = field.related_model, field.target_field.attname
        names = names_of_gone(parent, lost, by=self.by, column=column)
        return {key: _parent(parent, names.get(key, "")) for key in lost}

    def _there(self, field: Any, keys: set[Any]) -> set[Any]:
        """Return the parents that exist, or were deleted by the same operations and come back."""
        parent: Any = field.related_model
        column = field.target_field.attname
        rows = parent._base_manager.filter(**{f"{column}__in": keys}).order_by()
        there = set(rows.values_list(column, flat=True))
        history = getattr(parent._meta.concrete_model, "history", None)
        if keys - there and history is not None:
            along = history.filter(operation_id__in=list(self.leads), history_type="-")
            back = along.filter(**{f"{column}__in": keys - there}).order_by()
            there |= set(back.values_list(column, flat=True))
        return there

    def _unused(self, model: Any, versions: list[Any]) -> list[Any]:
        """Return created records that nothing needs."""
        for relation in model._meta.related_objects:
            if not versions or relation.on_delete not in {PROTECT, RESTRICT}:
                continue
            keys = {key_of(v) for v in versions}
            rows = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": keys}
            ).order_by()
            used = set(rows.values_list(relation.field.attname, flat=True).distinct())
            self._blame([v for v in versions if key_of(v) in used], _in_use())
            versions = [v for v in versions if key_of(v) not in used]
        return versions


def _changed() -> str:
    return _("It was changed or deleted since.")


def _right() -> str:
    return _("You do not have the right to take it back.")


def _half(kind: Any) -> str:
    said = _("It goes back as a whole, and you may not take this back: %(kind)s.")
    return said % {"kind": kind._meta.verbose_name}


def _parent(kind: Any, name: str) -> str:
    if not name:
        return _("What it belonged to is gone.")
    facts = {"kind": kind._meta.verbose_name, "name": name}
    return _("The %(kind)s “%(name)s” it belonged to is gone.") % facts


def _taken() -> str:
    return _("Its name or number is taken by now.")


def _in_use() -> str:
    return _("It is in use.")
