"""What the page of the check asks about a possible duplicate, and where its likes are looked at."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from admin_config.engine.transfer.deciding import record_of
from admin_config.engine.transfer.run import screen_of
from admin_config.models import Choice, ImportRow, ImportRun, RunState, Verdict


def asked_of(run: ImportRun, row: ImportRow, chosen: dict[int, str]) -> dict[str, Any]:
    """Return a row's reasons with links, the choices that it leaves, and what was decided."""
    reasons = [{**reason, "url": _address(run, reason)} for reason in row.reasons]
    head = next((reason["head"] for reason in row.reasons if reason.get("head")), None)
    decided = chosen.get(row.number, "")
    asks = row.verdict in {Verdict.ALIKE, Verdict.LEFT} or bool(decided)
    choices = []
    if asks and run.state == RunState.CHECKED and head is None:
        offered = [Choice.CREATE, Choice.TAKE, Choice.LEAVE] if _resembles(row) else []
        choices = [
            (choice.value, choice.label)
            for choice in offered
            if choice != decided and (choice != Choice.TAKE or record_of(row) is not None)
        ]
    decision = Choice(decided).label if decided else ""
    return {"reasons": reasons, "choices": choices, "decided": decision, "asks": asks}


def _resembles(row: ImportRow) -> bool:
    return any(reason.get("code") == "alike" for reason in row.reasons)


def _address(run: ImportRun, reason: dict[str, Any]) -> str:
    """Return where a record that a row resembles is looked at."""
    if not reason.get("record"):
        return ""
    name = screen_of(run).model._meta.label_lower.replace(".", "_")
    try:
        return reverse(f"console:{name}_change", args=(reason["record"],))
    except NoReverseMatch:
        return ""
