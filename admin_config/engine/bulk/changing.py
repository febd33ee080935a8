"""Change fields of many records: judged by the rules that a file with them would meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from admin_config.engine.bulk.asked import Change, raised, records_meant
from admin_config.engine.bulk.offered import ADD, CLEAR, RAISE_BY, RAISE_PERCENT, REMOVE
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.columns import Column, columns_for
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.seen import Seen
from admin_config.engine.transfer.storing import write_findings
from admin_config.engine.transfer.told_apart import stored_records
from admin_config.models import BulkRow, BulkRun, Verdict
from erp.foundation.actor import Actor
from erp.foundation.deletion import joined_rows
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.rights import hidden_fields, may, scoped


@dataclass(frozen=True)
class _Joined:
    """A record of which no more is needed than its key."""

    pk: Any


class ManyChecker(Checker):
    """Judges one set of changes on records that are named by their keys."""

    def __init__(self, screen: Screen, actor: Actor, changes: Sequence[Change]) -> None:
        """Prepare columns and rules once, for any number of records."""
        hidden = hidden_fields(actor, screen.model)
        self.changes = [change for change in changes if change.name not in hidden]
        names = tuple(dict.fromkeys(change.name for change in self.changes))
        super().__init__(screen, actor, {}, {"mode": "update"}, given=names)
        self._meant = {
            change.name: records_meant(self.by_name[change.name].model_field, keys, actor)
            for change in self.changes
            if (keys := self._keys_in(change)) is not None
        }

    def every_column(self, options: dict[str, Any]) -> dict[str, Column]:
        """Return the columns that the form lets people type, whatever files may hold."""
        return columns_for(self.screen, self.actor, options)

    def _keys_in(self, change: Change) -> list[Any] | None:
        column = self.by_name[change.name]
        if change.way == CLEAR or not (column.is_many or column.is_relation):
            return None
        return list(change.value) if column.is_many else [change.value]

    def look(self, rows: Sequence[BulkRow], *, lock: bool = False) -> list[Finding]:
        """Return what would become of each; the number of queries does not depend on how many."""
        stored = scoped(self.actor, "view", stored_records(self.model, lock=lock))
        records = stored.order_by("pk").in_bulk([row.record_pk for row in rows])
        findings = [Finding(row.number, ()) for row in rows]
        joined = joined_rows(self.model, list(records))
        for row, finding in zip(rows, findings, strict=True):
            record = finding.record = records.get(row.record_pk)
            if record is None:
                gone = _("This record was deleted meanwhile, or you may not see it.")
                finding.refuse(gone, code="gone")
            elif not may(self.actor, "change", record):
                finding.refuse(_("You may not change this."), code="right")
            else:
                self._give_values(finding, joined.get(record.pk, {}))
        self.judge([f for f in findings if f.verdict is None])
        return findings

    def _give_values(self, finding: Finding, joined: dict[str, set[Any]]) -> None:
        for change in self.changes:
            column = self.by_name[change.name]
            try:
                value = self._value(change, column, finding.record, joined)
            except ValidationError as error:
                for message in error.messages:
                    finding.refuse(message, column=column.header)
            else:
                finding.values[change.name] = value

    def _value(
        self, change: Change, column: Column, record: Any, joined: dict[str, set[Any]]
    ) -> Any:
        field = column.model_field
        if column.is_many:
            return self._joined(change, column, joined.get(change.name, set()))
        if change.way == CLEAR:
            return None if field.null else ""
        if change.way in {RAISE_BY, RAISE_PERCENT}:
            old = getattr(record, field.attname)
            return None if old is None else column.cleaned(raised(change, field, old))
        if column.is_relation:
            return self._only(change.name)
        if isinstance(field, SeveralChoicesField):
            return _chosen(change, column, getattr(record, field.attname))
        return field.to_python(change.value)

    def _only(self, name: str) -> models.Model:
        meant: list[models.Model] = self._meant[name]
        if not meant:
            raise ValidationError(_("This names no record: choose one again."))
        return meant[0]

    def _joined(self, change: Change, column: Column, now: set[Any]) -> list[_Joined]:
        meant = {record.pk for record in self._meant.get(change.name, ())}
        after = {ADD: now | meant, REMOVE: now - meant}.get(change.way, meant)
        if not after and column.required:
            raise ValidationError(column.form_field.error_messages["required"])  # type: ignore[union-attr]
        return [_Joined(key) for key in after]


def _chosen(change: Change, column: Column, now: str | None) -> Any:
    """Return several choices with the asked ones, or without them."""
    field: SeveralChoicesField = column.model_field
    codes, meant = set(field.to_python(now or "").codes), set(field.to_python(change.value).codes)
    after = {ADD: codes | meant, REMOVE: codes - meant}.get(change.way, meant)
    return column.cleaned(",".join(after))


class FieldWork:
    """Fields of many records, as the run of a change asks for them."""

    #: Records of one transaction.
    chunk = 500

    def __init__(self, screen: Screen, actor: Actor, run: BulkRun) -> None:
        """Prepare the rules."""
        self.checker = ManyChecker(screen, actor, [Change(**kept) for kept in run.changes])

    def look(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Return what would become of each; nothing is written."""
        return self.checker.look(rows)

    def do(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Change the records inside the running operation, where it is still what was shown."""
        self.checker.seen = Seen()
        findings = self.checker.look(rows, lock=True)
        for row, finding in zip(rows, findings, strict=True):
            if finding.verdict == Verdict.CHANGED and finding.differences != row.differences:
                finding.refuse(
                    _("The record was changed by somebody else after the check."),
                    hint=_("Nothing was overwritten."),
                    code="overtaken",
                )
        write_findings(self.checker.model, findings, self.checker.beside)
        return findings
