"""Makes records of rows: numbers kept or given, values fitted, relations looked up."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from admin_config.generator.bringing.fitting import DoesNotFitError, fitted, moment_of
from admin_config.generator.bringing.notes import Complaint, Notes
from admin_config.generator.bringing.parts import BY_PLACE, Part, key_of, spoken_key
from admin_config.generator.bringing.walking import Row

#: What stands in a flag of deletion of rows that live.
_LIVES = frozenset({"", "0", "f", "false", "n", "no", "none", "\x00"})
NOT_THERE = "points to a row that is not there"
#: What old programs store where a row points nowhere.
_NOWHERE = frozenset({key_of((value,)) for value in (0, "", "0")})


@dataclass
class Draft:
    """A record to be written, what did not fit of it, and relations that wait for other rows."""

    record: Any
    row: Row
    complaints: list[Complaint] = field(default_factory=list)
    #: Relations to a row of the same chunk: field and key.
    inner: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Tell whether it cannot be written."""
        return any(each.refused for each in self.complaints)

    def refuse(self, column: str, value: Any, why: str) -> None:
        """Note that the row cannot be brought, and why."""
        self.complaints.append(Complaint(self.row.key, column, _told(value), why))

    def remark(self, column: str, value: Any, why: str) -> None:
        """Note that a value is another one here, or none."""
        self.complaints.append(Complaint(self.row.key, column, _told(value), why, refused=False))


