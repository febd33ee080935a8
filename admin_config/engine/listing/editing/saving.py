"""Save the cells of a page together: one operation, by the form's rules, over nobody's work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from admin_config.engine.listing.editing.asked import RowAsked
from admin_config.engine.listing.editing.offered import rows_within_reach
from admin_config.engine.listing.editing.overtaken import Overtaken, compare_rows
from admin_config.engine.listing.editing.reading import CellReader
from admin_config.engine.transfer.constraints import (
    check_constraint,
    other_constraints,
    uniqueness_of,
)
from erp.foundation.actor import Actor
from erp.foundation.gate import Attempt, Verb, ask_gate, checks_of
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation, run
from erp.foundation.refusal import StaleRecord
from erp.foundation.rights import may
from erp.foundation.services.bulk import save_records

#: Complaints by row and cell; the empty name stands for the row as a whole.
Errors = dict[int, dict[str, list[str]]]
_ATTEMPTS = 3


@dataclass
class Outcome:
    """What became of the cells of a page: all of them were saved, or none."""

    saved: int = 0
    operation: Operation | None = None
    errors: Errors = field(default_factory=dict)
    overtaken: dict[int, Overtaken] = field(default_factory=dict)

    def complain(self, key: int, name: str, messages: list[str]) -> None:
        """Note what is wrong with a cell."""
        self.errors.setdefault(key, {}).setdefault(name, []).extend(messages)


class _NothingIsSaved(Exception):
    """Rolls the operation back and keeps what is wrong."""


class PageSaver:
    """Saves rows of one screen in the name of one person."""

    def __init__(self, admin: Any, actor: Actor, names: list[str]) -> None:
        """Take what the person may change."""
        self.admin, self.actor, self.names = admin, actor, names
        self.model: Any = admin.model
        self.outcome = Outcome()

    def save(self, rows: list[RowAsked], token: str) -> Outcome:
        """Save every cell or none; a second post of one token changes nothing."""
        for _attempt in range(_ATTEMPTS):
            self.outcome = Outcome()
            try:
                run(
                    lambda running: self._write(rows, running),
                    OperationKind.CHANGE,
                    by=self.actor,
                    form_token=token,
                )
            except AlreadyDone as again:
                return Outcome(saved=again.operation.records, operation=again.operation)
            except _NothingIsSaved:
                return self.outcome
            except StaleRecord:
                continue
            except IntegrityError:
                break
            except ValidationError as refusal:
                self.outcome.complain(rows[0].key, "", refusal.messages)
                return self.outcome
            return self.outcome
        message = _("This cannot be saved: a value is taken, or something it needs is gone.")
        self.outcome.complain(rows[0].key, "", [message])
        return self.outcome

    def _write(self, rows: list[RowAsked], running: RunningOperation) -> None:
        found = rows_within_reach(self.admin, self.actor, [row.key for row in rows])
        records = {record.pk: record for record in found}
        asked = [row for row in rows if self._is_allowed(row, records.get(row.key))]
        self.outcome.overtaken = compare_rows(self.model, asked, records)
        self._apply(asked, records)
        changed = [records[row.key] for row in asked if row.key not in self.outcome.errors]
        if not self.outcome.overtaken:
            self._ask_rules(changed)
            self._ask_uniqueness(changed)
        if self.outcome.errors or self.outcome.overtaken:
            raise _NothingIsSaved
        self.outcome.saved = self._store(changed)
        self.outcome.operation = running.row if self.outcome.saved else None

    def _is_allowed(self, row: RowAsked, record: Any) -> bool:
        if record is None:
            self.outcome.complain(
                row.key, "", [_("This record was deleted meanwhile, or you may not see it.")]
            )
        elif not may(self.actor, "change", record):
            self.outcome.complain(row.key, "", [_("You may not change this.")])
        return row.key not in self.outcome.errors

    def _apply(self, rows: list[RowAsked], records: dict[Any, Any]) -> None:
        """Put the cells' values on the records; what the form would refuse is noted."""
        used = {name for row in rows for name in row.cells}
        reader = CellReader(self.admin.screen, self.actor, used)
        for name in sorted(used):
            reader.prepare(name, [row.cells[name] for row in rows if name in row.cells])
        for row in rows:
            for name, cell in row.cells.items():
                try:
                    setattr(records[row.key], name, reader.value(name, cell))
                except ValidationError as error:
                    self.outcome.complain(row.key, name, error.messages)

    def _ask_rules(self, records: list[Any]) -> None:
        """Let model, constraints and gates say what a single form would hear."""
        constraints = other_constraints(self.model)
        for record in records:
            try:
                record.clean()
                record._fill_keys()
                for owner, constraint in constraints:
                    check_constraint(owner, constraint, record)
                if checks_of(self.model):
                    ask_gate(Attempt(record, self.actor, Verb.CHANGE))
            except ValidationError as error:
                self._note(record, error)

    def _note(self, record: Any, error: ValidationError) -> None:
        """Put a refusal at the cell that it names; what is not shown is not named."""
        by_field = (
            error.message_dict
            if hasattr(error, "error_dict")
            else {NON_FIELD_ERRORS: error.messages}
        )
        hidden = set(getattr(self.model, "guarded_fields", ()))
        for name, messages in by_field.items():
            if name in self.names:
                self.outcome.complain(record.pk, name, messages)
            elif name in hidden:
                text = _("A value that you do not see is not accepted.")
                self.outcome.complain(record.pk, "", [text])
            else:
                self.outcome.complain(record.pk, "", messages)

    def _ask_uniqueness(self, records: list[Any]) -> None:
        """Refuse values that another record has, or another row of this page."""
        for uniqueness in uniqueness_of(self.model):
            wanted = {r.pk: values for r in records if (values := uniqueness.of(r)) is not None}
            names = [stored.attname for stored in uniqueness.fields]
            touched = {r.pk for r in records if _changed(r, names)}
            if not touched:
                continue
            taken = uniqueness.taken({wanted[key] for key in touched if key in wanted})
            for record in records:
                values = wanted.get(record.pk)
                if record.pk not in touched or values is None:
                    continue
                others = taken.get(values, set()) - {record.pk}
                doubles = sum(1 for held in wanted.values() if held == values) > 1
                if others or doubles:
                    name, error = uniqueness.error(record)
                    self._note(record, ValidationError({name: error}))

    def _store(self, records: list[Any]) -> int:
        if self.model._meta.concrete_model._meta.parents:
            before = [record.version for record in records]
            for record in records:
                record.save()
            return sum(r.version != old for r, old in zip(records, before, strict=True))
        return save_records(records)


def _changed(record: Any, names: list[str]) -> bool:
    before = record.before()
    return any(before.get(name) != getattr(record, name) for name in names)
