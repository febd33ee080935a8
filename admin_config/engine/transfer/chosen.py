"""Rows that a person said are about a record which is there under another name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.finding import Finding
from admin_config.models import Choice, ImportRun


def taken_as(run: ImportRun) -> dict[int, int]:
    """Return by row the record that a person said it is about."""
    chosen = run.choices.filter(choice=Choice.TAKE).values_list("number", "record_pk")
    return {number: key for number, key in chosen if key is not None}


def chosen_records(checker: Any, findings: Sequence[Finding], stored: Any) -> dict[int, Any]:
    """Return by row the record that it is taken as; empty where nothing was decided."""
    if not checker.taken_as:
        return {}
    keys = {f.number: checker.taken_as[f.number] for f in findings if f.number in checker.taken_as}
    records = stored.in_bulk(set(keys.values())) if keys else {}
    return {number: records.get(key) for number, key in keys.items()}


def settle_as_chosen(checker: Any, finding: Finding, record: Any, header: str) -> None:
    """Let a row be about the record that it is taken as; the name of the record stays."""
    for name in checker.key_names:
        finding.values.pop(name, None)
    if record is None:
        finding.refuse(_("The record that this row was taken as is gone."), column=header)
        return
    checker._look_for_double(finding, tuple(part.of(record) for part in checker.key.parts))
    if finding.verdict is None:
        checker._settle_existing(finding, record, header)