def _told(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str("" if value is None else value)


class Drafter:
    """Knows all parts, and by which number each row is known here."""

    def __init__(self, parts: Mapping[Any, Part], notes: Notes) -> None:
        """Take the parts by model, and the file that keeps the numbers."""
        self.parts = parts
        self.notes = notes
        self.zone = zoneinfo.ZoneInfo(settings.DEFAULT_ZONE)
        #: Models whose rows have all been brought.
        self.finished = {part.model for part in parts.values() if notes.place_of(part.name)[1]}

    def draft(self, part: Part, rows: list[Row]) -> tuple[list[Draft], list[Complaint]]:
        """Return records for the rows, and what keeps other rows from being any."""
        numbers = self._numbers(part, rows)
        drafts, complaints = [], []
        with timezone.override(self.zone):
            for row, number in zip(rows, numbers, strict=True):
                if number == 0:
                    why = "0 is no number of a record here"
                    complaints.append(Complaint(row.key, "+".join(part.own_key), "0", why))
                    continue
                drafts.append(self._draft(part, row, number))
        for name in part.links:
            self._link(part, name, drafts)
        for draft in drafts:
            _check_as_a_whole(draft)
        gone = [
            (draft.record.pk, draft.row.key) for draft in drafts if _is_deleted(part, draft.row)
        ]
        self.notes.note_gone(part.label, gone)
        return drafts, complaints

    def _numbers(self, part: Part, rows: list[Row]) -> list[int]:
        """Return the number of each row, noted wherever others know it by something else."""
        if part.keeps_numbers:
            numbers = [int(row.values[part.table.primary[0]]) for row in rows]
        else:
            keys = [_key_in(part, row) for row in rows]
            sort = ",".join(part.own_key)
            known = self.notes.numbers_of(part.label, sort, keys)
            highest = self.notes.highest(part.label, sort)
            fresh = [key for key in dict.fromkeys(keys) if key not in known]
            given = {key: highest + place for place, key in enumerate(fresh, 1)}
            self.notes.number(part.label, sort, given.items())
            numbers = [(known | given)[key] for key in keys]
        for columns in part.named_by:
            pairs = (
                (key_of(row.values[name] for name in columns), number)
                for row, number in zip(rows, numbers, strict=True)
            )
            named = ((key, number) for key, number in pairs if key is not None)
            self.notes.number(part.label, ",".join(columns), named)
        return numbers

    def _draft(self, part: Part, row: Row, number: int) -> Draft:
        record = part.model(pk=number)
        draft = Draft(record, row)
        for name, column in part.plain.items():
            self._fill(draft, record._meta.get_field(name), column)
        for name, column in (
            ("created_at", part.origin.table.created),
            ("changed_at", part.origin.table.changed),
        ):
            if column and row.values[column] is not None:
                try:
                    setattr(record, name, moment_of(row.values[column]))
                except DoesNotFitError as error:
                    draft.remark(column, row.values[column], f"{error}, today stands instead")
        return draft

    def _fill(self, draft: Draft, stored: Any, column: str) -> None:
        value = draft.row.values[column]
        try:
            held, remark = fitted(stored, value)
        except DoesNotFitError as error:
            draft.refuse(column, value, str(error))
            return
        setattr(draft.record, stored.attname, held)
        if remark:
            draft.remark(column, value, remark)

    def ends(self, part: Part, name: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the records that these keys of a relation mean."""
        origin = part.links[name]
        return self.found(self.parts[part.target_of(name)], origin.to, keys)

    def found(self, target: Part, columns: tuple[str, ...], keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those records here whose columns hold these keys."""
        numbers = self.numbers_for(target, columns, keys)
        there = set(
            target.model._base_manager.filter(pk__in=set(numbers.values())).values_list(
                "pk", flat=True
            )
        )
        return {key: number for key, number in numbers.items() if number in there}

    def numbers_for(
        self, target: Part, columns: tuple[str, ...], keys: Iterable[str]
    ) -> dict[str, int]:
        """Return the numbers that rows with these keys have or will have."""
        if not target.is_own_number(columns):
            return self.notes.numbers_of(target.label, ",".join(columns), keys)
        told = ((key, json.loads(key)[0]) for key in keys)
        return {key: value for key, value in told if isinstance(value, int)}

    def _link(self, part: Part, name: str, drafts: list[Draft]) -> None:
        """Fill one relation of all drafts, or put it off until the other row is here."""
        origin, stored = part.links[name], part.model._meta.get_field(name)
        column = "+".join(origin.columns)
        target = self.parts[part.target_of(name)]
        keys = {id(draft): key_of(draft.row.values[c] for c in origin.columns) for draft in drafts}
        wanted = {key for key in keys.values() if key is not None}
        found = self.ends(part, name, wanted)
        coming = self.numbers_for(target, origin.to, wanted) if target is part else {}
        own: set[int] = set()
        for draft in drafts:
            key = keys[id(draft)]
            if key is None or (key in _NOWHERE and key not in found and stored.null):
                if not stored.null:
                    draft.refuse(column, "", "points nowhere, and must not")
            elif key in found:
                setattr(draft.record, stored.attname, found[key])
            elif coming.get(key) in own:
                setattr(draft.record, stored.attname, coming[key])
                draft.inner[name] = key
            elif stored.null and target.model not in self.finished:
                self.notes.put_off(part.label, [(draft.record.pk, name, key, draft.row.key)])
            elif stored.null:
                draft.remark(column, spoken_key(key), f"{NOT_THERE}, left empty")
            else:
                draft.refuse(column, spoken_key(key), NOT_THERE)
            if not draft.refused:
                own.add(draft.record.pk)


def _key_in(part: Part, row: Row) -> str:
    if part.own_key == (BY_PLACE,):
        return key_of(row.place) or ""
    return key_of(row.values[name] for name in part.table.primary) or key_of(row.place) or ""


def _is_deleted(part: Part, row: Row) -> bool:
    column = part.origin.table.deleted
    if not column:
        return False
    value = row.values[column]
    told = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return told.strip().casefold() not in _LIVES and not told.startswith("0000-00-00")


def _check_as_a_whole(draft: Draft) -> None:
    if draft.refused:
        return
    try:
        draft.record.clean()
    except ValidationError as error:
        draft.refuse("", "", " ".join(error.messages))
