"""Formulas of a workbook without a stored value: a program wrote them and nobody worked them out.

What reads workbooks gives an empty cell for them, which would erase what is stored.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from admin_config.engine.transfer.cells import Formula

_PIECE = 1024 * 1024
_LONGEST = 200
_MOST = 200_000
_FORMULA = re.compile(
    rb"<(?:x:)?c\b([^>]*)>\s*"
    rb"<(?:x:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:x:)?f>)\s*"
    rb"(?:<(?:x:)?v\s*/>|<(?:x:)?v>\s*</(?:x:)?v>)?\s*</(?:x:)?c>"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
#: A text that came out empty is a value: ``t="str"`` stands only where something was worked out.
_WORKED_OUT = re.compile(rb'\bt="str"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_TARGET = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")


class TooManyFormulas(Exception):
    """A sheet of nothing but formulas that nobody worked out."""


def formulas_of(path: Path, sheet: str) -> dict[int, dict[int, Formula]]:
    """Return the formulas of a sheet that have no value, by row from 1 and column from 0."""
    found: dict[int, dict[int, Formula]] = {}
    count = 0
    with zipfile.ZipFile(path) as package:
        entry = _entry_of(package, sheet)
        for seen in _pieces(package, entry) if entry else ():
            for attributes, text in _FORMULA.findall(seen):
                place = _PLACE.search(attributes)
                if place is not None and not _WORKED_OUT.search(attributes):
                    count += 1
                    row = found.setdefault(int(place[2]), {})
                    row[_column(place[1])] = _formula(text)
            if count > _MOST:
                raise TooManyFormulas
    return found


def _formula(text: bytes) -> Formula:
    return Formula("=" + html.unescape(text.decode("utf-8", "replace"))[:_LONGEST])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _entry_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the entry that holds a sheet; empty where the package does not tell."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return ""
    keys = {html.unescape(a.get("name", "")): a.get("r:id", "") for a in _tags(_SHEET, book)}
    targets = {a.get("Id", ""): a.get("Target", "") for a in _tags(_TARGET, relations)}
    target = targets.get(keys.get(sheet, ""), "")
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return name if name in package.namelist() else ""


def _tags(tag: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for attributes in tag.findall(text):
        yield dict(_ATTRIBUTE.findall(attributes))


def _pieces(package: zipfile.ZipFile, entry: str) -> Iterator[bytes]:
    """Yield the sheet in pieces that end with a whole cell."""
    with package.open(entry) as file:
        left = b""
        while piece := file.read(_PIECE):
            left += piece
            end = max(left.rfind(b"</c>"), left.rfind(b"</x:c>"))
            if end >= 0:
                yield left[: end + 6]
                left = left[end:]
        yield left
