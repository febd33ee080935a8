"""Write XLSX and ODS sheets as a stream: the XML goes into the package row by row."""

from __future__ import annotations

import datetime as dt
import decimal
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Rows = Iterable[Sequence[Any]]
#: Rows that are joined before they are packed.
_TOGETHER = 200
#: Day 0 of spreadsheets; cells know no zone.
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_DAY = dt.timedelta(days=1)
#: The first day that spreadsheets count: they know a 29 February 1900, which never was.
_FIRST = dt.date(1900, 1, 1)
_RIGHT_FROM = dt.date(1900, 3, 1)
#: What a workbook takes for a character written as its number.
_NUMBERED_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NUMBERS = (int, float, decimal.Decimal)


def _clean(text: str) -> str:
    """Return a text as XML can hold it."""
    return escape(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


def _write_rows(content: IO[bytes], make: Callable[[Sequence[Any]], str], rows: Rows) -> None:
    pending: list[str] = []
    for row in rows:
        pending.append(make(row))
        if len(pending) == _TOGETHER:
            content.write("".join(pending).encode())
            pending.clear()
    content.write("".join(pending).encode())


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XLSX_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    f'PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/><Override '
    f'PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/><Override '
    f'PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="1" '
    'sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
    # The styles of cells: as it is, a date, a point in time, the bold header.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '</numFmts><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" '
    'applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET_HEAD = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


def write_xlsx(path: Path, headers: Sequence[str], rows: Rows) -> None:
    """Write a workbook with one sheet; texts stay texts whatever they begin with."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, content in _XLSX_PARTS.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET_HEAD.encode())
            bold = "".join(_xlsx_text(str(header), ' s="3"') for header in headers)
            sheet.write(f"<row>{bold}</row>".encode())
            _write_rows(sheet, _xlsx_row, rows)
            sheet.write(b"</sheetData></worksheet>")


def _xlsx_row(row: Sequence[Any]) -> str:
    return f"<row>{''.join(map(_xlsx_cell, row))}</row>"


def _xlsx_text(text: str, style: str = "") -> str:
    if "_x" in text:
        text = _NUMBERED_SIGN.sub("_x005F_", text)
    kept = '<t xml:space="preserve">' if text != text.strip() or "  " in text else "<t>"
    return f'<c{style} t="inlineStr"><is>{kept}{_clean(text)}</t></is></c>'


def _xlsx_cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _xlsx_text(value)
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, dt.date):
        return _xlsx_day(value)
    return _xlsx_text(str(value))


def _xlsx_day(value: dt.date) -> str:
    """Write a day or moment as spreadsheets count; before 1900 they know it as a text."""
    if isinstance(value, dt.datetime):
        moment, day, style = value, value.date(), 2
    else:
        moment, day, style = dt.datetime.combine(value, dt.time()), value, 1
    if day < _FIRST:
        return _xlsx_text(str(value))
    days = (moment - _EPOCH) / _DAY - (day < _RIGHT_FROM)
    return f'<c s="{style}"><v>{days!r}</v></c>'


_ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="1">'
)
_ODS_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write_ods(path: Path, headers: Sequence[str], rows: Rows) -> None:
    """Write an OpenDocument sheet; the XML is written piece by piece into the package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        package.writestr("mimetype", _ODS_MIME, compress_type=zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with package.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS_HEAD.encode())
            content.write(_ods_row(headers).encode())
            _write_rows(content, _ods_row, rows)
            content.write(_ODS_FOOT.encode())


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, dt.date):
        return (
            '<table:table-cell office:value-type="date" '
            f"office:date-value={quoteattr(value.isoformat())}/>"
        )
    lines = _clean(str(value)).replace("\r\n", "\n").split("\n")
    text = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def _spaced(line: str) -> str:
    """Keep runs of blanks, which the format would collapse; a tab stays what the reader knows."""
    return line.replace("  ", ' <text:s text:c="1"/>')
