"""Take a step with many records: tried first and taken back, then done, each within its rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.engine.actions.doing import do_one
from admin_config.engine.spec import Do, Screen
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.told_apart import stored_records
from admin_config.models import BulkRow, BulkRun, Verdict
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation, retrying, tentatively
from erp.foundation.refusal import Refusal
from erp.foundation.rights import scoped


def verb_of(screen: Screen, name: str) -> Do:
    """Return a screen's verb by its name; refuse one that it has no longer."""
    found = next((do for do in screen.actions if do.name == name), None)
    if found is None:
        raise Refusal(_("This step does not exist any more."), code="verb")
    return found


class StepWork:
    """A step with many records, as the run of it asks for."""

    #: Records of one transaction.
    chunk = 50

    def __init__(self, screen: Screen, actor: Actor, run: BulkRun) -> None:
        """Take the verb."""
        self.model: Any = screen.model
        self.actor, self.reason = actor, run.reason
        self.verb = verb_of(screen, run.verb)

    def look(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Try the step within a transaction and take it back: what refuses it then will say so."""
        return retrying(lambda: self._tried(rows))

    def _tried(self, rows: Sequence[BulkRow]) -> list[Finding]:
        facts: dict[str, Any] = {"reason": self.reason, "verb": self.verb.name}
        try:
            with transaction.atomic():
                with operation(OperationKind.ACTION, by=self.actor, **facts):
                    findings = self.do(rows)
                transaction.set_rollback(True)
        except ValidationError as error:
            if len(rows) > 1:
                half = len(rows) // 2
                return [*self._tried(rows[:half]), *self._tried(rows[half:])]
            refused = Finding(rows[0].number, ())
            refused.refuse_by(error, {})
            return [refused]
        return findings

    def do(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Take the step with each, inside the running operation; one refused leaves the others."""
        visible = scoped(self.actor, "view", stored_records(self.model, lock=False))
        records = visible.in_bulk([row.record_pk for row in rows])
        return [self._one(row, records.get(row.record_pk)) for row in rows]

    def _one(self, row: BulkRow, record: Any) -> Finding:
        finding = Finding(row.number, (), record=record)
        if record is None:
            gone = _("This record was deleted meanwhile, or you may not see it.")
            finding.refuse(gone, code="gone")
            return finding
        try:
            with tentatively():
                do_one(self.verb, record, self.actor, self.reason)
        except ValidationError as error:
            finding.refuse_by(error, {})
        else:
            finding.verdict = Verdict.CHANGED
        return finding
