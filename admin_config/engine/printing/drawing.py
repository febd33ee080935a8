"""Draw pages as a PDF: what is used of the font is embedded, texts can be searched and copied."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from admin_config.engine.printing.fonts import BOLD, NAME, font, width_of
from admin_config.engine.printing.paging import Style, pages_of
from admin_config.engine.printing.places import Ground, Page, Picture, Rule
from admin_config.engine.printing.sheet import Sheet

_COLOURS = {"ink": "#1a1a1a", "soft": "#5f6368", "line": "#d0d4da", "ground": "#eef2f6"}
_MARK_SIZE = 96.0
#: Streams stay as bytes: told in letters they take longer and are a quarter larger.
rl_config.useA85 = 0


def pdf_of(sheets: Iterable[Sheet], style: Style, *, title: str = "") -> bytes:
    """Return one PDF with the papers one after the other, each with its own page numbers."""
    font(NAME)
    font(BOLD)
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=(style.width, style.height), pageCompression=1, initialFontName=NAME
    )
    canvas.setCreator("Countinghouse")
    for place, sheet in enumerate(sheets):
        if not place:
            canvas.setTitle(title or f"{sheet.title} {sheet.number}".strip())
            canvas.setAuthor(sheet.head.names[0] if sheet.head else "")
        _draw_sheet(canvas, sheet, style)
    canvas.save()
    return out.getvalue()


def _draw_sheet(canvas: Any, sheet: Sheet, style: Style) -> None:
    colours = {name: HexColor(code) for name, code in _COLOURS.items()}
    colours["accent"] = HexColor(style.accent)
    for page in pages_of(sheet, style):
        if sheet.mark:
            _draw_mark(canvas, sheet.mark, style)
        _draw_page(canvas, page, style, colours)
        canvas.showPage()


def _draw_mark(canvas: Any, mark: str, style: Style) -> None:
    """Draw a word across the page, behind everything."""
    size = min(_MARK_SIZE, style.width * 0.8 / max(width_of(mark, 1.0), 1.0))
    canvas.saveState()
    canvas.translate(style.width / 2, style.height / 2)
    canvas.rotate(38)
    canvas.setFillColor(Color(0.55, 0.6, 0.66, alpha=0.22))
    canvas.setFont(NAME, size)
    canvas.drawCentredString(0, -size / 3, mark)
    canvas.restoreState()


def _draw_page(canvas: Any, page: Page, style: Style, colours: dict[str, Any]) -> None:
    over = []
    for item in page.items:
        if isinstance(item, Ground):
            canvas.setFillColor(colours[item.colour])
            canvas.rect(
                item.left,
                style.height - item.bottom,
                item.right - item.left,
                item.bottom - item.top,
                stroke=0,
                fill=1,
            )
        elif isinstance(item, Rule):
            canvas.setStrokeColor(colours[item.colour])
            canvas.setLineWidth(item.width)
            canvas.line(item.left, style.height - item.y, item.right, style.height - item.y)
        elif isinstance(item, Picture):
            over.append(item) if item.over else _draw_picture(canvas, item, style)
    _draw_texts(canvas, page, style, colours)
    for picture in over:
        _draw_picture(canvas, picture, style)


def _draw_texts(canvas: Any, page: Page, style: Style, colours: dict[str, Any]) -> None:
    """Draw the texts in one go; what looks the same is told once."""
    lines = canvas.beginText()
    looks: tuple[Any, ...] = ()
    for text in page.texts():
        wanted = (text.size, text.bold, text.colour)
        if wanted != looks:
            looks = wanted
            lines.setFont(BOLD if text.bold else NAME, text.size)
            lines.setFillColor(colours[text.colour])
        left = text.box()[0] if text.align != "left" else text.x
        lines.setTextOrigin(left, style.height - text.y)
        lines.textOut(text.text)
    canvas.drawText(lines)


def _draw_picture(canvas: Any, picture: Picture, style: Style) -> None:
    """Draw a picture at the left of its box, as large as fits, at its own proportions."""
    canvas.drawImage(
        ImageReader(picture.path),
        picture.left,
        style.height - picture.bottom,
        picture.right - picture.left,
        picture.bottom - picture.top,
        preserveAspectRatio=True,
        anchor="nw" if not picture.over else "c",
        mask="auto",
    )
