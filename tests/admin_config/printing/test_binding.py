"""One PDF out of many: what it says is what each says, and what is the same is told once."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from admin_config.engine.printing.binding import Binder, NotOurs
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.sheet import Sheet


def bound(papers: list[bytes]) -> bytes:
    out = io.BytesIO()
    binder = Binder(out)
    for paper in papers:
        binder.add(paper)
    binder.close()
    return out.getvalue()


def test_pages_follow_each_other_and_say_what_they_said() -> None:
    papers = [pdf_of([Sheet(title=f"报价单 {n}", number=f"QT-{n}")]) for n in range(30)]
    read = PdfReader(io.BytesIO(bound(papers)), strict=True)
    said = [page.extract_text() for page in read.pages]
    assert len(said) == 30
    alone = [PdfReader(io.BytesIO(paper)).pages[0].extract_text() for paper in papers]
    assert said == alone
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_a_logo_stands_in_the_file_once() -> None:
    picture = Image.effect_noise((120, 120), 90).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((120, 120)))

    def with_logo(number: int) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out)
        canvas.drawString(50, 700, f"paper {number} 12 0 R")
        canvas.drawImage(ImageReader(picture), 50, 500, mask="auto")
        canvas.save()
        return out.getvalue()

    papers = [with_logo(number) for number in range(20)]
    together = bound(papers)
    assert len(together) < 4 * len(papers[0])
    read = PdfReader(io.BytesIO(together), strict=True)
    assert [page.extract_text().strip() for page in read.pages] == [
        f"paper {number} 12 0 R" for number in range(20)
    ]
    assert all(len(page.images) == 1 for page in read.pages)


def test_no_papers_make_an_empty_file_and_a_foreign_one_is_refused() -> None:
    assert len(PdfReader(io.BytesIO(bound([]))).pages) == 0
    with pytest.raises(NotOurs):
        bound([b"%PDF-1.7 made elsewhere"])
