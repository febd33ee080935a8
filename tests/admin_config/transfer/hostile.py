"""Broken and hostile files, built in the test, each with what the house has to make of it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.admin_config.transfer.files import Table, csv_file, xlsx_file, zip_file
from tests.admin_config.transfer.old_workbooks import xls_file

TABLE: Table = [["Name", "Website", "Note"], *([f"B{i}", "", "轴承"] for i in range(40))]
HEADS = ["Name", "Website", "Note"]
MEGA = 1024 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Seen:
    """A right preview: the header, its row, the first row below, and how many rows there are."""

    headers: list[str]
    first: list[str]
    rows: int
    header: int = 1


@dataclass(frozen=True)
class Case:
    """A file and what becomes of it: a preview, or the code of a refusal."""

    name: str
    build: Callable[[], bytes]
    expected: Seen | str


WHOLE = Seen(HEADS, ["B0", "", "轴承"], 40)


def _with(content: bytes, entry: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one entry changed, or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == entry else data)
        if entry not in old.namelist():
            new.writestr(entry, change(b""))
    return out.getvalue()


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(content: str) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    return zip_file(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": f"<office:document-content {spaces}>{body}"
            "</office:document-content>".encode(),
        }
    )


def _ods_row(*texts: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return f"<table:table-row>{''.join(cell.format(text) for text in texts)}</table:table-row>"


def repeated_ods() -> bytes:
    """Return a sheet whose rows are repeated by a number, a hundred million of them."""
    many = '<table:table-row table:number-rows-repeated="100000000">'
    rows = _ods_row("Name", "Note") + _ods_row("A", "b").replace("<table:table-row>", many)
    return _ods(f'<table:table table:name="1">{rows}</table:table>')


def locked_ods() -> bytes:
    """Return a sheet that is protected with a password, as OpenDocument packs it."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_file(
        {"mimetype": mime, "META-INF/manifest.xml": manifest.encode(), "content.xml": b"\x8f" * 999}
    )


def locked_zip() -> bytes:
    """Return a package whose entries are encrypted."""
    content = bytearray(xlsx_file(TABLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    return bytes(content)


def shared_text_bomb() -> bytes:
    """Return a small workbook of which each of many cells is the same very long text."""
    long = f'<sst xmlns="{_MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    cells = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 90_000))

    def sheet(_old: bytes) -> bytes:
        return f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()

    filled = _with(xlsx_file(TABLE), "xl/worksheets/sheet1.xml", sheet)
    return _with(filled, "xl/sharedStrings.xml", lambda _old: long.encode())


def formula_bomb() -> bytes:
    """Return a workbook of nothing but formulas that nobody worked out."""
    row = "".join(f'<c r="{letter}%d"><f>1</f></c>' for letter in "ABCDEFGH")
    cells = "".join(f'<row r="{r}">{row.replace("%d", str(r))}</row>' for r in range(1, 99_999))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    return _with(xlsx_file(TABLE), "xl/worksheets/sheet1.xml", lambda _old: sheet)


def many_entries() -> bytes:
    """Return a package of a hundred thousand entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(100_000):
            package.writestr(f"x/{number}", b"")
    return out.getvalue()


def entity_bomb(encoding: str) -> Callable[[], bytes]:
    """Return a builder of a workbook whose XML states entities of entities."""

    def build() -> bytes:
        lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
        head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]>'
        text = f'{head}<sst xmlns="{_MAIN}"><si><t>&a11;</t></si></sst>'
        return _with(xlsx_file(TABLE), "xl/sharedStrings.xml", lambda _old: text.encode(encoding))

    return build


def merged_heads() -> bytes:
    """Return a workbook with a title and a head of two rows, cells of it merged."""
    book = Workbook()
    sheet: Any = book.active
    for row in (
        ["All brands of the house"],
        ["Name", "Where to find it", None],
        [None, "Website", "Note"],
        ["SKF", "https://skf.example", "old"],
    ):
        sheet.append(row)
    for place in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(place)
    return _saved(book)


def hidden_sheets() -> bytes:
    """Return a workbook whose first sheets are hidden, one of them so that no menu shows it."""
    book = Workbook()
    first: Any = book.active
    first.append(["secret"])
    first.sheet_state = "hidden"
    very: Any = book.create_sheet("deeper")
    very.append(["secret"])
    very.sheet_state = "veryHidden"
    seen: Any = book.create_sheet("Brands")
    for row in TABLE:
        seen.append(row)
    book.active = 2
    return _saved(book)


def dates_of_1904() -> bytes:
    """Return a workbook that counts its days from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet.append(["Name", "Note"])
    sheet.append(["A", dt.date(2026, 3, 31)])
    return _saved(book)


def blank_rows() -> bytes:
    """Return a workbook with a million rows that hold a format and nothing else."""
    rows = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(42, 1_000_042))
    return _with(
        xlsx_file(TABLE),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b"</sheetData>", rows.encode() + b"</sheetData>"),
    )


