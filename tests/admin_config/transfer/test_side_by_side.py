"""Chunks checked in several processes give the verdicts that one process gives, row for row."""

from __future__ import annotations

from typing import Any

import pytest

from admin_config.engine.transfer import run as running
from admin_config.engine.transfer import side_by_side
from admin_config.engine.transfer.run import start_check
from admin_config.engine.transfer.seen import LAST_ROW, Seen, Unseen
from erp.catalog.models import Brand
from tests.admin_config.transfer.files import csv_file, taken
from tests.cast import make_person
from tests.language.writing import as_the_house

ROWS = 60


def _table() -> list[list[str]]:
    """Return new, changed, unchanged, wrong and doubled rows; doubles lie far from each other."""
    rows = [[f"Maker {i:03}", "", "new"] for i in range(ROWS)]
    rows[7][1] = "no address"
    rows[40][0] = rows[41][0] = rows[3][0]
    rows[50][0] = ""
    return [["name", "website", "note"], *rows]


def _verdicts(processes: int, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(running, "CHUNK", 7)
    monkeypatch.setattr(running, "processes_for", lambda _checker, _rows: processes)
    run = taken("brand", csv_file(_table()), make_person("system"))
    start_check(run, wait=True)
    run.refresh_from_db()
    names = ("number", "verdict", "data", "differences", "reasons", "record_pk", "marks")
    return [run.counts, run.checked_to, *run.rows.order_by("number").values_list(*names)]


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    with as_the_house():
        for number in range(0, ROWS, 3):
            Brand(name=f"Maker {number:03}", note="old" if number % 2 else "new").save()
    alone = _verdicts(1, monkeypatch)
    assert alone[0]["doubled"] == 2
    assert _verdicts(2, monkeypatch) == alone


def test_few_rows_are_checked_by_one_process() -> None:
    assert side_by_side.processes_for(None, 10**6) == 1


def test_what_was_named_first_is_remembered_in_little() -> None:
    seen = Seen()
    assert seen.setdefault(5 << 40 | 7, 12) == 12
    assert seen.setdefault(5 << 40 | 6, LAST_ROW) == LAST_ROW
    assert seen.setdefault(5 << 40 | 7, 13) == 12
    seen.update({9: 4, "0:like": 5})
    assert seen.setdefault(9, 20) == 4
    assert Unseen().setdefault(9, 20) == 20
