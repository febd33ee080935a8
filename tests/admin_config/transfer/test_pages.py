"""The way through the pages: file, columns, check, report; also with mistakes on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from admin_config.engine.transfer.report import refused_file
from admin_config.models import ImportMapping, ImportRun
from erp.catalog.models import Brand
from erp.staff.models import User
from tests.admin_config.transfer.files import checked, csv_file
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
BASE = "/catalog/brand/import/"


def sent(client: Client, table: list[list[str]], base: str = BASE) -> ImportRun:
    """Upload a table and return its import."""
    upload = SimpleUploadedFile("brands.csv", csv_file(table))
    response = client.post(base, {"file": upload})
    run = ImportRun.objects.latest("pk")
    assert response["Location"] == f"{base}{run.pk}/columns/"
    return run


def test_the_whole_way(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    with nothing_changes():
        run = sent(client, [["Firm", "Homepage"], ["SKF", "https://skf.example"], ["FAG", "nope"]])
        page = client.get(f"{BASE}{run.pk}/columns/")
        assert "https://skf.example" in page.content.decode()
        posted = {"column-0": "name", "column-1": "website", "mode": "both"}
        checked = client.post(f"{BASE}{run.pk}/columns/", posted, follow=True)
        text = checked.content.decode()
        assert "Enter a valid URL." in text
        assert "Write 1 row" in text
        only = client.get(f"{BASE}{run.pk}/?verdict=refused").content.decode()
        assert "FAG" in only
        assert "https://skf.example" not in only
    report = client.post(f"{BASE}{run.pk}/commit/", follow=True)
    assert "1 row was refused" in report.content.decode()
    assert list(Brand.objects.values_list("name", flat=True)) == ["SKF"]
    client.post(f"{BASE}{run.pk}/commit/")
    assert Brand.objects.count() == 1
    refused = client.get(f"{BASE}{run.pk}/refused.csv").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(refused))) == [
        ["Firm", "Homepage", "Reasons"],
        ["FAG", "nope", "Website: Enter a valid URL."],
    ]
    book = load_workbook(io.BytesIO(client.get(f"{BASE}{run.pk}/refused.xlsx").getvalue()))
    assert [cell.value for cell in book.active[2]] == ["FAG", "nope", "Website: Enter a valid URL."]
    undo = client.get(f"/operations/{ImportRun.objects.get().operation_id}/undo/")
    assert undo.status_code == 200


def test_the_mapping_is_remembered_for_the_person_and_the_screen(
    system: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    table = [["Firm", "Homepage"], ["SKF", "https://skf.example"]]
    run = sent(client, table)
    assert run.mapping == {}
    client.post(
        f"{BASE}{run.pk}/columns/", {"column-0": "name", "column-1": "website", "mode": "add"}
    )
    assert ImportMapping.objects.get().person == system
    again = sent(client, table)
    assert again.mapping == {"0": "name", "1": "website"}
    assert again.options["mode"] == "add"


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({}, "No column is matched to a field yet."),
        ({"column-1": "note"}, "Records are recognised by “Name”: match a column to it."),
        ({"column-0": "name", "column-1": "name"}, "Two columns are matched to “Name”. Keep one."),
    ],
)
def test_a_mapping_that_cannot_be_used(
    system: User, sign_in: SignIn, posted: dict[str, str], message: str
) -> None:
    client = sign_in(system)
    run = sent(client, [["a", "b"], ["SKF", "x"]])
    response = client.post(f"{BASE}{run.pk}/columns/", posted)
    assert response.status_code == 400
    assert message in response.content.decode()
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ("uploaded", 0)


def test_doubled_headers_are_named(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    run = sent(client, [["name", "Name", "note"], ["SKF", "FAG", "x"]])
    assert run.mapping == {"0": "name", "2": "note"}
    assert "stand more than once" in client.get(f"{BASE}{run.pk}/columns/").content.decode()


def test_of_doubled_headers_the_matched_one_is_remembered(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    run = sent(client, [["name", "Name", "note"], ["SKF", "FAG", "x"]])
    client.post(f"{BASE}{run.pk}/columns/", {"column-0": "name", "column-2": "note"})
    assert ImportMapping.objects.get().columns == {"name": "name", "note": "note"}
    assert sent(client, [["name", "note"], ["SKF", "x"]]).mapping == {"0": "name", "1": "note"}


def test_a_key_that_was_matched_to_nothing_is_guessed_again(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    decided = {"name": "", "note": "", "firm": ""}
    ImportMapping.objects.create(person=system, screen="catalog.brand", columns=decided)
    assert sent(client, [["name", "note"], ["SKF", "x"]]).mapping == {"0": "name"}
    ImportMapping.objects.update(columns={**decided, "firm": "name"})
    assert sent(client, [["name", "Firm"], ["SKF", "x"]]).mapping == {"1": "name"}


def test_ambiguous_dates_are_asked_for(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    base = "/toy/toy/import/"
    head = ["code", "name", "owner", "price", "made on"]
    run = sent(client, [head, ["A", "Ball", "system", "1", "03/04/2026"]], base)
    posted = {
        f"column-{i}": name for i, name in enumerate(["code", "name", "owner", "price", "made_on"])
    }
    response = client.post(f"{base}{run.pk}/columns/", posted)
    assert response.status_code == 400
    assert "Say whether the day or the month comes first in “Made on”." in response.content.decode()
    client.post(f"{base}{run.pk}/columns/", {**posted, "dates": "dmy"})
    client.post(f"{base}{run.pk}/commit/")
    assert Toy.objects.get().made_on.isoformat() == "2026-04-03"


def test_a_wrong_file_is_said_at_the_file(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    response = client.post(BASE, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7\x00\x00")})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    nothing = client.post(BASE, {})
    assert "Choose a file first." in nothing.content.decode()
    assert not ImportRun.objects.exists()


def test_another_encoding_can_be_chosen(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    upload = SimpleUploadedFile("b.csv", csv_file([["name"], ["Türen"]], "cp1252"))
    client.post(BASE, {"file": upload})
    run = ImportRun.objects.get()
    client.post(f"{BASE}{run.pk}/columns/", {"reread": "1", "encoding": "cp1252"})
    run.refresh_from_db()
    assert run.columns[0]["cells"] == ["Türen"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("screen", ["catalog/brand", "catalog/unit", "toy/toy", "toy/shelf"])
def test_a_template_can_be_filled_in_and_imported(
    system: User, sign_in: SignIn, screen: str, language: str
) -> None:
    with as_the_house():
        system.language = language
        system.save()
    client = sign_in(system)
    base = f"/{screen}/import/"
    for kind in ("csv", "xlsx"):
        content = client.get(f"{base}template.{kind}").content
        client.post(base, {"file": SimpleUploadedFile(f"t.{kind}", content)})
        run = ImportRun.objects.latest("pk")
        assert len(run.mapping) == len(run.columns), run.columns
    book = load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 2


def test_a_template_names_the_records_to_choose_from(system: User, sign_in: SignIn) -> None:
    client, base = sign_in(system), "/catalog/product/import/"
    with as_the_house():
        for name in ("SKF", "FAG"):
            Brand(name=name).save()
    sheet = load_workbook(io.BytesIO(client.get(f"{base}template.xlsx").content)).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Brand")
    assert sheet[2][place].value == "SKF"
    assert '"SKF,FAG"' in {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert "name of a record: brand (SKF, FAG)" in client.get(base).content.decode()
    with as_the_house():
        for number in range(30):
            Brand(name=f"Brand {number}").save()
    assert "name of a record: brand, such as “SKF”" in client.get(base).content.decode()


def test_the_buttons_are_in_the_list(system: User, sign_in: SignIn) -> None:
    text = sign_in(system).get("/catalog/brand/?active__exact=1").content.decode()
    assert "/catalog/brand/import/" in text
    assert "/catalog/brand/export/?active__exact=1" in text
    assert 'value="export_selected"' in text


def test_all_or_none_is_offered_and_an_interrupted_import_is_ended(
    system: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    run = sent(client, [["Name"], ["SKF"], ["FAG"]])
    page = client.post(
        f"{BASE}{run.pk}/columns/", {"column-0": "name", "mode": "both"}, follow=True
    )
    assert "All of them or none" in page.content.decode()
    client.post(f"{BASE}{run.pk}/commit/", {"whole": "1"})
    assert Brand.objects.count() == 2
    run.refresh_from_db()
    assert run.options["whole"]
    ImportRun.objects.filter(pk=run.pk).update(state="committing", job=None, committed_to=2)
    assert "End here" in client.get(f"{BASE}{run.pk}/").content.decode()
    report = client.post(f"{BASE}{run.pk}/end/", follow=True).content.decode()
    assert "The import was ended before this row." in report


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ";"), ("utf-16", "\t")])
def test_refused_rows_come_back_as_the_file_came(
    system: User, encoding: str, delimiter: str
) -> None:
    table = [["Name", "Website"], ["轴承", "nope"], ["密封", ""]]
    run = checked("brand", csv_file(table, encoding, delimiter), system)
    left = refused_file(run, "csv").read()
    rows = list(csv.reader(io.StringIO(left.decode(encoding)), delimiter=delimiter))
    assert rows[0][:2] == table[0]
    assert [row[:2] for row in rows[1:]] == [table[1]]
    rows[1][1] = ""
    again = checked("brand", csv_file(rows, encoding, delimiter), system)
    assert again.counts == {"new": 1}
