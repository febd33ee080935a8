"""Look into a packed spreadsheet before it is opened: bombs, passwords and absurd sizes."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from admin_config.engine.transfer.limits import MOST_UNPACKED
from erp.foundation.refusal import Refusal

_PIECE = 1024 * 1024
#: Cells that a sheet spans, empty ones included: they are held in memory.
_MOST_CELLS = 20_000_000
_TAIL = 200
#: What every entry of the list at a package's end begins with.
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 5_000
_CELL = re.compile(rb'<(?:x:)?c r="([A-Z]{1,4})(\d{1,9})"')
_REPEATED_CELL = re.compile(
    rb'<table:table-cell\b(?=[^>]*office:value-type)[^>]*number-columns-repeated="(\d{4,})"'
)
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="(\d{4,})"[^>]*>'
    rb"(?:(?!</table:table-row>).){0,4000}office:value-type",
    re.DOTALL,
)
_DEFINITIONS = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    *("<!DOCTYPE".encode(f"utf-16-{end}") for end in ("le", "be")),
)


def kind_of_package(path: Path) -> str:
    """Return ``xlsx`` or ``ods`` for a sound package; a refusal says what is wrong with it."""
    try:
        check_entries(path)
        with zipfile.ZipFile(path) as package, path.open("rb") as raw:
            return _inspected(package, raw)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError) as error:
        raise Refusal(_("The file is damaged: it cannot be unpacked."), code="damaged") from error


def check_entries(path: Path) -> None:
    """Refuse a package of very many entries before a list of them is made."""
    count, tail = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            count += (tail + piece).count(_ENTRY)
            tail = piece[1 - len(_ENTRY) :]
    if count > _MOST_ENTRIES:
        raise Refusal(_("The file is packed in a way that is not supported."), code="bomb")


def _inspected(package: zipfile.ZipFile, raw: BinaryIO) -> str:
    names = set(package.namelist())
    if {"xl/workbook.xml", "xl/workbook.bin"} & names:
        kind = "xlsx"
    elif "content.xml" in names and _is_ods(package):
        kind = "ods"
    else:
        raise Refusal(
            _("This is no table. Choose a CSV, XLSX, XLS or ODS file."), code="wrong_type"
        )
    left = MOST_UNPACKED
    for info in package.infolist():
        if info.flag_bits & 1:
            raise password_refusal()
        left = _inspect_entry(info, raw, kind, left)
    return kind


def password_refusal() -> Refusal:
    """Return the refusal of a file that is locked with a password."""
    return Refusal(
        _("The file is protected with a password. Save it without one and choose it again."),
        code="password",
    )


def _is_ods(package: zipfile.ZipFile) -> bool:
    try:
        return b"spreadsheet" in package.read("mimetype")[:200]
    except KeyError:
        return True


def _inspect_entry(info: zipfile.ZipInfo, raw: BinaryIO, kind: str, left: int) -> int:
    """Unpack an entry piece by piece, whatever size it claims, and look at what comes out."""
    sheet = kind == "xlsx" and info.filename.startswith("xl/worksheets/sheet")
    content = kind == "ods" and info.filename == "content.xml"
    span = _Span()
    tail = b""
    for piece in _pieces(info, raw):
        left -= len(piece)
        if left < 0:
            raise Refusal(
                _("Unpacked, the file is larger than %(most)s MB. Split it into smaller files.")
                % {"most": MOST_UNPACKED // 1024 // 1024},
                code="bomb",
            )
        seen = tail + piece
        if info.filename.endswith((".xml", ".rels")) and any(d in seen for d in _DEFINITIONS):
            raise Refusal(
                _("The file holds XML definitions, which no spreadsheet program writes."),
                code="xml_bomb",
            )
        if sheet:
            span.widen(seen)
        if content and (_REPEATED_CELL.search(seen) or _REPEATED_ROW.search(seen)):
            raise _too_wide()
        tail = seen[-_TAIL:]
    return left


def _pieces(info: zipfile.ZipInfo, raw: BinaryIO) -> Iterator[bytes]:
    raw.seek(info.header_offset)
    name_length, extra_length = struct.unpack("<HH", raw.read(30)[26:30])
    raw.seek(name_length + extra_length, 1)
    todo = info.compress_size
    if info.compress_type == zipfile.ZIP_STORED:
        while todo > 0 and (piece := raw.read(min(_PIECE, todo))):
            todo -= len(piece)
            yield piece
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise Refusal(_("The file is packed in a way that is not supported."), code="damaged")
    unpack = zlib.decompressobj(-15)
    while todo > 0 and not unpack.eof and (piece := raw.read(min(_PIECE, todo))):
        todo -= len(piece)
        while piece and not unpack.eof:
            yield unpack.decompress(piece, _PIECE)
            piece = unpack.unconsumed_tail


class _Span:
    """The rectangle that the cells of a sheet span."""

    def __init__(self) -> None:
        self.rows = [1 << 40, 0]
        self.columns = [1 << 40, 0]

    def widen(self, seen: bytes) -> None:
        """Take in the cells of a piece; refuse a rectangle that no memory holds."""
        for letters, digits in set(_CELL.findall(seen)):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            row = int(digits)
            self.rows = [min(self.rows[0], row), max(self.rows[1], row)]
            self.columns = [min(self.columns[0], column), max(self.columns[1], column)]
        height = self.rows[1] - self.rows[0] + 1
        width = self.columns[1] - self.columns[0] + 1
        if height > 0 and height * width > _MOST_CELLS:
            raise _too_wide()


def _too_wide() -> Refusal:
    return Refusal(
        _("The table spans too many cells. Delete stray cells far from the data and save again."),
        code="too_wide",
    )
