"""Put papers together into one PDF, written straight to a file: what is the same is told once."""

from __future__ import annotations

import hashlib
import re
from array import array
from typing import IO

_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_COUNT = re.compile(rb"/Count (\d+)")
_TREES = re.compile(rb"/Pages (\d+) 0 R")
_STREAM = re.compile(rb">>\s*stream\r?\n")
#: Objects that the file itself adds: its catalogue and the root of its pages.
_CATALOGUE, _ALL_PAGES = 1, 2


class NotOurs(ValueError):
    """A file that the house's own printing did not make."""


class Binder:
    """A PDF while papers are added to it.

    In memory stay eight bytes for each object and a digest for each stream; nothing else grows
    with the number of papers.
    """

    def __init__(self, out: IO[bytes]) -> None:
        """Begin the file."""
        self._out = out
        self._written = 0
        self._offsets = array("Q", [0, 0, 0])
        self._papers = array("Q")
        self._pages = 0
        self._known: dict[bytes, int] = {}
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, paper: bytes) -> None:
        """Add the pages of a paper that the house printed."""
        objects, tree = _objects_of(paper)
        places: dict[int, int] = {}
        fresh = []
        for number in sorted(objects, key=lambda number: _rank(objects[number])):
            digest = _digest_of(objects[number], places)
            known = self._known.get(digest) if digest else None
            if known is None:
                known = len(self._offsets)
                self._offsets.append(0)
                fresh.append(number)
                if digest:
                    self._known[digest] = known
            places[number] = known
        for number in fresh:
            body = _renumbered(objects[number], places)
            if number == tree:
                body = body.replace(b"<<", b"<< /Parent %d 0 R" % _ALL_PAGES, 1)
                counted = _COUNT.search(body)
                self._pages += int(counted[1]) if counted else 0
                self._papers.append(places[number])
            self._put(places[number], body)

    def close(self) -> None:
        """End the file: the list of its papers, and where everything stands."""
        kids = b" ".join(b"%d 0 R" % number for number in self._papers)
        self._put(_ALL_PAGES, b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (self._pages, kids))
        self._put(_CATALOGUE, b"<< /Type /Catalog /Pages %d 0 R >>" % _ALL_PAGES)
        start, count = self._written, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        self._write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (count, _CATALOGUE))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _put(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._written
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._written += len(data)


def _objects_of(paper: bytes) -> tuple[dict[int, bytes], int]:
    """Return a paper's objects by number, without its catalogue, and which one lists its pages."""
    try:
        start = int(paper[paper.rindex(b"startxref") + 9 :].split()[0])
        table = paper[start:]
        offsets = [int(entry) for entry in _ENTRY.findall(table)]
        ends = dict(zip(sorted(offsets), [*sorted(offsets)[1:], start], strict=True))
        objects = {}
        for offset in offsets:
            named, _obj, body = paper[offset : ends[offset]].partition(b" 0 obj")
            objects[int(named)] = body[: body.rindex(b"endobj")].strip(b"\r\n")
        root, info = _ROOT.search(table), _INFO.search(table)
        catalogue = objects.pop(int(root[1]))  # type: ignore[index]
        tree = int(_TREES.search(catalogue)[1])  # type: ignore[index]
        if info:
            objects.pop(int(info[1]), None)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        message = "this is no paper that was printed here"
        raise NotOurs(message) from error
    return objects, tree


def _rank(body: bytes) -> int:
    """Put streams before all else, and those that lead to others behind these, as logo and mask."""
    found = _STREAM.search(body)
    return len(_REFERENCE.findall(body, 0, found.start())) if found else len(body)


def _digest_of(body: bytes, places: dict[int, int]) -> bytes:
    """Return by what a stream is known again, such as a logo; nothing for what leads elsewhere."""
    found = _STREAM.search(body)
    if found is None:
        return b""
    leads = _REFERENCE.findall(body, 0, found.start())
    if any(int(number) not in places for number in leads):
        return b""
    return hashlib.sha256(_renumbered(body, places)).digest()


def _renumbered(body: bytes, places: dict[int, int]) -> bytes:
    """Return an object whose references lead to where the others stand now."""
    found = _STREAM.search(body)
    head = body[: found.start()] if found else body
    moved = _REFERENCE.sub(lambda ref: b"%d 0 R" % places[int(ref[1])], head)
    return moved + body[len(head) :]