def formulas() -> bytes:
    """Return a workbook with a formula that nobody worked out."""
    return xlsx_file([["Name", "Note"], ["A", "=1+1"]])


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _long_cell() -> bytes:
    return csv_file([["Name", "Note"], ["A", "x" * 10 * MEGA]])


def _long_sheet_cell() -> bytes:
    long = f'<c r="A2" t="inlineStr"><is><t>{"x" * 10 * MEGA}</t></is></c>'.encode()
    row = b'<row r="2">' + long + b"</row></sheetData>"
    return _with(
        xlsx_file([["Name", "Note"]]),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b"</sheetData>", row),
    )


def _mixed() -> bytes:
    lines = csv_file(TABLE).splitlines(keepends=True)
    return b"".join(lines[:20]) + b"".join(x.decode().encode("gb18030") for x in lines[20:])


def _wide_sheet() -> bytes:
    return xlsx_file([["Name", *(f"c{i}" for i in range(16_383))], ["A", *["x"] * 16_383]])


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as entry:
            for _ in range(300):
                entry.write(b" " * MEGA)
    return out.getvalue()


def _sheet_of(rows: Table) -> str:
    """Return the rows as a sheet of OpenDocument."""
    lines = "".join(_ods_row(*map(str, row)) for row in rows)
    return f'<table:table table:name="1">{lines}</table:table>'


def _ods_of(rows: Table) -> Callable[[], bytes]:
    return lambda: _ods(_sheet_of(rows))


def blank_ods() -> bytes:
    """Return a sheet that goes on for a million rows in which nothing stands."""
    blank = (
        '<table:table-row table:number-rows-repeated="1048535"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    return _ods(_sheet_of(TABLE).replace("</table:table>", blank))


def formulas_ods() -> bytes:
    """Return a sheet with a formula and the value that it came to."""
    formula = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2">'
        "<text:p>2</text:p></table:table-cell></table:table-row></table:table>"
    )
    end = '<table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>'
    sheet = _sheet_of([["Name", "Note"], ["A", "b"]])
    return _ods(sheet.replace(f"{end}</table:table-row></table:table>", formula))


def merged_ods() -> bytes:
    """Return a sheet with a title over several merged cells."""
    title = (
        '<table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-spanned="3"><text:p>All brands</text:p></table:table-cell>'
        '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
    )
    return _ods(_sheet_of(TABLE).replace('table:name="1">', f'table:name="1">{title}'))


def bomb_ods() -> bytes:
    """Return a small package whose sheet unpacks to 300 MB."""
    return _with(_ods(_sheet_of(TABLE)), "content.xml", lambda _old: b" " * 300 * MEGA)


