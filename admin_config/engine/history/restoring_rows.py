"""Bring the rows of a record back to an earlier state, a few statements for all of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.history.belonging import Part, State, rows_at
from erp.foundation.actor import Actor
from erp.foundation.deletion import delete_inside_operation
from erp.foundation.rights import hidden_fields, may, those_allowed
from erp.foundation.services.back_singly import missing_parents
from erp.foundation.services.bulk import create_records, differing_columns, save_records
from erp.foundation.services.parking import park_differing_values
from erp.foundation.services.versions import empty_derived, fill_from


def restore_rows(part: Part, state: State, *, by: Actor) -> list[str]:
    """Restore the rows of one kind inside the running operation; return why it is refused.

    Kinds that the person may not look up stay as they are now. With a reason in the answer the
    caller rolls back.
    """
    if not may(by, "view", part.kind):
        return []
    return _Rows(part, state, by).restore()


class _Rows:
    """The rows of one kind: how they stood and how they stand."""

    def __init__(self, part: Part, state: State, by: Actor) -> None:
        self.part, self.by = part, by
        self.hidden = hidden_fields(by, part.kind)
        self.then = rows_at(part, state)
        rows = part.kind._base_manager.select_for_update()
        self.now = {r.pk: r for r in rows.filter(**{part.column: state.key}).order_by("pk")}
        self.reasons: list[str] = []

    def restore(self) -> list[str]:
        """Remove what was added, put values back, bring back what was removed."""
        added = [self.now[key] for key in self.part.ordered(self.now) if key not in self.then]
        changed = [row for key, row in self.now.items() if key in self.then and self._fill(key)]
        gone = [self._again(key) for key in self.part.ordered(self.then) if key not in self.now]
        self._ask("delete", added)
        self._ask("change", changed)
        self._ask("add", gone)
        self._check_free(gone)
        self._check_parents([*changed, *gone])
        if not self.reasons:
            self._write(added, changed, gone)
        return self.reasons

    def _fill(self, key: Any) -> bool:
        """Give a row its former values but for those unseen or set by the house alone."""
        row = self.now[key]
        kept = {
            stored.attname: getattr(row, stored.attname)
            for stored in row._meta.concrete_fields
            if stored.name in self.hidden or not stored.editable
        }
        fill_from(row, self.then[key])
        for name, value in kept.items():
            setattr(row, name, value)
        return bool(differing_columns(row))

    def _again(self, key: Any) -> Any:
        row = self.then[key].instance
        empty_derived(row)
        row._state.adding = True
        row.version += 1
        return row

    def _ask(self, action: str, rows: list[Any]) -> None:
        """Ask whether the person may do this with each row; new ones only by their kind."""
        action_on_row = "view" if action == "add" else action
        allowed = those_allowed(self.by, action_on_row, rows)
        if action == "add" and not may(self.by, action, self.part.kind):
            allowed = []
        known = {id(row) for row in allowed}
        for row in rows:
            if id(row) not in known:
                self._refuse(row, _("you may not change it"))

    def _check_free(self, rows: list[Any]) -> None:
        taken = self.part.kind._base_manager.filter(pk__in=[row.pk for row in rows])
        keys = set(taken.values_list("pk", flat=True)) if rows else set()
        for row in rows:
            if row.pk in keys:
                self._refuse(row, _("it belongs to another record by now"))

    def _check_parents(self, rows: list[Any]) -> None:
        missing = missing_parents(rows, by=self.by)
        for row in rows:
            if row.pk in missing:
                self._refuse(row, " ".join(missing[row.pk].messages))

    def _refuse(self, row: Any, reason: str) -> None:
        facts = {
            "kind": capfirst(str(self.part.kind._meta.verbose_name)),
            "row": str(row),
            "reason": reason,
        }
        self.reasons.append(_("%(kind)s “%(row)s”: %(reason)s.") % facts)

    def _write(self, added: list[Any], changed: list[Any], gone: list[Any]) -> None:
        try:
            if added:
                delete_inside_operation(added)
            # rows may have swapped what only one of them may have
            park_differing_values(changed)
            save_records(changed)
            create_records(gone)
        except ValidationError as refusal:
            self.reasons += refusal.messages
        except IntegrityError:
            self.reasons.append(
                _("%(kind)s: a value that only one may have is taken.")
                % {"kind": capfirst(str(self.part.kind._meta.verbose_name_plural))}
            )
