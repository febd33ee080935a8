"""What the pages of check and report show: rows by verdict, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.transfer import report
from admin_config.engine.transfer.limits import IN_REQUEST
from admin_config.models import ImportRow, ImportRun, RunState, Verdict
from erp.foundation.services.undo import may_undo
from erp.foundation.services.undo_outlook import reasons_against_undo

_PER_PAGE = 50


def rows_context(run: ImportRun, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the chosen verdict's rows, the tabs with counts, and what may be done."""
    chosen = request.GET.get("verdict", "")
    rows = run.rows.order_by("number")
    if chosen in Verdict.values:
        rows = rows.filter(verdict=chosen)
    counts = _counts(run)
    counted: Any = _Counted(rows, counts.get(chosen, run.total))
    page = Paginator(counted, _PER_PAGE).get_page(request.GET.get("p"))
    tabs = [("", _("All"), run.total)]
    tabs += [(v, str(label), counts.get(v, 0)) for v, label in Verdict.choices if counts.get(v)]
    done = run.state == RunState.DONE
    writes = run.count(Verdict.NEW, Verdict.CHANGED)
    actor = actor_of(request)
    written = run.operation if done else None
    undoable = written is not None and may_undo(written, by=actor)
    against = reasons_against_undo([written], by=actor) if written and undoable else {}
    return {
        "step": 4 if done else 3,
        "rows": [_shown(run, row) for row in page],
        "page": page,
        "tabs": tabs,
        "chosen": chosen,
        "headers": [run.columns[int(place)]["header"] for place in _places(run)],
        "writes": writes,
        "refused": counts.get(Verdict.REFUSED, 0) + counts.get(Verdict.DOUBLED, 0),
        "background": writes > IN_REQUEST,
        "may_undo": undoable,
        "why_not": " ".join(against.values()),
    }


class _Counted:
    """Rows of which the number is known already, so that no page counts them."""

    def __init__(self, rows: Any, number: int) -> None:
        self._rows, self._number = rows, number

    def count(self) -> int:
        return self._number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, part: Any) -> Any:
        return self._rows[part]


def _counts(run: ImportRun) -> dict[str, int]:
    """Return how many rows stand under each verdict now."""
    if run.state != RunState.DONE:
        return {v: run.count(v) for v in Verdict.values}
    counts = run.counts
    return {
        Verdict.NEW: counts.get("created", 0),
        Verdict.CHANGED: counts.get("updated", 0),
        Verdict.UNCHANGED: counts.get("same", 0),
        Verdict.REFUSED: counts.get("not_taken", 0) - counts.get(Verdict.DOUBLED, 0),
        Verdict.DOUBLED: counts.get(Verdict.DOUBLED, 0),
    }


def _places(run: ImportRun) -> list[str]:
    return sorted(run.mapping, key=int)


def _shown(run: ImportRun, row: ImportRow) -> dict[str, Any]:
    cells = [report.cell_text(row, int(place)) for place in _places(run)]
    return {
        "number": row.number,
        "verdict": row.verdict,
        "label": row.get_verdict_display(),
        "cells": cells,
        "differences": row.differences if row.verdict != Verdict.NEW else [],
        "reasons": row.reasons,
    }