def entities_ods() -> bytes:
    """Return a sheet whose XML states entities of entities."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return _with(_ods(_sheet_of(TABLE)), "content.xml", lambda old: bomb + old)


def _xls(**options: Any) -> Callable[[], bytes]:
    return lambda: xls_file([("Brands", 0, TABLE)], **options)


def _cut_at(content: bytes, part: int) -> bytes:
    return content[: len(content) * part // 100]


def _texts(encoding: str, delimiter: str = ",") -> Callable[[], bytes]:
    return lambda: csv_file(TABLE, encoding, delimiter)


_CAFE = [["Name", "Website", "Note"], ["Café Zürich", "", "naïve"]]
_TITLED = [["All brands of the house"], [], ["As of today", "", "x"], *TABLE]

CASES = (
    Case("plain.csv", _texts("utf-8"), WHOLE),
    Case("bom.csv", _texts("utf-8-sig"), WHOLE),
    Case("gbk.csv", _texts("gbk"), WHOLE),
    Case("utf-16.txt", _texts("utf-16", "\t"), WHOLE),
    Case("utf-16-be.txt", _texts("utf-16-be", "\t"), WHOLE),
    Case("semicolons.csv", _texts("utf-8", ";"), WHOLE),
    Case("tabs.tsv", _texts("utf-8", "\t"), WHOLE),
    Case("pipes.txt", _texts("gb18030", "|"), WHOLE),
    Case("western.csv", lambda: csv_file(_CAFE, "cp1252"), Seen(HEADS, _CAFE[1], 1)),
    Case("really-a-workbook.csv", lambda: xlsx_file(TABLE), WHOLE),
    Case("really-a-text.xlsx", _texts("utf-8"), WHOLE),
    Case("titled.csv", lambda: csv_file(_TITLED), Seen(HEADS, WHOLE.first, 40, header=4)),
    Case("titled.xlsx", lambda: xlsx_file(_TITLED), Seen(HEADS, WHOLE.first, 40, header=4)),
    Case(
        "merged.xlsx",
        merged_heads,
        Seen(HEADS, ["SKF", "https://skf.example", "old"], 1, header=3),
    ),
    Case("hidden-sheets.xlsx", hidden_sheets, WHOLE),
    Case("1904.xlsx", dates_of_1904, Seen(["Name", "Note"], ["A", "2026-03-31"], 1)),
    Case("formulas.xlsx", formulas, Seen(["Name", "Note"], ["A", "=1+1"], 1)),
    Case("a-million-blank-rows.xlsx", blank_rows, WHOLE),
    Case(
        "a-million-blank-lines.csv",
        lambda: csv_file(TABLE) + b",,\n" * 1_000_000,
        WHOLE,
    ),
    Case(
        "doubled.csv",
        lambda: csv_file([["Name", "Note", "Name"], ["A", "b", "C"]]),
        Seen(["Name", "Note", "Name"], ["A", "b", "C"], 1),
    ),
    Case("empty.csv", lambda: b"", "empty"),
    Case("cut.xlsx", lambda: _cut(xlsx_file(TABLE)), "damaged"),
    Case("cut.csv", lambda: b'Name,Note\n"A","b"\n"C","d\nE,f\n', "unclosed"),
    Case("cut-in-a-sign.csv", lambda: csv_file(TABLE)[:-4], "mixed"),
    Case("mixed.csv", _mixed, "mixed"),
    Case("nul.csv", lambda: b"Name,Note\nA,b\x00c\n", "nul"),
    Case("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n\x00\x00" * 90, "nul"),
    Case("document.docx", lambda: zip_file({"word/document.xml": b"<w/>"}), "wrong_type"),
    Case("10-mb-cell.csv", _long_cell, "csv"),
    Case("10-mb-cell.xlsx", _long_sheet_cell, "cell"),
    Case("16384-columns.xlsx", _wide_sheet, "too_many_columns"),
    Case("bomb.xlsx", _bomb, "bomb"),
    Case("many-entries.xlsx", many_entries, "bomb"),
    Case("shared-text.xlsx", shared_text_bomb, "heavy"),
    Case("formula-bomb.xlsx", formula_bomb, "heavy"),
    Case("entities.xlsx", entity_bomb("utf-8"), "xml_bomb"),
    Case("entities-utf-16.xlsx", entity_bomb("utf-16-be"), "xml_bomb"),
    Case("repeated.ods", repeated_ods, "too_wide"),
    Case("locked.ods", locked_ods, "password"),
    Case("locked.xlsx", locked_zip, "password"),
    Case(
        "locked.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    Case("plain.xls", _xls(), WHOLE),
    Case("really-a-text.xls", _texts("gb18030", "\t"), WHOLE),
    Case("really-a-workbook.ods", lambda: xlsx_file(TABLE), WHOLE),
    Case("really-a-page.xls", lambda: b"<html><table><tr><td>Name</td></tr></table>", "empty"),
    Case(
        "hidden-sheets.xls",
        lambda: xls_file([("a", 1, [["secret"]]), ("b", 2, [["secret"]]), ("c", 0, TABLE)]),
        WHOLE,
    ),
    Case(
        "1904.xls",
        lambda: xls_file([("a", 0, [["Name", "Note"], ["A", 44650.0]])], from_1904=True),
        Seen(["Name", "Note"], ["A", "2026-03-31"], 1),
    ),
    Case("locked-of-old.xls", _xls(locked=True), "password"),
    Case("cut-in-half.xls", lambda: _cut_at(_xls()(), 50), "damaged"),
    Case("cut-in-its-head.xls", lambda: _cut_at(_xls()(), 5), "damaged"),
    Case("plain.ods", _ods_of(TABLE), WHOLE),
    Case("a-million-blank-rows.ods", blank_ods, WHOLE),
    Case("merged.ods", merged_ods, Seen(HEADS, WHOLE.first, 40, header=2)),
    Case("formulas.ods", formulas_ods, Seen(["Name", "Note"], ["A", "2"], 1)),
    Case(
        "doubled.ods",
        _ods_of([["Name", "Note", "Name"], ["A", "b", "C"]]),
        Seen(["Name", "Note", "Name"], ["A", "b", "C"], 1),
    ),
    Case("cut.ods", lambda: _cut(_ods(_sheet_of(TABLE))), "damaged"),
    Case("nul.ods", _ods_of([["Name", "Note"], ["A", "b\0c"]]), "cell"),
    Case("bomb.ods", bomb_ods, "bomb"),
    Case("entities.ods", entities_ods, "xml_bomb"),
    Case("10-mb-cell.ods", _ods_of([["Name", "Note"], ["A", "x" * 10 * MEGA]]), "cell"),
    Case("16384-columns.ods", _ods_of([["Name"] * 16_384, ["x"] * 16_384]), "too_many_columns"),
    Case(
        "16384-columns.csv",
        lambda: csv_file([["Name"] * 16_384, ["x"] * 16_384]),
        "too_many_columns",
    ),
    Case(
        "doubled.xlsx",
        lambda: xlsx_file([["Name", "Note", "Name"], ["A", "b", "C"]]),
        Seen(["Name", "Note", "Name"], ["A", "b", "C"], 1),
    ),
    Case("cut.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 4000, "damaged"),
)
