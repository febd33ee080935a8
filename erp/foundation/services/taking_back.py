"""Take the records of one operation back to what they were, in whatever order they allow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from erp.foundation.operation import running_operation, tentatively
from erp.foundation.services.back_singly import Final, put_back_one, take_back_one
from erp.foundation.services.back_together import take_back_together
from erp.foundation.services.names import names_of
from erp.foundation.services.parking import park_unique_values
from erp.foundation.services.rejoining import rejoin
from erp.foundation.services.versions import in_turn, key_of, newest_ids, standing_ids

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.operation import Operation

#: Records of one kind that are asked for and written by one statement.
BATCH = 500


@dataclass(frozen=True)
class Kept:
    """A record that could not be taken back, and why."""

    label: str
    reason: str


class TakingBack:
    """One undo at work, inside the running operation.

    Records of one kind go back together. A record may wait for another: a child for its parent, a
    name for the record that took it. So whatever is left is tried again, singly where it has to
    be, as long as anything else succeeded. What then is left and only blocks itself (two records
    that swapped their names) is parked on spare values and put back together.
    """

    def __init__(self, versions: list[Any], *, by: Actor, besides: Operation | None = None) -> None:
        """Take versions of one operation; ``besides`` is an undo whose earlier parts count not."""
        self.by = by
        self.kept: list[Kept] = []
        self.done: list[Any] = []
        #: What did not go back yet, and why not.
        self.waiting: list[Any] = []
        self._reasons: dict[int, str] = {}
        self._pending = self._standing_only(in_turn(versions), besides)

    @property
    def records(self) -> int:
        """Return how many records went back."""
        return len(self.done)

    def do(self, *, last: bool = True) -> None:
        """Take back what can be; list the rest, or leave it waiting for another try."""
        waiting = self._as_far_as_it_goes(self._pending)
        if last and waiting and self._swap(waiting):
            waiting = []
        if self._rejoin(self.done) and last and waiting:
            # a rule may refuse a record until somebody has a role again
            known = len(self.done)
            waiting = self._as_far_as_it_goes(waiting)
            self._rejoin(self.done[known:])
        if last:
            self._keep([(v, self._reasons[id(v)]) for v in waiting])
            waiting = []
        self.waiting = waiting

    def _as_far_as_it_goes(self, waiting: list[Any]) -> list[Any]:
        """Take back what can be, round by round; return what still waits."""
        while waiting:
            number = len(waiting)
            waiting = self._together(waiting)
            if len(waiting) == number:
                waiting = self._singly(waiting)
            if len(waiting) == number:
                break
        return waiting

    def _rejoin(self, versions: list[Any]) -> bool:
        """Join again what these were joined to; tell whether anything changed by it."""
        running: Any = running_operation()
        before = running.recorder.touches
        self.kept += [Kept(*row) for row in rejoin(versions, by=self.by)]
        return bool(running.recorder.touches > before)

    def _standing_only(self, versions: list[Any], besides: Operation | None) -> list[Any]:
        """Return the versions at which their records still stand; list the others."""
        keys: dict[Any, list[Any]] = defaultdict(list)
        for version in versions:
            keys[version.instance_type].append(key_of(version))
        stands = {m: standing_ids(m, wanted, besides=besides) for m, wanted in keys.items()}
        fresh = [v for v in versions if v.history_id in stands[v.instance_type][key_of(v)]]
        known = {id(version) for version in fresh}
        overtaken: dict[Any, list[Any]] = defaultdict(list)
        for version in versions:
            if id(version) not in known:
                overtaken[version.instance_type].append(version)
        for model, late in overtaken.items():
            newest = newest_ids(model, [key_of(version) for version in late])
            rows = model.history.filter(history_id__in=list(newest.values()))
            since = {key_of(r): changed_since(r) for r in rows.select_related("history_user")}
            self._keep([(version, since[key_of(version)]) for version in late])
        return fresh

    def _together(self, waiting: list[Any]) -> list[Any]:
        left: set[int] = set()
        for _kind, group in groupby(waiting, lambda v: (v.instance_type, v.history_type)):
            versions = list(group)
            for start in range(0, len(versions), BATCH):
                outcome = take_back_together(versions[start : start + BATCH], by=self.by)
                self.done += outcome.done
                self._keep([(v, _said(refusal)) for v, refusal in outcome.final])
                for version, refusal in outcome.left:
                    self._reasons[id(version)] = _said(refusal) if refusal else ""
                    left.add(id(version))
        return [version for version in waiting if id(version) in left]

    def _singly(self, waiting: list[Any]) -> list[Any]:
        """Try those of which only a try of its own can say what stands in the way."""
        return [v for v in waiting if self._reasons[id(v)] or not self._settled(v)]

    def _settled(self, version: Any) -> bool:
        try:
            with tentatively():
                take_back_one(version, by=self.by)
        except Final as refusal:
            self._keep([(version, _said(refusal))])
            return True
        except ValidationError as refusal:
            self._reasons[id(version)] = _said(refusal)
        except IntegrityError:
            self._reasons[id(version)] = _("its key is taken or its parent is gone")
        except ObjectDoesNotExist:
            self._reasons[id(version)] = _("it is gone, or what it belonged to is")
        else:
            self.done.append(version)
            return True
        return False

    def _swap(self, waiting: list[Any]) -> bool:
        """Put back records that only stand in each other's way; all of them or none."""
        changed = [v for v in waiting if v.history_type == "~"]
        if len(changed) < 2 or len(changed) != len(waiting):  # noqa: PLR2004 - a swap takes two
            return False
        try:
            with tentatively():
                park_unique_values(changed)
                for version in changed:
                    put_back_one(version, by=self.by)
        except (ValidationError, IntegrityError, ObjectDoesNotExist):
            return False
        self.done += changed
        return True

    def _keep(self, rows: list[tuple[Any, str]]) -> None:
        names = names_of([version for version, _reason in rows], by=self.by)
        self.kept += [Kept(names[id(version)], reason) for version, reason in rows]


def _said(refusal: ValidationError) -> str:
    return " ".join(refusal.messages)


def changed_since(newest: Any) -> str:
    """Return who changed or deleted a record, and when, from its newest version."""
    stamp = newest.history_date.strftime("%Y-%m-%d %H:%M")
    who = str(newest.history_user or _("the system"))
    if newest.history_type == "-":
        return _("deleted since by %(who)s, %(when)s UTC") % {"who": who, "when": stamp}
    return _("changed since by %(who)s, %(when)s UTC") % {"who": who, "when": stamp}
