"""The recorder: collects what an operation changes, one entry per record."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from auditlog.diff import mask_str
from django.db import models

from erp.foundation.recording import copy_versions, drop_version, write_changes
from erp.foundation.telling import About, about_record

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.operation import Operation
    from erp.foundation.models.recorded import Recorded


@dataclass
class Change:
    """What happened to one record within one operation."""

    record: Recorded
    pk: Any
    #: ``+`` created, ``~`` changed, ``-`` deleted, as simple-history writes it.
    sign: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    label: str
    relations: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: The operation under which its version stands already, copied before the row went.
    version_in: int | None = None

    def differences(self) -> dict[str, Any]:
        """Return old and new value of every field that differs, as texts, secrets masked."""
        before = {} if self.sign == "+" else (self.before or {})
        after = {} if self.sign == "-" else self.after
        found: dict[str, Any] = {}
        for attname, name in _compared(type(self.record)):
            old, new = before.get(attname), after.get(attname)
            if old != new and not (_is_empty(old) and _is_empty(new)):
                found[name] = [_as_text(old), _as_text(new)]
        secrets = {
            name: [mask_str("********"), mask_str("********")]
            for name in self.record.secret_fields
            if self.sign == "~" and before.get(name) != after.get(name)
        }
        return {**found, **secrets, **self.relations}


@functools.cache
def _compared(model: type[Recorded]) -> tuple[tuple[str, str], ...]:
    """Return column and name of every field whose differences the log tells."""
    return tuple((field.attname, field.name) for field in model.recorded_fields())


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value)


class Recorder:
    """What one operation did so far, one entry per record, in the order of first touch."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._changes: dict[tuple[type[models.Model], Any], Change] = {}
        self._journal: list[tuple[tuple[type[models.Model], Any], Change | None]] = []
        self._tentative = 0
        self._touched: list[tuple[type[models.Model], Any]] = []

    @property
    def count(self) -> int:
        """Return how many records were touched."""
        return len(self._changes)

    def changes(self) -> list[Change]:
        """Return what was noted so far."""
        return list(self._changes.values())

    def kinds(self) -> list[type[models.Model]]:
        """Return the kinds of record that were touched."""
        return list(dict.fromkeys(model for model, _key in self._changes))

    def noted(self, model: type[models.Model], pk: Any) -> Change | None:
        """Return what was noted of one record so far."""
        return self._changes.get((model, pk))

    def has(self, record: Recorded) -> bool:
        """Tell whether anything was noted of a record so far."""
        return self._key(record) in self._changes

    @property
    def touches(self) -> int:
        """Return how often a record was written."""
        return len(self._touched)

    def touched_since(self, touches: int) -> list[Change]:
        """Return the changes of records written after so many writes, each once."""
        keys = dict.fromkeys(self._touched[touches:])
        return [self._changes[key] for key in keys if key in self._changes]

    @contextmanager
    def tentative(self) -> Iterator[None]:
        """Forget what is noted inside when it fails, as its savepoint does with the rows."""
        start = len(self._journal)
        self._tentative += 1
        try:
            yield
        except BaseException:
            while len(self._journal) > start:
                key, former = self._journal.pop()
                self._changes.pop(key, None)
                if former is not None:
                    self._changes[key] = former
            raise
        finally:
            self._tentative -= 1
            if not self._tentative:
                self._journal.clear()

    def _about_to_note(self, key: tuple[type[models.Model], Any]) -> None:
        if self._tentative:
            known = self._changes.get(key)
            former = replace(known, relations=deepcopy(known.relations)) if known else None
            self._journal.append((key, former))

    def about(self) -> About:
        """Return the first record's kind and name, and how many more."""
        first = next(iter(self._changes.values()))
        return about_record(type(first.record), first.label, more=self.count - 1)

    def _key(self, record: Recorded) -> tuple[type[models.Model], Any]:
        return (record._meta.concrete_model or type(record), record.pk)

    def created(self, record: Recorded) -> None:
        """Note a new record; one that this operation had deleted counts as changed."""
        key = self._key(record)
        self._about_to_note(key)
        self._touched.append(key)
        known = self._changes.pop(key, None)
        if known is not None and known.version_in is not None:
            drop_version(known)
        sign, before = ("~", known.before) if known and known.sign == "-" else ("+", None)
        self._changes[key] = Change(record, record.pk, sign, before, record.values(), str(record))

    def changed(self, record: Recorded, before: dict[str, Any]) -> None:
        """Note a change; several within one operation count as one."""
        key = self._key(record)
        self._about_to_note(key)
        self._touched.append(key)
        known = self._changes.get(key)
        if known is None:
            self._changes[key] = Change(
                record, record.pk, "~", before, record.values(), str(record)
            )
        else:
            known.record, known.after, known.label = record, record.values(), str(record)

    def deleted(self, record: Recorded, joined: dict[str, set[Any]] | None = None) -> None:
        """Note a deletion and what the record was joined to.

        What was created in the same operation leaves no trace.
        """
        key = self._key(record)
        self._about_to_note(key)
        self._touched.append(key)
        known = self._changes.pop(key, None)
        if known is not None and known.sign == "+":
            return
        before = known.before if known else record.before()
        change = Change(record, record.pk, "-", before, before or {}, str(record))
        names = {**(known.relations if known else {}), **(joined or {})}
        for name in names:
            others = (joined or {}).get(name, set())
            former = known.relations.get(name, {}) if known else {}
            was = (others - set(former.get("added", ()))) | set(former.get("removed", ()))
            if was:
                change.relations[name] = {"type": "m2m", "added": [], "removed": sorted(was)}
        self._changes[key] = change

    def copy_versions(self, records: list[Recorded], operation: Operation, by: Actor) -> None:
        """Let versions of many noted rows be copied now, before the rows go."""
        copy_versions([self._changes[self._key(record)] for record in records], operation, by)

    def relation_changed(
        self, record: Recorded, name: str, *, added: set[int], removed: set[int]
    ) -> None:
        """Note which rows were joined to or parted from a many-to-many field."""
        key = self._key(record)
        self._touched.append(key)
        self._about_to_note(key)
        change = self._changes.get(key)
        if change is None:
            values = record.values()
            change = self._changes[key] = Change(
                record, record.pk, "~", values, values, str(record)
            )
        known = change.relations.setdefault(name, {"type": "m2m", "added": [], "removed": []})
        was_added, was_removed = set(known["added"]), set(known["removed"])
        known["added"] = sorted((was_added | (added - was_removed)) - removed)
        known["removed"] = sorted((was_removed | (removed - was_added)) - added)

    def write(self, operation: Operation, by: Actor) -> None:
        """Write versions, log entries and search tokens of all that was noted."""
        write_changes(self._changes.values(), operation, by)
