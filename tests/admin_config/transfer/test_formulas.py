"""Formulas that nobody worked out are refused where they stand; they never erase a value."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from admin_config.engine.transfer.formulas import formulas_of
from admin_config.engine.transfer.reading import recognise, rows_of
from erp.staff.models import User
from tests.admin_config.transfer.files import checked, imported, reasons, verdicts, xlsx_file
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.toy.models import Tag, Toy

FORMULA = "The cell holds a formula without a value."


def with_cells(content: bytes, cells: bytes) -> bytes:
    """Return a workbook whose last row has other cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = body.rindex(b'<row r="2"')
                body = body[:start] + b'<row r="2">' + cells + b"</row></sheetData></worksheet>"
            new.writestr(name, body)
    return out.getvalue()


def test_a_formula_without_a_value_refuses_its_row(system: User) -> None:
    make_toy(system, "A", name="Ball", note="keep me")
    table = [["code", "name", "note"], ["A", "Ball", '="new"&" note"'], ["=A2", "", ""]]
    run = imported("toy", xlsx_file(table), system)
    assert verdicts(run) == ["refused", "refused"]
    assert reasons(run)[0].startswith(f"Note: {FORMULA}")
    assert any(reason.startswith(f"Code: {FORMULA}") for reason in reasons(run))
    assert Toy.objects.get().note == "keep me"


def test_a_formula_beside_the_mapped_columns_does_no_harm(system: User) -> None:
    run = checked("tag", xlsx_file([["name", "sum"], ["fast", "=1+1"]]), system)
    assert verdicts(run) == ["new"]


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        (b'<c r="A2" t="str"><f>UPPER("x")</f><v>X</v></c>', "new"),
        (b'<c r="A2"><f>1+1</f><v>2</v></c>', "new"),
        (b'<c r="A2"><f>1+1</f><v></v></c>', "refused"),
        (b'<c r="A2"><f>1+1</f></c>', "refused"),
        (b'<c r="A2"><f t="shared" si="0"/><v/></c>', "refused"),
    ],
)
@pytest.mark.django_db
def test_what_was_worked_out_is_a_value(system: User, cell: bytes, verdict: str) -> None:
    content = with_cells(xlsx_file([["name"], ["x"]]), cell)
    run = checked("tag", content, system)
    assert (verdicts(run), Tag.objects.count()) == ([verdict], 0)


def test_an_empty_text_that_was_worked_out_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cell = b'<c r="B2" t="str"><f>IF(1=1,"","x")</f><v></v></c>'
    path.write_bytes(with_cells(xlsx_file([["name", "note"], ["a", "b"]]), cell))
    assert formulas_of(path, "Sheet") == {}


def test_formulas_are_found_on_the_sheet_that_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["name"])
    other = book.create_sheet("Räder & <Achsen>")
    for row in range(1, 30_001):
        other.append([f"a{row}", f'="<"&A{row}' if row % 10_000 == 0 else "text"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert formulas_of(path, "Sheet") == {}
    found = formulas_of(path, "Räder & <Achsen>")
    assert found == {n: {1: f'="<"&A{n}'} for n in (10_000, 20_000, 30_000)}
    source = {**recognise(path), "sheet": "Räder & <Achsen>"}
    rows = dict(rows_of(path, source))
    assert rows[20_000] == ["a20000", '="<"&A20000']
    assert rows[20_001] == ["a20001", "text"]
