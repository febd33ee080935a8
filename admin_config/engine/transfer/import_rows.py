"""What the pages of check and report show: rows by verdict, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.transfer import report
from admin_config.engine.transfer.asking import asked_of
from admin_config.engine.transfer.below import file_columns
from admin_config.engine.transfer.limits import IN_REQUEST, MOST_WHOLE
from admin_config.engine.transfer.run import screen_of
from admin_config.engine.transfer.seen_today import seen_today, still_seen
from admin_config.models import NOT_TAKEN, ImportRow, ImportRun, RunState, Verdict
from erp.foundation.services.undo import may_undo
from erp.foundation.services.undo_outlook import reasons_against_undo

_PER_PAGE = 50
#: Names of new related records that are told.
_NAMED = 10
_REFUSED = (Verdict.REFUSED, Verdict.DOUBLED)
#: Not written, with a tab of their own.
_TOLD_APART = tuple(verdict for verdict in NOT_TAKEN if verdict != Verdict.REFUSED)


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
        "rows": _shown(run, list(page), request),
        "page": page,
        "tabs": tabs,
        "chosen": chosen,
        "headers": [_header(run, place) for place in _places(run)],
        "writes": writes,
        "refused": sum(counts.get(verdict, 0) for verdict in _REFUSED),
        "on_the_way": _on_the_way(run),
        "overtaken": counts.get(Verdict.OVERTAKEN, 0),
        "alike": counts.get(Verdict.ALIKE, 0),
        "left": counts.get(Verdict.LEFT, 0),
        "background": writes > IN_REQUEST,
        "may_be_whole": 1 < writes <= MOST_WHOLE
        and not run.count(*(v for v in NOT_TAKEN if v != Verdict.LEFT)),
        "may_undo": undoable,
        "why_not": " ".join(against.values()),
    }


def _on_the_way(run: ImportRun) -> list[dict[str, Any]]:
    """Return by column how many records are created on the way, and the first of their names."""
    return [
        {
            "kind": told["kind"],
            "created": told["created"],
            "count": len(told["names"]),
            "shown": told["names"][:_NAMED],
            "more": len(told["names"]) > _NAMED,
        }
        for told in run.on_the_way.values()
        if told["created" if run.state == RunState.DONE else "names"]
    ]


class _Counted:
    """Rows of which the number is known already, so that no page counts them."""

    def __init__(self, rows: Any, number: int) -> None:
        self._rows, self._number = rows, number

    def count(self) -> int:
        return self._number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, part: Any) -> Any:
        """Return rows of a page; their numbers come from the index, however far the page is."""
        numbers = list(self._rows.values_list("number", flat=True)[part])
        return self._rows.filter(number__in=numbers)


def _counts(run: ImportRun) -> dict[str, int]:
    """Return how many rows stand under each verdict now."""
    if run.state != RunState.DONE:
        return {v: run.count(v) for v in Verdict.values}
    counts = run.counts
    return {
        Verdict.NEW: counts.get("created", 0),
        Verdict.CHANGED: counts.get("updated", 0),
        Verdict.UNCHANGED: counts.get("same", 0),
        Verdict.REFUSED: counts.get("not_taken", 0) - sum(counts.get(v, 0) for v in _TOLD_APART),
        **{verdict: counts.get(verdict, 0) for verdict in _TOLD_APART},
    }


def _places(run: ImportRun) -> list[int]:
    return sorted(map(int, run.mapping))


def _header(run: ImportRun, place: int) -> str:
    return str(run.columns[place]["header"])


def _labels(run: ImportRun, request: HttpRequest) -> dict[int, str]:
    """Return what reasons call the columns of the file."""
    if run.state == RunState.DONE:
        return {}
    fields = file_columns(screen_of(run), actor_of(request), run.options)
    named = {int(place): fields.get(name) for place, name in run.mapping.items()}
    return {place: column.header for place, column in named.items() if column is not None}


def shown_rows(run: ImportRun, request: HttpRequest, numbers: list[int]) -> list[dict[str, Any]]:
    """Return these rows as the page shows them."""
    rows = run.rows.filter(number__in=numbers[:_PER_PAGE]).order_by("number")
    return _shown(run, list(rows), request)


def _shown(run: ImportRun, rows: list[ImportRow], request: HttpRequest) -> list[dict[str, Any]]:
    labels = _labels(run, request)
    mends: dict[int, dict[int, Any]] = {row.number: {} for row in rows}
    for number, place, was in run.mends.filter(number__in=mends).values_list(
        "number", "place", "was"
    ):
        mends[number][place] = was
    chosen = dict(run.choices.filter(number__in=mends).values_list("number", "choice"))
    seen = seen_today(screen_of(run), actor_of(request), run.options).keys()
    for row in rows:
        row.differences = still_seen(row.differences, seen)
    made = [_shown_row(run, row, labels, mends[row.number]) for row in rows]
    for shown, row in zip(made, rows, strict=True):
        shown.update(asked_of(run, row, chosen))
    return made


def _shown_row(
    run: ImportRun, row: ImportRow, labels: dict[int, str], mends: dict[int, Any]
) -> dict[str, Any]:
    blamed = {name for reason in row.reasons for name in reason["column"].split(_(", "))}
    blamed |= {reason["column"] for reason in row.reasons}
    places = _places(run)
    return {
        "number": row.number,
        "verdict": row.verdict,
        "label": row.get_verdict_display(),
        "mendable": row.verdict in _REFUSED and bool(labels),
        "cells": [
            {
                "place": place,
                "header": _header(run, place),
                "text": report.cell_text(row, place),
                "blamed": labels.get(place) in blamed,
            }
            for place in places
        ],
        "mends": [
            (_header(run, place), report.text_of_cell(mends[place]))
            for place in places
            if place in mends and labels
        ],
        "differences": row.differences if row.verdict != Verdict.NEW else [],
        "reasons": row.reasons,
    }
