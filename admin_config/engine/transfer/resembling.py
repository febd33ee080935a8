"""Find new rows that are perhaps there already: in the file itself, or among the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.alike import Likeness
from admin_config.engine.transfer.below import Families
from admin_config.engine.transfer.cells import unkept
from admin_config.engine.transfer.on_the_way import kept_reasons
from admin_config.models import Choice, ImportRow, ImportRun, Verdict

#: Records that a row is shown to resemble.
_SHOWN = 3
_BATCH = 500
#: What a row resembles: the field, and a record's key or a row's number.
Found = dict[int, list[tuple[int, str, Any]]]


def hold_possible_duplicates(
    run: ImportRun,
    likeness: Likeness,
    families: Families,
    only: Collection[int] | None = None,
) -> None:
    """Let new rows wait for a decision where they resemble a record or a row before them.

    One pass over the records for the whole file; the run's counts are changed, not saved. Rows
    about which somebody decided are let through, or left out.
    """
    if not likeness or run.options.get("alike") == Choice.CREATE:
        return
    chosen = dict(run.choices.values_list("number", "choice"))
    wanted = _wanted(run)
    found = _found(likeness, wanted, only)
    _name_records(likeness, found)
    held = {number: _reasons(likeness, hits) for number, hits in found.items()}
    _with_families(run, families, held)
    _hold(run, held, chosen)


def _wanted(run: ImportRun) -> dict[str, list[int]]:
    """Return by digest the new rows that have it, in the order of the file."""
    wanted: dict[str, list[int]] = {}
    rows = run.rows.filter(verdict__in=(Verdict.NEW, Verdict.ALIKE)).order_by("number")
    for number, marks in rows.values_list("number", "marks").iterator(chunk_size=5_000):
        for mark in marks:
            if isinstance(mark, str):
                wanted.setdefault(mark, []).append(number)
    return wanted


def _found(likeness: Likeness, wanted: dict[str, list[int]], only: Collection[int] | None) -> Found:
    asked = {
        mark: [n for n in numbers if only is None or n in only] for mark, numbers in wanted.items()
    }
    asked = {mark: numbers for mark, numbers in asked.items() if numbers}
    found: Found = {}
    if not asked:
        return found
    for key, marks in likeness.stored():
        for mark in marks:
            for number in asked.get(mark, ()):
                _add(found, number, int(mark.partition(":")[0]), "record", key)
    for mark, numbers in asked.items():
        first = wanted[mark][0]
        for number in numbers:
            if number != first:
                _add(found, number, int(mark.partition(":")[0]), "row", first)
    return found


def _add(found: Found, number: int, place: int, kind: str, key: Any) -> None:
    hits = found.setdefault(number, [])
    if len(hits) < _SHOWN and not any(hit[1:] == (kind, key) for hit in hits):
        hits.append((place, kind, key))


def _name_records(likeness: Likeness, found: Found) -> None:
    keys = sorted({key for hits in found.values() for _place, kind, key in hits if kind != "row"})
    likeness.names = {}
    for start in range(0, len(keys), _BATCH):
        records = likeness.model._base_manager.in_bulk(keys[start : start + _BATCH])
        likeness.names |= {key: str(record) for key, record in records.items()}


def _reasons(likeness: Likeness, hits: list[tuple[int, str, Any]]) -> list[dict[str, Any]]:
    made = []
    for place, kind, key in hits:
        if kind == "row":
            message = _("Row %(row)s of this file says nearly the same.") % {"row": key}
        else:
            message = _("Resembles “%(record)s”.") % {"record": likeness.names.get(key, key)}
        reason = {"column": likeness.label(place), "message": message, "hint": "", "code": "alike"}
        made.append({**reason, kind: key})
    return made


def _hold(run: ImportRun, held: dict[int, list[dict[str, Any]]], chosen: dict[int, str]) -> None:
    counts = Counter(run.counts)
    numbers = sorted(held)
    for start in range(0, len(numbers), _BATCH):
        rows = list(run.rows.filter(number__in=numbers[start : start + _BATCH]))
        for row in rows:
            counts[row.verdict] -= 1
            row.reasons = [*held[row.number], *kept_reasons(row.reasons)]
            row.verdict = verdict_of(row, chosen)
            counts[row.verdict] += 1
        ImportRow.objects.bulk_update(rows, ["verdict", "reasons"], batch_size=100)
    run.counts = {verdict: count for verdict, count in counts.items() if count}


def verdict_of(row: ImportRow, chosen: dict[int, str]) -> str:
    """Return what a row that resembles others is by what was decided about it."""
    decided = chosen.get(row.reasons[0].get("head", row.number))
    if decided == Choice.CREATE:
        row.reasons = kept_reasons(row.reasons)
        return Verdict.NEW
    return Verdict.LEFT if decided == Choice.LEAVE else Verdict.ALIKE


def _with_families(
    run: ImportRun, families: Families, held: dict[int, list[dict[str, Any]]]
) -> None:
    """Let the other rows of a record that waits wait along with it."""
    if not families or not held:
        return
    before: list[Any] = []
    head = 0
    rows = run.rows.order_by("number").values_list("number", "verdict", "data")
    for number, verdict, data in rows.iterator(chunk_size=1_000):
        cells = [unkept(cell) for cell in data]
        if not (before and families.are_one(before, cells)):
            head = number
        elif head in held and verdict in {Verdict.NEW, Verdict.ALIKE, Verdict.LEFT}:
            message = _("Belongs to the record of row %(row)s.") % {"row": head}
            held[number] = [
                {"column": "", "message": message, "hint": "", "code": "alike", "head": head}
            ]
        before = cells
