"""Check rows of a file: every row gets one verdict, with reasons or differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import ExtraColumn
from admin_config.engine.along.importing import Beside
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.applying import Applying
from admin_config.engine.transfer.cells import Formula
from admin_config.engine.transfer.chosen import chosen_records, settle_as_chosen
from admin_config.engine.transfer.columns import Column, import_columns
from admin_config.engine.transfer.constraints import (
    Uniqueness,
    check_constraint,
    other_constraints,
    uniqueness_of,
)
from admin_config.engine.transfer.finding import Finding, mark_of
from admin_config.engine.transfer.keys import NaturalKey, key_fields
from admin_config.engine.transfer.picture_columns import with_pictures
from admin_config.engine.transfer.reading import Row
from admin_config.engine.transfer.seen import Seen
from admin_config.engine.transfer.told_apart import ToldApart, stored_records
from admin_config.engine.transfer.values import text_of
from admin_config.models import Verdict
from erp.foundation.actor import Actor
from erp.foundation.gate import Attempt, Verb, ask_gate, checks_of
from erp.foundation.rights import may
from erp.foundation.text import fold


class Checker:
    """Checks rows of one file for one screen in the name of one person."""

    def __init__(
        self,
        screen: Screen,
        actor: Actor,
        mapping: Mapping[str, str],
        options: dict[str, Any],
        *,
        key: tuple[str, ...] | None = None,
        given: tuple[str, ...] = (),
    ) -> None:
        """Prepare columns, key and rules once; ``given`` are fields that no cell fills."""
        self.screen, self.actor, self.model = screen, actor, screen.model
        self.mode = options.get("mode", "both")
        everything = self.every_column(options)
        self.columns: dict[int, Column] = {
            int(place): everything[name] for place, name in mapping.items() if name in everything
        }
        self.place_of = {column.name: place for place, column in self.columns.items()}
        self.own_kind = [
            c
            for c in self.columns.values()
            if c.is_relation and c.model_field.related_model is self.model
        ]
        self.by_name = {column.name: column for column in self.columns.values()}
        self.by_name |= {name: everything[name] for name in given}
        self.headers = {name: column.header for name, column in everything.items()}
        names = key or key_fields(self.model)
        if names == ("pk",):
            names = (self.model._meta.pk.name,)
        self.key = NaturalKey(self.model, names)
        self.key_names = names
        self.told_apart = ToldApart(self.model, self.key) if self._has_ids() else None
        self.uniqueness = uniqueness_of(self.model)
        self.constraints = other_constraints(self.model)
        self.beside = Beside(screen, actor, self.by_name)
        own = {n: c for n, c in everything.items() if not isinstance(c, ExtraColumn)}
        mapped = {n: c for n, c in self.by_name.items() if n in own}
        self.applying = Applying(self.model, own, mapped, actor)
        self.may_add = may(actor, "add", self.model) and not screen.read_only
        self.is_guarded = bool(checks_of(self.model))
        #: Digests of keys and unique values of the rows before, with their row numbers.
        self.seen = Seen()
        #: By row the record that a person said it is about.
        self.taken_as: dict[int, int] = {}

    def every_column(self, options: dict[str, Any]) -> dict[str, Column]:
        """Return the columns that may be filled."""
        own = import_columns(self.screen, self.actor, options)
        return with_pictures(self.screen, self.actor, own)

    def check(self, rows: Sequence[Row], *, lock: bool = False) -> list[Finding]:
        """Return a verdict for each row; the number of queries does not depend on how many."""
        findings = [Finding(number, cells) for number, cells in rows]
        self.announce(rows, afresh=lock)
        for place, column in self.columns.items():
            if column.references is not None:
                column.prepare([f.cells[place] for f in findings if place < len(f.cells)])
        self._clean_all(findings)
        self._match([f for f in findings if f.verdict is None], lock=lock)
        matched = [f for f in findings if f.verdict is None]
        self.beside.take_cells(matched)
        self.judge(matched)
        return findings

    def judge(self, findings: Sequence[Finding]) -> None:
        """Put the values of rows on their records and say what the rules and constraints say."""
        self.applying.apply(list(findings))
        self.beside.apply(list(findings))
        open_ones = [f for f in findings if f.verdict is None]
        for finding in open_ones:
            self._ask_model(finding)
        self._check_unique([f for f in open_ones if f.verdict is None])
        self.applying.prepare_names([f for f in open_ones if f.verdict is None and not f.is_new])
        for finding in open_ones:
            self._finish(finding)

    def announce(self, rows: Sequence[Row], *, afresh: bool = False) -> None:
        """Let columns that point to their own kind know which names earlier rows bring.

        While writing, only rows of the same chunk count: those before are stored, or refused.
        """
        place = self.place_of.get(self.key_names[0])
        if not self.own_kind or self.key.leaves > 1 or place is None:
            return
        for column in self.own_kind:
            if afresh:
                column.announced.clear()
            for number, cells in rows:
                if place < len(cells):
                    column.announced.setdefault(fold(text_of(cells[place])), number)

    def _clean_all(self, findings: Sequence[Finding]) -> None:
        """Read every cell; what the form would refuse, it refuses in the same words."""
        for place, column in self.columns.items():
            read, name, refers = column.cleaned, column.name, column in self.own_kind
            for finding in findings:
                cells = finding.cells
                cell = cells[place] if place < len(cells) else ""
                if isinstance(cell, Formula):
                    finding.refuse_formula(column.header)
                    continue
                if refers:
                    column.row = finding.number
                try:
                    value = read(cell)
                except ValidationError as error:
                    self._refuse_cell(finding, column, cell, error)
                else:
                    if not column.may_stay_default(cell):
                        finding.values[name] = value

    def _refuse_cell(
        self, finding: Finding, column: Column, cell: Any, error: ValidationError
    ) -> None:
        if column.may_stay_default(cell):
            return
        hint = getattr(error, "hint", "")
        for message in error.messages:
            finding.refuse(message, column=column.header, hint=hint)

    def _match(self, findings: list[Finding], *, lock: bool) -> None:
        """Find the record of each row by the natural key; the second row of one key is doubled."""
        wanted: dict[tuple[Any, ...], list[Any]] = {}
        if self.told_apart is not None:
            self.told_apart.prepare(findings, stored_records(self.model, lock=lock))
        for finding in findings:
            row = [self._plain(finding.values.get(name)) for name in self.key_names]
            key = finding.key = self.key.compared(row)
            if key is not None:
                wanted[key] = row
                if self._id_in(finding) is None:
                    self._look_for_double(finding, key)
        stored = stored_records(self.model, lock=lock)
        found = self.key.fetch(wanted.values(), stored) if wanted else {}
        chosen = chosen_records(self, findings, stored)
        for finding in findings:
            if finding.verdict is not None:
                continue
            if finding.number in chosen:
                record = chosen[finding.number]
                settle_as_chosen(self, finding, record, self._key_header())
                continue
            key = finding.key
            if self._id_in(finding) is None:
                self._settle(finding, found.get(key, []) if key is not None else [], key)
            else:
                self._settle_by_id(finding, key)

    def _has_ids(self) -> bool:
        name = self.model._meta.pk.name
        return name in self.by_name and name not in self.key_names

    def _id_in(self, finding: Finding) -> Any:
        """Return the ID by which a row tells its record from others of the same key."""
        return self.told_apart and finding.values.get(self.model._meta.pk.name)

    def _settle_by_id(self, finding: Finding, key: Any) -> None:
        record, reason = self.told_apart.find(self._id_in(finding), key)  # type: ignore[union-attr]
        if record is not None:
            self._settle_existing(finding, record, self._key_header())
            return
        hint = _(
            "Empty this cell, or match its column to nothing, to find the record by “%(key)s”."
        )
        column = self.headers.get(self.model._meta.pk.name, "")
        finding.refuse(reason, column=column, hint=hint % {"key": self._key_header()})

    def _key_header(self) -> str:
        return _(", ").join(self.headers.get(name, name) for name in self.key_names)

    def _plain(self, value: Any) -> Any:
        return value if type(value) is str else getattr(value, "pk", value)

    def _look_for_double(self, finding: Finding, key: tuple[Any, ...]) -> None:
        mark = mark_of(key)
        before = self.seen.setdefault(mark, finding.number)
        finding.marks.append(mark)
        finding.key_mark = mark
        if before != finding.number:
            self.refuse_double(finding, before)

    def refuse_double(self, finding: Finding, before: int) -> None:
        """Refuse a row that names the record of an earlier one."""
        finding.refuse(
            _("Row %(row)s names the same record.") % {"row": before},
            column=self._key_header(),
            hint=_("Keep one of the two."),
            code="doubled",
        )
        finding.verdict = Verdict.DOUBLED

    def _settle(self, finding: Finding, records: list[Any], key: Any) -> None:
        """Decide whether the row is a new record or which one it is, and whether it may be."""
        header = self._key_header()
        if len(records) > 1:
            finding.refuse(
                _("Several records match; the row could mean any of them."),
                column=header,
                hint=_("Export them and keep the column ID: it tells them apart."),
            )
        elif records:
            self._settle_existing(finding, records[0], header)
        elif key is not None and self.model._meta.pk.name in self.key_names:
            finding.refuse(_("There is no record with this ID."), column=header)
        elif self.mode == "update":
            finding.refuse(
                _("There is no such record, and this import only updates."), column=header
            )
        elif not self.may_add:
            finding.refuse(_("You have no right to add records here."))
        else:
            finding.is_new = True
            self._check_key_is_given(finding, key)

    def _check_key_is_given(self, finding: Finding, key: Any) -> None:
        for name in self.key_names:
            column = self.by_name.get(name)
            if column is None or column.model_field.primary_key:
                continue
            if key is not None and not column.typed:
                finding.refuse(
                    _("There is no such record, and the house itself gives this to new ones."),
                    column=column.header,
                    hint=_("Leave the cell empty to add a new record."),
                )

    def _settle_existing(self, finding: Finding, record: Any, header: str) -> None:
        if self.told_apart is not None:
            self._look_for_double(finding, ("#", record.pk))
            if finding.verdict is not None:
                return
        finding.record = record
        if not may(self.actor, "change", record):
            finding.record = None
            finding.refuse(
                _("A record like this exists, and you have no right to change it."), column=header
            )
        elif self.mode == "add":
            finding.refuse(_("This record exists, and this import only adds."), column=header)

    def _ask_model(self, finding: Finding) -> None:
        """Let the model say what a single form would hear: ``clean``, constraints, gates."""
        record = finding.record
        try:
            if finding.is_new:
                self.applying.check_untold(finding)
                if finding.verdict is not None:
                    return
            record.clean()
            record._fill_keys()
            for owner, constraint in self.constraints:
                check_constraint(owner, constraint, record)
            if self.is_guarded:
                verb = Verb.CREATE if finding.is_new else Verb.CHANGE
                ask_gate(Attempt(record, self.actor, verb))
        except ValidationError as error:
            finding.refuse_by(error, self.headers)

    def _check_unique(self, findings: list[Finding]) -> None:
        """Refuse values that another record has, or another row of the file brings.

        What a record keeps is nobody else's: the database sees to that. What its key says was
        looked up by it.
        """
        for place, uniqueness in enumerate(self.uniqueness):
            is_key = uniqueness.is_asked_by(self.key)
            wanted = {
                f.number: v
                for f in findings
                if (v := uniqueness.stated(f.record)) is not None and not (is_key and v == f.key)
            }
            taken = uniqueness.taken(set(wanted.values())) if wanted else {}
            for finding in findings:
                row = wanted.get(finding.number)
                if row is None:
                    continue
                mark = uniqueness.mark(row)
                before = self.seen.setdefault(mark, finding.number)
                finding.marks.append(mark)
                others = taken.get(row, set()) - {finding.record.pk}
                finding.uniques.append((place, mark, bool(others), len(finding.reasons)))
                if others or before != finding.number:
                    self.refuse_taken(finding, uniqueness, 0 if others else before)

    def refuse_taken(self, finding: Finding, uniqueness: Uniqueness, before: int) -> None:
        """Refuse a row for what another record has, or an earlier row of the file brings."""
        record = finding.record if isinstance(finding.record, self.model) else self.model()
        name, error = uniqueness.error(record)
        hint = _("Row %(row)s has it too.") % {"row": before} if before else ""
        for message in error.messages:
            finding.refuse(message, column=self.headers.get(name, ""), hint=hint)

    def _finish(self, finding: Finding) -> None:
        if finding.verdict is not None:
            return
        if finding.is_new:
            finding.verdict = Verdict.NEW
            return
        beside = finding.besides.differences if finding.besides is not None else []
        finding.differences = [*self.applying.differences(finding), *beside]
        finding.verdict = Verdict.CHANGED if finding.differences else Verdict.UNCHANGED
