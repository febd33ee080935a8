"""Prove the log: compare every row with its seal, seals with the chain, the chain with heads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from erp.foundation.canonical import Layout as Columns
from erp.foundation.canonical import layout_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import Head, Seal
from erp.foundation.services.sealed_parts import layouts_kept, read_parts
from erp.foundation.services.sealed_rows import (
    FIRST,
    SealedRows,
    rows_of_no_operation,
    rows_of_other_actors,
)
from erp.foundation.services.sealing import START
from erp.foundation.services.verifying_anew import SealedAnew, SealRow
from erp.foundation.services.verifying_heads import Shipped, all_heads, check_heads, check_shipped
from erp.foundation.services.verifying_times import check_times
from erp.foundation.services.verifying_types import is_readable
from erp.foundation.services.versions import recorded_models

#: Findings that are kept in words; the others are only counted.
_KEPT = 100
_SEALS_AT_ONCE = 5000


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was sealed, in words."""

    words: str
    operation: int | None = None
    table: str = ""


@dataclass
class Verified:
    """What a check saw and what it found."""

    operations: int = 0
    rows: int = 0
    positions: int = 0
    heads: int = 0
    #: Heads that were kept elsewhere and compared.
    kept: int = 0
    last_head: dt.datetime | None = None
    #: Operations that wait for the sealer: the tail that no head covers yet.
    unsealed: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    #: What seals were written anew for, besides the usual, with how often.
    notes: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    found: int = 0

    def find(self, words: str, operation: int | None = None, table: str = "") -> None:
        """Note what is not as it was sealed."""
        self.found += 1
        if len(self.findings) < _KEPT:
            self.findings.append(Finding(words, operation, table))


def verify_audit(shipped: Iterable[Shipped] = ()) -> Verified:
    """Check the whole log as it stands at one moment and return what was found, first things first.

    Every table is read once, in batches, in the order of operations; writers go on meanwhile.
    """
    verified = Verified()
    with _one_moment():
        if is_readable(verified):
            _check_rows(verified)
            _check_chain(verified)
            check_heads(verified)
            check_shipped(verified, shipped)
            check_times(verified)
    return verified


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as of one moment, without holding writers up."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        else:
            cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _tables() -> list[SealedRows]:
    filed = [LogEntry, *(model.history.model for model in recorded_models())]
    return [SealedRows(Operation, "id"), *(SealedRows(model, "operation_id") for model in filed)]


def _layouts() -> dict[str, Columns]:
    """Return what seals may cover, by key, which is worked out anew from the columns."""
    present = [layout_of(Operation), layout_of(LogEntry)]
    present += [layout_of(model.history.model) for model in recorded_models()]
    return {layout.key: layout for layout in (*layouts_kept(), *present)}


def _check_rows(verified: Verified) -> None:
    tables = _tables()
    for table in tables[1:]:
        if strays := rows_of_no_operation(table.model):
            words = _("%(count)d rows of %(table)s belong to no operation: they were inserted.")
            verified.find(words % {"count": strays, "table": table.label}, None, table.label)
        for operation in rows_of_other_actors(table.model):
            words = _("Operation #%(operation)d, table %(table)s: a row names another actor.")
            facts = {"operation": operation, "table": table.label}
            verified.find(words % facts, operation, table.label)
    check = _Rows(verified, tables, _layouts())
    for operation, seals in groupby(_seals(), key=itemgetter(0)):
        check.pass_over(operation)
        check.check(operation, list(seals))
    check.pass_over(None)
    verified.rows = sum(table.count for table in tables)


def _seals() -> Iterator[SealRow]:
    """Return every seal by operation, the last one of each last."""
    operation, last = FIRST, FIRST
    while True:
        behind = Seal.objects.filter(operation_id__gte=operation).exclude(
            operation_id=operation, pk__lte=last
        )
        rows = behind.order_by("operation_id", "pk").values_list(*SealRow._fields)
        page = list(map(SealRow._make, rows[:_SEALS_AT_ONCE]))
        yield from page
        if len(page) < _SEALS_AT_ONCE:
            return
        operation, last = page[-1][:2]


