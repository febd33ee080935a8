"""Put refused rows right in the browser: what is typed is kept and checked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from admin_config.engine.transfer.cells import kept, unkept
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.in_order import in_order
from admin_config.engine.transfer.limits import CHUNK, MOST_CELL
from admin_config.engine.transfer.on_the_way import tell_rows
from admin_config.engine.transfer.resembling import hold_possible_duplicates
from admin_config.engine.transfer.run import (
    _as_import,
    _checker,
    as_asked,
    families_of,
    likeness_of,
)
from admin_config.engine.transfer.values import text_of
from admin_config.models import ImportMend, ImportRow, ImportRun, RunState, Verdict
from erp.foundation.refusal import Refusal

_REFUSED = (Verdict.REFUSED, Verdict.DOUBLED)
_TAKEN = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED)
#: Rows of one record, or refused for the same key, that are looked at for one mend.
_MOST = CHUNK
Rows = dict[int, ImportRow]


def mend(run: ImportRun, number: int, typed: Mapping[int, str]) -> list[int]:
    """Read cells of a row as they are typed here; return the rows that have a fresh verdict.

    Rows that were refused because of this one are checked again as well. Nothing is written.
    """
    for text in typed.values():
        if len(text) > MOST_CELL or "\0" in text:
            raise Refusal(_("This is too long for a cell."), code="cell")

    def change(locked: ImportRun, row: ImportRow, family: Rows) -> None:
        for place, text in typed.items():
            if str(place) in locked.mapping and text_of(_cell(row, place)) != text:
                for other in _of_same_cell(locked, row, family, place):
                    _put(locked, other, place, text)

    return _recheck(run, number, change)


def unmend(run: ImportRun, number: int) -> list[int]:
    """Take back everything typed in a row, and in those of its record; check them again."""

    def change(locked: ImportRun, row: ImportRow, family: Rows) -> None:
        numbers = [row.number] if row.number not in family else list(family)
        for done in locked.mends.filter(number__in=numbers):
            data = family[done.number].data
            data += [""] * (done.place + 1 - len(data))
            data[done.place] = done.was
            done.delete()

    return _recheck(run, number, change)


def _recheck(run: ImportRun, number: int, change: Any) -> list[int]:
    with transaction.atomic(), as_asked(run):
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.CHECKED:
            raise Refusal(_("This import is not ready to be mended."), code="state")
        row = locked.rows.filter(number=number).first()
        if row is None:
            raise Refusal(_("There is no such row."), code="row")
        family = _family(locked, [row])
        marks = {mark for one in family.values() for mark in one.marks}
        change(locked, family[row.number], family)
        rows = family | _family(locked, _released(locked, marks, family))
        findings = _checked(locked, rows)
        _keep(locked, rows, findings, hold=True)
        run.counts = locked.counts
        return sorted(rows)


def recheck_rows(locked: ImportRun, numbers: list[int], *, hold: bool) -> list[int]:
    """Check rows again, with those of their records; return the rows that have a fresh verdict.

    With ``hold`` those that resemble others wait for a decision.
    """
    fresh: set[int] = set()
    for start in range(0, len(numbers), _MOST):
        rows = _family(locked, locked.rows.filter(number__in=numbers[start : start + _MOST]))
        _keep(locked, rows, _checked(locked, rows), hold=hold)
        fresh.update(rows)
    return sorted(fresh)


def _cell(row: ImportRow, place: int) -> Any:
    return unkept(row.data[place]) if place < len(row.data) else ""


def _of_same_cell(run: ImportRun, row: ImportRow, family: Rows, place: int) -> Iterable[ImportRow]:
    """Return the rows of one record that repeat a cell of it: they are one record only so."""
    if str(place) not in families_of(run).head:
        return [row]
    same = text_of(_cell(row, place))
    return [other for other in family.values() if text_of(_cell(other, place)) == same]


def _put(run: ImportRun, row: ImportRow, place: int, text: str) -> None:
    row.data += [""] * (place + 1 - len(row.data))
    done = run.mends.filter(number=row.number, place=place).first()
    was = done.was if done is not None else row.data[place]
    row.data[place] = text
    if done is not None and text == text_of(unkept(was)):
        row.data[place] = was
        done.delete()
    else:
        ImportMend.objects.update_or_create(
            run=run, number=row.number, place=place, defaults={"typed": text, "was": was}
        )


def _family(run: ImportRun, rows: Iterable[ImportRow]) -> Rows:
    """Return the rows with those that belong to the same records."""
    found: Rows = {}
    families = families_of(run)
    for row in rows:
        found.setdefault(row.number, row)
        if not families:
            continue
        ahead = run.rows.filter(number__gt=row.number).order_by("number")[:_MOST]
        behind = run.rows.filter(number__lt=row.number).order_by("-number")[:_MOST]
        for around, forwards in ((ahead, True), (behind, False)):
            last = row
            for other in around.iterator(chunk_size=50):
                first, second = (last, other) if forwards else (other, last)
                if not families.are_one(_cells(first), _cells(second)):
                    break
                last = found.setdefault(other.number, other)
    return found


def _cells(row: ImportRow) -> list[Any]:
    return [unkept(cell) for cell in row.data]


def _released(run: ImportRun, marks: Collection[int], family: Rows) -> list[ImportRow]:
    """Return refused rows that named what this one named: it may be theirs now.

    Where rows name others of their own kind, all of them may be meant.
    """
    if _checker(run).own_kind:
        return [row for row in run.rows.order_by("number")[:_MOST] if row.number not in family]
    return _sharing(run.rows.filter(verdict__in=_REFUSED), marks, family)


def _sharing(rows: Any, marks: Collection[int], but: Rows) -> list[ImportRow]:
    """Return rows with one of these marks; the text of the marks is searched, then read."""
    if not marks:
        return []
    named = reduce(or_, (Q(text__contains=str(mark)) for mark in marks))
    found = rows.annotate(text=Cast("marks", TextField())).filter(named).order_by("number")[:_MOST]
    return [r for r in found if r.number not in but and not set(marks).isdisjoint(r.marks)]


def _checked(run: ImportRun, rows: Rows) -> list[Finding]:
    """Check rows among all others of the file: first for what they name, then with who has it."""
    given = [(number, _cells(row)) for number, row in sorted(rows.items())]
    findings = _check(run, given, {})
    marks = {mark for finding in findings for mark in finding.marks}
    holders = _sharing(run.rows.filter(verdict__in=_TAKEN), marks, rows)
    if holders:
        seen = {mark: holder.number for holder in reversed(holders) for mark in holder.marks}
        findings = _check(run, given, seen)
    return findings


def _check(run: ImportRun, given: list[tuple[int, list[Any]]], seen: dict[int, int]) -> list[Any]:
    checker = _checker(run)
    checker.seen.update(seen)
    if checker.own_kind:
        others = run.rows.exclude(number__in=[number for number, _cells in given])
        for number, data in in_order(others, "data"):
            checker.announce([(number, [unkept(cell) for cell in data])])
    with _as_import(run):
        findings = list(checker.check(given))
    likeness_of(run).mark(findings)
    tell_rows(run, checker, findings)
    return findings


def _keep(run: ImportRun, rows: Rows, findings: Iterable[Finding], *, hold: bool) -> None:
    counts = Counter(run.counts)
    for finding in findings:
        row = rows[finding.number]
        counts[row.verdict] -= 1
        row.verdict = str((finding.verdict or Verdict.REFUSED).value)
        counts[row.verdict] += 1
        row.data = [kept(cell) for cell in finding.cells]
        while row.data and row.data[-1] == "":
            row.data.pop()
        row.differences, row.reasons, row.marks = (
            finding.differences,
            finding.reasons,
            finding.marks,
        )
        row.record_pk = finding.record.pk if finding.record is not None else None
    names = ["verdict", "data", "differences", "reasons", "marks", "record_pk"]
    ImportRow.objects.bulk_update(rows.values(), names, batch_size=100)
    run.counts = dict(counts)
    if hold:
        hold_possible_duplicates(run, likeness_of(run), families_of(run), only=rows)
    run.save(update_fields=["counts", "on_the_way"])
