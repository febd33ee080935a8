"""Cells of every screen that allows it: read, written as one operation, at the cost of a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.foundation.models import Operation
from tests.every_screen.making import make_many
from tests.every_screen.visiting import Visit

ROWS = 12
pytestmark = pytest.mark.for_screens("editable")


def read(visit: Visit, *records: Any) -> dict[str, Any]:
    """Return what a page knows of the cells of its rows."""
    found: dict[str, Any] = json.loads(
        visit.get("list_cells", key=[record.pk for record in records]).content
    )
    return found


def send(visit: Visit, page: dict[str, Any], rows: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Save cells over the versions that the page knows."""
    sent = [
        {"key": key, "version": str(page["rows"][key]["version"]), "cells": cells}
        for key, cells in rows.items()
    ]
    answer = visit.client.post(
        visit.address("list_cells"),
        json.dumps({"token": page["token"], "rows": sent}),
        content_type="application/json",
    )
    found: dict[str, Any] = json.loads(answer.content)
    return found


def exchanged(visit: Visit, page: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return for each row another value: of a choice or a text, else of a number."""
    columns = {name: page["columns"][name] for name in visit.screen.editable}
    changed: dict[str, dict[str, str]] = {}
    for number, (key, row) in enumerate(
        sorted(page["rows"].items(), key=lambda pair: int(pair[0]))
    ):
        for name, column in columns.items():
            value = row["cells"][name][0]
            if (
                column["kind"] == "text"
                and visit.model._meta.get_field(name).__class__.__name__ == "CharField"
            ):
                changed.setdefault(key, {})[name] = f"word{number} {value}"[: column["most"]]
            elif column["kind"] == "choice":
                others = [choice for choice, _label in column["choices"] if choice != value]
                changed.setdefault(key, {})[name] = others[0]
            elif column["kind"] == "several":
                unticked = [code for code, _label in column["choices"] if code not in value]
                changed.setdefault(key, {})[name] = ",".join([value, *unticked[:1]]).strip(",")
        numbers = [name for name, column in columns.items() if column["kind"] == "number"]
        if key not in changed and numbers:
            changed[key] = {numbers[0]: str(7_001 + number)}
    return changed


def test_cells_are_read_in_a_fixed_number_of_queries(visit: Visit) -> None:
    records = make_many(visit.model, ROWS)
    read(visit, records[0])
    with CaptureQueriesContext(connection) as one:
        page = read(visit, records[0])
        first = len(one)
    assert set(page["columns"]) == set(visit.screen.editable)
    with CaptureQueriesContext(connection) as many:
        page = read(visit, *records)
        assert len(many) == first
    assert set(page["rows"]) == {str(record.pk) for record in records}


def test_cells_left_as_they_are_change_nothing(visit: Visit) -> None:
    records = make_many(visit.model, 2)
    page = read(visit, *records)
    unchanged = {
        key: {
            name: value
            for name, (value, _text) in row["cells"].items()
            if page["columns"][name]["kind"] != "related"
        }
        for key, row in page["rows"].items()
    }
    before = Operation.objects.count()
    assert send(visit, page, unchanged)["saved"] == 0
    assert Operation.objects.count() == before


def test_cells_of_a_page_are_one_operation_at_the_cost_of_one_row(visit: Visit) -> None:
    records = make_many(visit.model, ROWS)
    costs = []
    for chosen in (records[:1], records[1:]):
        page = read(visit, *chosen)
        changed = exchanged(visit, page)
        before = Operation.objects.count()
        with CaptureQueriesContext(connection) as queries:
            answer = send(visit, page, changed)
            costs.append(len(queries))
        assert answer.get("saved") == len(chosen), answer
        assert Operation.objects.count() == before + 1
        assert answer["undo"]
    assert costs[0] == costs[1]
