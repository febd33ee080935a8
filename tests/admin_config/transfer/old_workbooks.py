"""Workbooks as spreadsheet programs wrote them until 2007, put together record by record."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _OWN = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
#: Cells of this format are days.
_DAY_FORMAT = 1

Sheet = tuple[str, int, Sequence[Sequence[str | float]]]


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    out = [_begin(0x0010)]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                head = struct.pack("<HHHHB", r, c, 0, len(cell), 1)
                out.append(_record(0x0204, head + cell.encode("utf-16-le")))
            else:
                out.append(_record(0x0203, struct.pack("<HHHd", r, c, _DAY_FORMAT, cell)))
    return b"".join([*out, _record(0x000A)])


def xls_file(
    sheets: Sequence[Sheet], *, from_1904: bool = False, more: bytes = b"", locked: bool = False
) -> bytes:
    """Return a workbook; sheets have a name, 0 seen, 1 hidden or 2 hidden deeper, and rows."""
    start = _begin(0x0005)
    if locked:
        start += _record(0x002F, struct.pack("<HHHH", 1, 1, 1, 0) + b"\x01" * 48)
    start += _record(0x0022, struct.pack("<H", from_1904)) + more
    formats = (0, 14)
    start += b"".join(_record(0x00E0, struct.pack("<HH", 0, one) + b"\0" * 16) for one in formats)
    names = [
        struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le")
        for name, state, _rows in sheets
    ]
    place = len(start) + sum(len(name) + 8 for name in names) + 4
    bodies = [_sheet(rows) for _name, _state, rows in sheets]
    for name, body in zip(names, bodies, strict=True):
        start += _record(0x0085, struct.pack("<I", place) + name)
        place += len(body)
    return _container(b"".join([start, _record(0x000A), *bodies]))


def _container(stream: bytes) -> bytes:
    """Return the stream as the only file of a compound document."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    length = len(stream) // _SECTOR
    table = [_OWN, _END, *range(3, length + 2), _END]
    assert len(table) <= _SECTOR // 4, "one sector holds the whole table"
    fat = struct.pack(f"<{_SECTOR // 4}I", *table, *[_FREE] * (_SECTOR // 4 - len(table)))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return head + fat + folder.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)
