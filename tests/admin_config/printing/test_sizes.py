"""Every size of paper, upright and turned: nothing overlaps, nothing leaves the page."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from admin_config.engine.printing import fonts
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.style import SIZES, Style
from erp.company.models import PaperSize
from tests.admin_config.printing.test_pages import overlaps, sheet

_READERS = 8
_FOOT = "Hengda Industrial Supply Co., Ltd. · registered in Shenzhen · 91440300MA5HENGDA1 · " * 2


def test_what_people_choose_is_what_can_be_drawn() -> None:
    assert set(PaperSize.values) == set(SIZES)


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", sorted(SIZES))
@pytest.mark.parametrize("rows", [1, 13, 40])
def test_every_size_holds_a_paper(paper: str, landscape: bool, rows: int) -> None:
    style = Style(paper=paper, landscape=landscape)
    assert not landscape or style.width > style.height
    made = sheet(rows, opening="We offer: " * 30, closing="期待您的订单。" * 20, foot=_FOOT)
    pages = pages_of(made, style)
    for page in pages:
        assert overlaps(page) == []
        for text in page.texts():
            left, top, right, bottom = text.box()
            assert left >= style.left - 0.5
            assert right <= style.width - style.right + 0.5
            assert (top >= 0, bottom <= style.height - 8) == (True, True)
    texts = [text.text for page in pages for text in page.texts()]
    assert sum(text == "SKU-1" for text in texts) == rows
    assert sum("registered in" in text for text in texts) >= len(pages)


def test_many_may_print_first_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paper needs the font that is registered; one read besides would be another font."""
    monkeypatch.setattr(fonts, "_READ", {})
    together = threading.Barrier(_READERS)

    def read(_number: int) -> tuple[object, bytes]:
        together.wait()
        return fonts.font(), pdf_of([sheet(3)])[:5]

    with ThreadPoolExecutor(_READERS) as pool:
        found = list(pool.map(read, range(_READERS)))
    assert {id(font) for font, _data in found} == {id(fonts.font())}
    assert {data for _font, data in found} == {b"%PDF-"}
