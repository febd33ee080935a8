"""Take note of rows that another program wrote into tables which the house adopted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from erp.foundation.actor import SYSTEM
from erp.foundation.models.adopted import Adopted
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.operation import run
from erp.foundation.services.versions import fill_from
from erp.foundation.telling import about_many

CHUNK = 500


@dataclass
class Noticed:
    """How many rows of one table the house did not know as they stand."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def notice_rows(model: type[Adopted], tell: Callable[[int], None] = lambda _seen: None) -> Noticed:
    """Give every row of the table a version of how it stands: history and search know it then.

    Chunks are parts of one operation of the house. Called again, it takes note of what was added,
    changed and deleted since.
    """
    noticed, lead = Noticed(), _Lead(model)
    last, seen = None, 0
    rows: Any = model._base_manager
    while chunk := list(_after(rows, last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        _notice(model, chunk, noticed, lead)
        seen += len(chunk)
        tell(seen)
    _notice_gone(model, noticed, lead)
    return noticed


def _after(rows: Any, last: Any) -> Any:
    return rows.all() if last is None else rows.filter(pk__gt=last)


class _Lead:
    """The operation that all chunks belong to, made when there is something to note."""

    def __init__(self, model: type[Adopted]) -> None:
        self.model = model
        self.row: Operation | None = None

    def operation(self) -> Operation:
        if self.row is None:
            self.row = run(self._begun, OperationKind.IMPORT, by=SYSTEM, details={"noticed": True})
        return self.row

    def _begun(self, running: Any) -> Operation:
        running.row.be_about(about_many(self.model, self.model._base_manager.count()))
        stored: Operation = running.stored()
        return stored


def _newest(model: Any, keys: list[Any]) -> dict[Any, Any]:
    """Return the newest version of each of these records."""
    versions = model.history.filter(**{f"{model._meta.pk.attname}__in": keys})
    return {
        getattr(version, model._meta.pk.attname): version
        for version in versions.order_by("history_id")
    }


def _notice(model: Any, chunk: list[Any], noticed: Noticed, lead: _Lead) -> None:
    known = _newest(model, [row.pk for row in chunk])
    new = [row for row in chunk if row.pk not in known or known[row.pk].history_type == "-"]
    changed = [
        (row, known[row.pk])
        for row in chunk
        if row.pk in known
        and known[row.pk].history_type != "-"
        and known[row.pk].version != row.version
    ]
    if not new and not changed:
        return

    def work(running: Any) -> None:
        for row in new:
            running.recorder.created(row)
        for row, version in changed:
            running.recorder.changed(row, _values_of(model, version))

    run(work, OperationKind.IMPORT, by=SYSTEM, part_of=lead.operation())
    noticed.new += len(new)
    noticed.changed += len(changed)


def _values_of(model: Any, version: Any) -> dict[str, Any]:
    """Return the values that a record had in one of its versions."""
    return {
        field.attname: getattr(version, field.attname, None)
        for field in model._meta.concrete_fields
    }


def _notice_gone(model: Any, noticed: Noticed, lead: _Lead) -> None:
    """Write the last version of records whose rows are there no more."""
    key = model._meta.pk.attname
    last = None
    while True:
        known = model.history.order_by(key).values_list(key, flat=True).distinct()
        keys = list((known if last is None else known.filter(**{f"{key}__gt": last}))[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        newest = _newest(model, [each for each in keys if each not in there])
        gone = [version for version in newest.values() if version.history_type != "-"]
        if not gone:
            continue

        def work(running: Any, gone: list[Any] = gone) -> None:
            for version in gone:
                running.recorder.deleted(_record_of(model, version))

        run(work, OperationKind.IMPORT, by=SYSTEM, part_of=lead.operation())
        noticed.gone += len(gone)


def _record_of(model: Any, version: Any) -> Any:
    """Return the record as its newest version has it."""
    record = model(pk=getattr(version, model._meta.pk.attname))
    fill_from(record, version)
    record.version = version.version
    record._state.adding = False
    record._remember()
    return record
