"""Draw pages as a PDF: what is used of the font is embedded, texts can be searched and copied."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from admin_config.engine.printing.fonts import BOLD, NAME, font, width_of
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.pictures import place, prepared
from admin_config.engine.printing.places import Bars, Ground, Page, Picture, Rule
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.printing.style import Style

_COLOURS = {
    "ink": HexColor("#1a1a1a"),
    "soft": HexColor("#5f6368"),
    "line": HexColor("#d0d4da"),
    "ground": HexColor("#eef2f6"),
}
_MARK_SIZE = 96.0
#: Streams stay as bytes: told in letters they take longer and are a quarter larger.
rl_config.useA85 = 0


def pdf_of(sheets: Iterable[Sheet], *, title: str = "") -> bytes:
    """Return one PDF with the papers one after the other, each with its own page numbers."""
    out = io.BytesIO()
    canvas = _canvas(out)
    for number, sheet in enumerate(sheets):
        if not number:
            canvas.setTitle(title or f"{sheet.title} {sheet.number}".strip())
            canvas.setAuthor(sheet.head.names[0] if sheet.head else "")
        _draw_sheet(canvas, sheet)
    canvas.save()
    return out.getvalue()


def pdf_of_pages(pages: Iterable[Page], size: tuple[float, float], *, title: str) -> bytes:
    """Return pages of one size, such as labels, as a PDF."""
    out = io.BytesIO()
    canvas = _canvas(out)
    canvas.setTitle(title)
    canvas.setPageSize(size)
    for page in pages:
        _draw_page(canvas, page, size[1], _COLOURS)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO) -> Any:
    font(NAME)
    font(BOLD)
    canvas = Canvas(out, pageCompression=1, initialFontName=NAME)
    canvas.setCreator("Countinghouse")
    return canvas


def _draw_sheet(canvas: Any, sheet: Sheet) -> None:
    style = sheet.style
    canvas.setPageSize((style.width, style.height))
    colours = _COLOURS | {"accent": HexColor(style.accent)}
    for page in pages_of(sheet, style):
        if sheet.mark:
            _draw_mark(canvas, sheet.mark, style)
        _draw_page(canvas, page, style.height, colours)
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


def _draw_page(canvas: Any, page: Page, height: float, colours: dict[str, Any]) -> None:
    """Draw what stands on a page so high: grounds, rules and bars, then texts, then stamps."""
    over = []
    for item in page.items:
        if isinstance(item, Ground):
            canvas.setFillColor(colours[item.colour])
            box = (item.left, height - item.bottom, item.right - item.left, item.bottom - item.top)
            canvas.rect(*box, stroke=0, fill=1)
        elif isinstance(item, Rule):
            canvas.setStrokeColor(colours[item.colour])
            canvas.setLineWidth(item.width)
            canvas.line(item.left, height - item.y, item.right, height - item.y)
        elif isinstance(item, Bars):
            _draw_bars(canvas, item, height, colours)
        elif isinstance(item, Picture):
            over.append(item) if item.over else _draw_picture(canvas, item, height)
    _draw_texts(canvas, page, height, colours)
    for picture in over:
        _draw_picture(canvas, picture, height)


def _draw_bars(canvas: Any, bars: Bars, height: float, colours: dict[str, Any]) -> None:
    """Draw all boxes as one shape, so that no seam is seen between those that touch."""
    shape = canvas.beginPath()
    for left, top, wide, high in bars.boxes:
        shape.rect(left, height - top - high, wide, high)
    canvas.setFillColor(colours[bars.colour])
    canvas.drawPath(shape, stroke=0, fill=1)


def _draw_texts(canvas: Any, page: Page, height: float, colours: dict[str, Any]) -> None:
    """Write the texts into the page's stream in one go; what looks the same is told once."""
    document, escaped = canvas._doc, canvas._escape
    code = ["BT"]
    looks: tuple[Any, ...] = ()
    for text in page.texts():
        wanted = (text.size, text.bold, text.colour)
        if wanted != looks:
            looks, subset = wanted, -1
            face = font(BOLD if text.bold else NAME)
            code.append("{:.3g} {:.3g} {:.3g} rg".format(*colours[text.colour].rgb()))
        left = text.box()[0] if text.align != "left" else text.x
        code.append(f"1 0 0 1 {left:.2f} {height - text.y:.2f} Tm")
        for part, glyphs in face.splitString(text.text, document):
            if part != subset:
                subset = part
                code.append(f"{face.getSubsetInternalName(part, document)} {text.size:.4g} Tf")
            code.append(f"({escaped(glyphs)}) Tj")
    canvas._code.append(" ".join([*code, "ET"]))


def _draw_picture(canvas: Any, picture: Picture, page_height: float) -> None:
    """Draw a picture as large as fits: a stamp in the middle of its box, others at its upper left.

    One that cannot be read is left out; the form where it is uploaded says so.
    """
    width, height = picture.right - picture.left, picture.bottom - picture.top
    image = prepared(picture.source, width, height)
    if image is None:
        return
    scale = min(width / image.width, height / image.height)
    wide, high = image.width * scale, image.height * scale
    across, down = ((width - wide) / 2, (height - high) / 2) if picture.over else (0.0, 0.0)
    canvas.saveState()
    canvas.translate(picture.left + across, page_height - picture.top - down - high)
    canvas.scale(wide, high)
    canvas._code.append(f"/{place(canvas, image)} Do")
    canvas.restoreState()
