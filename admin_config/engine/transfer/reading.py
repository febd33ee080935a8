"""Read tables: what a file is, its sheets, and its rows one after the other."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.limits import (
    MOST_BYTES,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_LINE,
    MOST_ROWS,
    MOST_SHEET_BYTES,
)
from admin_config.engine.transfer.packed import kind_of_package, password_refusal
from admin_config.engine.transfer.seen import LAST_ROW
from admin_config.engine.transfer.sheets import answers_about
from erp.foundation.refusal import Refusal

#: Encodings that a person may choose when the guess is wrong.
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "big5", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Stands behind the last line of a text; within a quotation that nobody closed it is swallowed.
_END = "\ue000end\ue000"
_PIECE = 256 * 1024
_SAMPLED_LINES = 30
#: Rows that a file may have beside those that are imported: a title, remarks, the header.
_ABOVE = 20

Row = tuple[int, list[Any]]


def recognise(path: Path) -> dict[str, Any]:
    """Return what the file is: its kind and what reading it needs; refuse what is no table."""
    size = path.stat().st_size
    if size == 0:
        raise Refusal(_("The file is empty."), code="empty")
    if size > MOST_BYTES:
        raise too_large()
    with path.open("rb") as file:
        start = file.read(8)
    is_package, is_old = start.startswith(b"PK"), start.startswith(b"\xd0\xcf\x11\xe0")
    if (is_package or is_old) and size > MOST_SHEET_BYTES:
        raise sheet_too_large()
    if is_package:
        return _workbook(path, kind_of_package(path))
    if is_old:
        if _ENCRYPTED in path.read_bytes():
            raise password_refusal()
        return _workbook(path, "xls")
    return _text(path)


def too_large() -> Refusal:
    """Return the refusal of a file beyond the limit."""
    return Refusal(
        _("The file is larger than %(most)s MB. Split it into smaller files.")
        % {"most": MOST_BYTES // 1024 // 1024},
        code="too_large",
    )


def sheet_too_large() -> Refusal:
    """Return the refusal of a spreadsheet that would be too much to unpack."""
    facts = {"most": MOST_SHEET_BYTES // 1024 // 1024, "text": MOST_BYTES // 1024 // 1024}
    told = _("A spreadsheet may have %(most)s MB. Save it as CSV, which may have %(text)s MB.")
    return Refusal(told % facts, code="too_large")


def _workbook(path: Path, kind: str) -> dict[str, Any]:
    visible = next(answers_about(path))
    if not visible:
        raise Refusal(_("The file has no visible sheet."), code="empty")
    return {"kind": kind, "sheets": visible, "sheet": visible[0]}


def _text(path: Path) -> dict[str, Any]:
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = "".join(islice(_lines(file), _SAMPLED_LINES))
    return {"kind": "csv", "encoding": encoding, "delimiter": _delimiter_of(sample)}


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif start.count(0) > len(start) // 4:
        candidates = ["utf-16-le" if start[1:2] == b"\0" else "utf-16-be"]
    else:
        candidates = ["utf-8", "gb18030", "cp1252"]
    for encoding in candidates:
        try:
            check_text(path, encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8":
                _check_is_not_mixed(path)
            continue
        return encoding
    raise Refusal(
        _("This is no table, or its characters are damaged. Save it as XLSX or as CSV in UTF-8."),
        code="wrong_type",
    )


def check_text(path: Path, encoding: str) -> None:
    """Read the file once: ``UnicodeDecodeError`` for a wrong encoding, a refusal for NULs."""
    line = 1
    with path.open(encoding=encoding, newline="") as file:
        while piece := file.read(_PIECE):
            if found := _CONTROL.search(piece):
                line += piece.count("\n", 0, found.start())
                if found[0] == "\0":
                    message = _("Line %(line)s holds a NUL character: the file is damaged.")
                else:
                    message = _("This is no table: line %(line)s holds characters no text has.")
                raise Refusal(message % {"line": line}, code="nul")
            line += piece.count("\n")


def _check_is_not_mixed(path: Path) -> None:
    """Refuse a file put together from pieces of several encodings; no choice reads it whole.

    By chance a line of another encoding is good UTF-8 now and then, not one line in four.
    """
    good, first_bad, bad = 0, 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(partial(file.readline, MOST_LINE), b""), start=1):
            if line.isascii():
                continue
            try:
                line.decode()
            except UnicodeDecodeError:
                bad += 1
                first_bad = first_bad or number
            else:
                good += 1
    if good and good * 4 >= good + bad:
        raise Refusal(
            _("The file mixes encodings: line %(line)s is no UTF-8, other lines are. Save it anew.")
            % {"line": first_bad},
            code="mixed",
        )


def _delimiter_of(sample: str) -> str:
    if found := re.match("\ufeff?sep=(.)\r?\n", sample):
        return found[1]
    best, score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        usual = max(set(widths), key=widths.count, default=1)
        if usual > 1 and (widths.count(usual), usual) > score:
            best, score = delimiter, (widths.count(usual), usual)
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
    except csv.Error:
        return []


def rows_of(path: Path, source: dict[str, Any], *, after: int = 0) -> Iterator[Row]:
    """Yield the rows that hold anything, numbered as a spreadsheet counts them."""
    read = _csv_rows if source["kind"] == "csv" else _sheet_rows
    filled = 0
    for number, cells in read(path, source):
        if number <= after:
            continue
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Refusal(
                _("Row %(row)s has more than %(most)s columns.")
                % {"row": number, "most": MOST_COLUMNS},
                code="too_many_columns",
            )
        texts = [cell for cell in cells if isinstance(cell, str)]
        text = "".join(texts)
        if "\0" in text or (len(text) > MOST_CELL and max(map(len, texts)) > MOST_CELL):
            raise Refusal(
                _("Row %(row)s has a cell that is too long or damaged.") % {"row": number},
                code="cell",
            )
        if len(texts) < len(cells) or text.strip():
            filled += 1
            if filled > MOST_ROWS + _ABOVE:
                raise too_many_rows()
            yield number, cells


def _csv_rows(path: Path, source: dict[str, Any]) -> Iterator[Row]:
    number = 0
    with path.open(encoding=source["encoding"], newline="") as file:
        reader = csv.reader(chain(_lines(file), (_END,)), delimiter=source["delimiter"])
        try:
            for number, cells in enumerate(reader, start=1):
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise _unclosed(number)
                if number == 1 and _is_separator_line(cells, source["delimiter"]):
                    continue
                if number > LAST_ROW:
                    raise too_many_rows()
                yield number, cells
        except csv.Error as error:
            raise Refusal(
                _("Row %(row)s cannot be read: %(why)s. Perhaps a quotation mark is not closed.")
                % {"row": number + 1, "why": error},
                code="csv",
            ) from error
        except UnicodeDecodeError as error:
            raise Refusal(
                _("Row %(row)s cannot be read in this encoding.") % {"row": number + 1},
                code="encoding",
            ) from error


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield lines, none of which may fill the memory."""
    for number, line in enumerate(iter(partial(file.readline, MOST_LINE), ""), start=1):
        if len(line) == MOST_LINE:
            message = _("Row %(row)s has a cell that is too long or damaged.")
            raise Refusal(message % {"row": number}, code="cell")
        yield line


def _unclosed(number: int) -> Refusal:
    return Refusal(
        _("Row %(row)s has a quotation mark that is not closed; all below it would be one cell.")
        % {"row": number},
        code="unclosed",
    )


def _is_separator_line(cells: list[str], delimiter: str) -> bool:
    return delimiter.join(cells).lstrip("\ufeff").startswith("sep=")


def too_many_rows() -> Refusal:
    """Return the refusal of a file with more rows than one import takes."""
    return Refusal(
        _("The file has more than %(most)s rows. Split it into smaller files.")
        % {"most": MOST_ROWS},
        code="too_many_rows",
    )


def _sheet_rows(path: Path, source: dict[str, Any]) -> Iterator[Row]:
    for together in answers_about(path, source["sheet"]):
        yield from ((number, cells) for number, cells in together)