class _Rows:
    """Compares rows with seals, along all tables at once."""

    def __init__(
        self, verified: Verified, tables: list[SealedRows], layouts: dict[str, Columns]
    ) -> None:
        """Put the tables in the order of their next operation."""
        self.verified, self.layouts = verified, layouts
        self.tables = {table.label: table for table in tables}
        self.queue = [
            (table.operation, table.label) for table in tables if table.operation is not None
        ]
        heapify(self.queue)
        labels = {key: layout.label for key, layout in layouts.items()}
        self.anew = SealedAnew(verified, labels)

    def _next(self) -> SealedRows:
        return self.tables[self.queue[0][1]]

    def _moved(self, table: SealedRows) -> None:
        """Put the first table behind, now that it is read further."""
        if table.operation is None:
            heappop(self.queue)
        else:
            heapreplace(self.queue, (table.operation, table.label))

    def pass_over(self, operation: int | None) -> None:
        """Find what lies before an operation, and so belongs to none that was sealed."""
        while self.queue and (operation is None or self.queue[0][0] < operation):
            table = self._next()
            stray = self.queue[0][0]
            count = table.take(stray, table.layout).count
            facts = {"operation": stray, "table": table.label, "count": count}
            if table.label == layout_of(Operation).label:
                words = _("Operation #%(operation)d was never sealed: it was inserted.")
            else:
                words = _(
                    "Operation #%(operation)d, table %(table)s: %(count)d rows are there of an "
                    "operation that was never sealed: they were inserted."
                )
            self.verified.find(words % facts, stray, table.label)
            self._moved(table)

    def check(self, operation: int, seals: list[SealRow]) -> None:
        """Compare what is filed under an operation with its last seal."""
        self.verified.operations += 1
        self.anew.check(operation, seals)
        expected = self._expected(operation, seals[-1].parts)
        while self.queue and self.queue[0][0] == operation:
            table = self._next()
            layout, facts = expected.pop(table.label, (table.layout, [0, "", ""]))
            known = tuple(name for name in layout.columns if name in table.columns)
            seen = table.take(operation, replace(layout, columns=known)).facts()
            if known != layout.columns:
                self._gone(operation, table.label, set(layout.columns) - set(known))
            elif seen != facts:
                self._bent(operation, table.label, facts, seen)
            self._moved(table)
        own = layout_of(Operation).label
        for label in sorted(expected, key=lambda label: (label != own, label)):
            facts = expected[label][1]
            self._bent(operation, label, facts, [0, "", ""])

    def _expected(self, operation: int, parts: str) -> dict[str, tuple[Columns, list[Any]]]:
        found = {}
        for key, facts in read_parts(parts).items():
            layout = self.layouts.get(key)
            if layout is None:
                words = _("Operation #%(operation)d: it is not known which table %(key)s was.")
                self.verified.find(words % {"operation": operation, "key": key}, operation)
                continue
            found[layout.label] = (layout, facts)
        return found

    def _gone(self, operation: int, label: str, names: set[str]) -> None:
        words = _(
            "Operation #%(operation)d, table %(table)s: the columns %(names)s were sealed and are "
            "gone: its rows prove nothing until they are taken anew."
        )
        facts = {"operation": operation, "table": label, "names": ", ".join(sorted(names))}
        self.verified.find(words % facts, operation, label)

    def _bent(self, operation: int, label: str, sealed: list[Any], seen: list[Any]) -> None:
        facts = {"operation": operation, "table": label, "sealed": sealed[0], "seen": seen[0]}
        self.verified.find(_what(label, sealed, seen)() % facts, operation, label)


def _what(label: str, sealed: list[Any], seen: list[Any]) -> Callable[[], str]:
    """Return the words for a difference between what was sealed and what is there."""
    if seen[0] < sealed[0]:
        if label == layout_of(Operation).label:
            return lambda: _("Operation #%(operation)d is missing: it was removed.")
        return lambda: _(
            "Operation #%(operation)d, table %(table)s: rows were removed; %(sealed)d were sealed, "
            "%(seen)d are there."
        )
    if seen[0] > sealed[0]:
        return lambda: _(
            "Operation #%(operation)d, table %(table)s: rows were inserted; %(sealed)d were "
            "sealed, %(seen)d are there."
        )
    if label == layout_of(Operation).label:
        return lambda: _("Operation #%(operation)d: its own row was changed.")
    if seen[2] == sealed[2]:
        return lambda: _("Operation #%(operation)d, table %(table)s: rows were swapped.")
    return lambda: _("Operation #%(operation)d, table %(table)s: a row was changed.")


def _check_chain(verified: Verified) -> None:
    """Follow the links; where one breaks, go on from what is there, so that it counts once."""
    pending = all_heads()
    head = next(pending, None)
    former, last = START, 0
    for position, operation, digest, link in _links():
        if position < 1:
            words = _("Operation #%(operation)d: its seal stands outside the chain.")
            verified.find(words % {"operation": operation}, operation, "foundation.seal")
            continue
        if position != last + 1:
            _missing(verified, last + 1, position - 1)
        elif Seal.link_of(former, position, digest) != link:
            words = _("Operation #%(operation)d: the chain breaks at its seal (%(position)d).")
            facts = {"operation": operation, "position": position}
            verified.find(words % facts, operation, "foundation.seal")
        while head is not None and head.position <= position:
            if head.position == position and head.link != link:
                words = _("Head %(number)d is not the end of the chain at that time.")
                verified.find(words % {"number": head.number}, operation, "foundation.head")
            head = next(pending, None)
        former, last = link, position
    signed = Head.objects.order_by("-number").first()
    if signed is not None and signed.position > last:
        _missing(verified, last + 1, signed.position)
    elif last > (signed.position if signed else 0):
        words = _("The chain has %(count)d seals behind its last head: heads were removed.")
        verified.find(words % {"count": last - (signed.position if signed else 0)}, None)
    verified.positions = last
    waiting = Seal.objects.filter(position=None).order_by("pk")
    verified.unsealed = list(waiting.values_list("operation_id", flat=True))


def _missing(verified: Verified, first: int, last: int) -> None:
    words = _("The chain is cut: its seals %(first)d to %(last)d are missing.")
    verified.find(words % {"first": first, "last": last}, None, "foundation.seal")


def _links() -> Iterator[Any]:
    """Return position, operation, digest and link of every seal in the chain."""
    last = FIRST
    while True:
        rows: Any = Seal.objects.filter(position__gt=last).order_by("position")
        page = list(rows.values_list("position", "operation_id", "digest", "link")[:_SEALS_AT_ONCE])
        yield from page
        if len(page) < _SEALS_AT_ONCE:
            return
        last = page[-1][0]
