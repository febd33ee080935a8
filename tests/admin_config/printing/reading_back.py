"""What a PDF says, piece by piece as it was drawn, and where each piece stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Piece:
    """One text as it was drawn: its page, and its ink in points from the lower left corner."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


def pieces_of(data: bytes) -> list[Piece]:
    """Return every text of a PDF, in the order in which it was drawn."""
    document = pypdfium2.PdfDocument(data)
    found: list[Piece] = []
    for number, page in enumerate(document):
        things = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())
        found += [Piece(thing.extract().strip(), number, *thing.get_bounds()) for thing in things]
    return found


def texts_of(data: bytes) -> list[str]:
    """Return the texts alone."""
    return [piece.text for piece in pieces_of(data)]


def picture_of(data: bytes, *, page: int = 0, dots: int = 200) -> Any:
    """Return a page as a picture, drawn at so many dots an inch."""
    return pypdfium2.PdfDocument(data)[page].render(scale=dots / 72).to_pil()
