"""Store the records of checked rows, set-based: what is new, what changed, what is joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from admin_config.engine.along.importing import Beside
from admin_config.engine.transfer.family import FamilyChecker, FamilyFinding
from admin_config.engine.transfer.finding import Finding
from admin_config.models import NOT_TAKEN, Verdict
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.joining import join_records

_WRITTEN = (Verdict.NEW, Verdict.CHANGED)


def write_findings(model: Any, findings: Sequence[Finding], beside: Beside | None = None) -> None:
    """Store the new and changed records of these rows inside the running operation."""
    new = [f.record for f in findings if f.verdict == Verdict.NEW]
    changed = [f.record for f in findings if f.verdict == Verdict.CHANGED]
    if model._meta.concrete_model._meta.parents:
        for record in (*new, *changed):
            record.save()
    else:
        if beside is not None:
            beside.write_others(findings)
        create_records(new)
        save_records(changed)
        if beside is not None:
            beside.write_values(findings)
    joining = [f for f in findings if f.verdict in _WRITTEN and f.joins]
    for name in {name for f in joining for name in f.joins}:
        joins = [
            (f.record, f.joined.get(name, set()), f.joins[name]) for f in joining if name in f.joins
        ]
        join_records(model, name, joins)


def write_families(checker: FamilyChecker, findings: Sequence[Finding]) -> None:
    """Store the records first, then what belongs to them; refused families are left out."""
    taken = [f for f in findings if isinstance(f, FamilyFinding) and f.verdict not in NOT_TAKEN]
    heads = {f.head.number: f.head for f in taken if f.head is not None}
    write_findings(checker.model, list(heads.values()), checker.head.beside)
    for part in checker.parts:
        found = [one for finding in taken for owner, one in finding.parts if owner is part]
        relation = part.below.relation
        for one in found:
            if one.verdict == Verdict.NEW:
                setattr(one.record, relation, getattr(one.record, relation))
        write_findings(part.model, found)
