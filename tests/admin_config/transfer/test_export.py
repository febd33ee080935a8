"""Exports: what the list shows, safe in a spreadsheet, and good enough to be imported again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.transfer import export as exporting
from admin_config.engine.transfer import export_pages
from admin_config.engine.transfer.sheet_writers import write_xlsx
from erp.catalog.models import Brand, Unit
from erp.foundation.models import JobState, Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.transfer.files import screen_for
from tests.admin_config.transfer.round_trip import assert_round_trip, exported
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.jobs import work_off
from tests.language.writing import as_the_house
from tests.toy.models import Shelf, Tag, Toy

SignIn = Callable[[User], Client]
NASTY = (
    "=1+1", "+49 30", "-5", "@home", "'=quoted", "''=twice", "'plain", "1E5", "007",
    "a,b;c\td", 'with "quotes"', "two\r\nlines", "轴承 ＳＫＦ", "1,234", "2026-01-02", "TRUE",
    "two  blanks", "é ü ß",
)  # fmt: skip


@pytest.fixture
def nasty_toys(system: User) -> list[Toy]:
    """Toys whose texts a spreadsheet would like to change."""
    with as_the_house():
        tags = [Tag(name="red"), Tag(name="=blue")]
        for tag in tags:
            tag.save()
        top = Shelf(name="+top")
        top.save()
    toys = []
    for number, text in enumerate(NASTY):
        toy = make_toy(
            system,
            code=f"0{number}",
            name=text,
            note=text,
            shelf=top if number % 2 else None,
            price=Decimal("1234567.89"),
            made_on=dt.date(2026, 3, 4),
            seen_at=dt.datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=dt.UTC),
            safe=bool(number % 3),
        )
        with as_the_house():
            toy.tags.set(tags[: number % 3])
        toys.append(toy)
    return toys


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_exported_comes_back_unchanged(
    system: User, nasty_toys: list[Toy], kind: str, language: str
) -> None:
    from django.utils import timezone, translation

    with as_the_house():
        Brand(name="SKF", name_zh="斯凯孚", website="https://skf.example", note="a\n\nb").save()
        Brand(name="=FAG", active=False).save()
        Unit(name="Pcs", name_zh="个", digits=0).save()
        Unit(name="kg", digits=3).save()
    with translation.override(language), timezone.override("Asia/Shanghai"):
        for name in ("toy", "brand", "unit", "shelf", "tag"):
            assert_round_trip(screen_for(name), system, kind)


def test_formulas_are_defused_and_numbers_stay_numbers(system: User, nasty_toys: list[Toy]) -> None:
    content = exported(screen_for("toy"), system, "csv", "name", "price")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Code", "Name", "Price"]
    assert [row[1] for row in rows[1:8]] == [
        "'=1+1", "'+49 30", "'-5", "'@home", "''=quoted", "'''=twice", "'plain",
    ]  # fmt: skip
    assert rows[1][2] == "1234567.89"


def _sent(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_list_as_it_is_shown(system: User, sign_in: SignIn, nasty_toys: list[Toy]) -> None:
    """Filter, order and the chosen columns are the list's; the export is written down."""
    client = sign_in(system)
    address = "/toy/toy/export/?safe__exact=0&o=-code"
    page = client.get(address)
    assert page.status_code == 200
    columns = ["name", "price", "owner"]
    response = client.post(address, {"format": "json", "columns": columns, "what": "list"})
    lines = [json.loads(line) for line in _sent(response).decode().splitlines()]
    assert [line["code"] for line in lines] == ["09", "06", "03", "015", "012", "00"]
    assert set(lines[0]) == {"code", "name", "price", "owner"}
    assert lines[0]["owner"] == "system"
    noted = Operation.objects.get(kind=OperationKind.EXPORT)
    assert noted.details["rows"] == 6
    assert noted.details["filter"] == "safe__exact=0&o=-code"
    assert noted.details["columns"] == ["code", *columns]
    everything = client.post(address, {"format": "json", "columns": columns, "what": "all"})
    assert len(_sent(everything).splitlines()) == len(NASTY)


