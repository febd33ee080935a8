"""What a file is, and what is refused at the door."""

from __future__ import annotations

import io
import zipfile

import pytest

from admin_config.models import ImportRun
from erp.foundation.refusal import Refusal
from erp.staff.models import User
from tests.admin_config.transfer.files import csv_file, taken, xlsx_file, zip_file

TABLE = [["Name", "name in Chinese"], ["Bearing", "轴承"], ["Seal", "密封"]]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(
    system: User, encoding: str, found: str, delimiter: str
) -> None:
    table = [TABLE[0], *(TABLE[1:] * 30)]
    run = taken("brand", csv_file(table, encoding, delimiter), system)
    assert run.source["encoding"] == found
    assert run.source["delimiter"] == delimiter
    assert run.mapping == {"0": "name", "1": "name_zh"}
    assert run.columns[1]["cells"] == ["轴承", "密封", "轴承"]


def test_header_is_found_below_a_title(system: User) -> None:
    table = [["All brands of the house"], [], ["Remark: none"], *TABLE]
    run = taken("brand", xlsx_file(table), system, "brands.xlsx")
    assert run.source["kind"] == "xlsx"
    assert run.source["header"] == 4
    assert run.mapping == {"0": "name", "1": "name_zh"}


def test_a_line_that_names_the_separator_is_understood(system: User) -> None:
    run = taken("brand", b"sep=;\r\nname;website\r\nSKF;https://skf.com\r\n", system)
    assert run.source["delimiter"] == ";"
    assert run.mapping == {"0": "name", "1": "website"}


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as entry:
            for _ in range(300):
                entry.write(b" " * 1024 * 1024)
    return out.getvalue()


def _lying_bomb() -> bytes:
    """Return a bomb that claims to hold a hundred bytes."""
    packed = bytearray(_bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(packed))) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(packed).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


_SHEET = (
    b'<worksheet><sheetData><row r="1"><c r="A1"/></row><row><c r="XFD1048576"/></row></sheetData>'
)
_ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook/>'
_ODS = (
    b'<table:table-row table:number-rows-repeated="900000"><table:table-cell '
    b'office:value-type="float" office:value="1"/></table:table-row>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"name\n", "empty"),
        (b"%PDF-1.7\x00\x01\x02\x03" * 40, "nul"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xfe\xfe\xff\x00" * 40, "nul"),
        (b"name,note\nSKF,a\x00b\n", "nul"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (zip_file({"word/document.xml": b"<w/>"}), "wrong_type"),
        (zip_file({"xl/workbook.xml": _ENTITY}), "xml_bomb"),
        (zip_file({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": _SHEET}), "too_wide"),
        (zip_file({"content.xml": _ODS}), "too_wide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, "damaged"),
        (csv_file([["name"] + [f"c{i}" for i in range(300)], ["x"] * 301]), "too_many_columns"),
        (csv_file([["name", "note"], ["SKF", "x" * 40_000]]), "cell"),
        (b'name,note\n"SKF,a\n' + b"x" * 200_000, "csv"),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(system: User, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        taken("brand", content, system)
    assert refusal.value.code == code
    assert refusal.value.messages[0]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("build", [_bomb, _lying_bomb])
def test_a_bomb_is_refused_whatever_size_it_claims(system: User, build: object) -> None:
    with pytest.raises(Refusal) as refusal:
        taken("brand", build(), system, "bomb.xlsx")  # type: ignore[operator]
    assert refusal.value.code == "bomb"


def test_another_sheet_can_be_chosen(system: User) -> None:
    content = xlsx_file([["nothing"], ["here"]], Brands=TABLE)
    run = taken("brand", content, system, "two.xlsx")
    assert run.source["sheets"] == ["Sheet", "Brands"]
    assert run.mapping == {}