def test_a_selection(system: User, sign_in: SignIn, nasty_toys: list[Toy]) -> None:
    client = sign_in(system)
    chosen = [nasty_toys[2].pk, nasty_toys[0].pk]
    page = client.post("/toy/toy/", {"action": "export_selected", "_selected_action": chosen})
    assert page.status_code == 200
    assert sorted(map(int, page.context_data["selected"].split(","))) == sorted(chosen)
    response = client.post(
        "/toy/toy/export/",
        {"format": "csv", "columns": ["name"], "selected": page.context_data["selected"]},
    )
    assert len(_sent(response).decode("utf-8-sig").splitlines()) == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_the_file_has_a_name_in_chinese(system: User, sign_in: SignIn, kind: str) -> None:
    with as_the_house():
        system.language = "zh-hans"
        system.save()
        Brand(name="SKF").save()
    response = sign_in(system).post("/catalog/brand/export/", {"format": kind})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"SKF" in _sent(response) or kind in {"xlsx", "ods"}


def test_hidden_fields_and_other_peoples_records_stay_away(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    make_toy(sales, "MINE")
    make_toy(other_sales, "THEIRS")
    client = sign_in(sales)
    page = client.get("/toy/toy/export/")
    assert "cost" not in [name for name, *_ in page.context_data["columns"]]
    response = client.post(
        "/toy/toy/export/", {"format": "json", "columns": ["name", "cost"], "what": "all"}
    )
    lines = [json.loads(line) for line in _sent(response).splitlines()]
    assert [(line["code"], "cost" in line) for line in lines] == [("MINE", False)]


def test_without_the_right_there_is_no_export(stranger: User, sign_in: SignIn) -> None:
    client = sign_in(stranger)
    assert client.get("/catalog/brand/export/").status_code == 403
    assert client.post("/catalog/brand/export/", {"format": "csv"}).status_code == 403
    assert not Operation.objects.filter(kind=OperationKind.EXPORT).exists()


def test_queries_do_not_grow_with_rows(system: User, nasty_toys: list[Toy]) -> None:
    counts = []
    for amount in (3, 3, len(nasty_toys)):
        export = exporting.Export(screen_for("toy"), exporting_actor(system))
        with CaptureQueriesContext(connection) as seen:
            assert len(list(export.rows([toy.pk for toy in nasty_toys[-amount:]]))) == amount
        counts.append(len(seen))
    assert counts[1] == counts[2]


def exporting_actor(who: User) -> Any:
    from erp.foundation.actor import Actor

    return Actor.person(who)


def test_a_large_sheet_is_written_in_the_background(
    system: User,
    other_sales: User,
    sign_in: SignIn,
    nasty_toys: list[Toy],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_pages, "EXPORT_IN_REQUEST", 2)
    client = sign_in(system)
    response = client.post("/toy/toy/export/", {"format": "xlsx", "columns": ["name"]})
    assert response.status_code == 302
    assert "Download" not in client.get(response["Location"]).content.decode()
    assert work_off() == [JobState.DONE]
    assert "Download" in client.get(response["Location"]).content.decode()
    file = client.get(response["Location"] + "?file")
    assert _sent(file)[:2] == b"PK"
    assert sign_in(other_sales).get(response["Location"]).status_code in {403, 404}


def test_a_workbook_holds_days_and_signs_as_spreadsheets_count_them(tmp_path: Path) -> None:
    """They know a 29 February 1900, nothing before that year, and signs written as numbers."""
    early = [dt.date(1899, 12, 31), dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1)]
    texts = ["_x000D_", "_x005F_", "_x0_"]
    path = tmp_path / "file.xlsx"
    write_xlsx(path, ["a"], [[*early, dt.datetime(1900, 1, 1, 6)], texts])  # noqa: DTZ001
    rows = calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    assert rows[1] == ["1899-12-31", *early[1:], dt.datetime(1900, 1, 1, 6)]  # noqa: DTZ001
    assert rows[2][:3] == texts
