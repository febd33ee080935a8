"""Texts on pages: lines break as people read, nothing overlaps, rows stay whole, sums go over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_config.engine.printing.fonts import cleaned, missing_in, width_of
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.places import Page, Text
from admin_config.engine.printing.sheet import Column, Fact, Head, Row, Sheet, Total
from admin_config.engine.printing.style import Style
from admin_config.engine.printing.wrapping import wrapped

LONG = "超长的商品名称" * 40
WORD = "X" * 3_000


def sheet(
    rows: int, goods: str = "深沟球轴承 Deep groove ball bearing 6205", **values: object
) -> Sheet:
    """Return a paper with so many lines."""
    given_values: dict[str, object] = {
        "title": "Quotation",
        "number": "QT-2026-000123",
        "head": Head(
            ("Counting House Ltd.", "算盘贸易有限公司"),
            ("1 Abacus Road", "Tel +86 21 5555 0000"),
            (Fact("Bank", "Bank of China"),),
        ),
        "addressee_label": "To",
        "addressee": ("上海精密机械有限公司", "王小明"),
        "facts": (Fact("Date", "21 November 2026"), Fact("Payment terms", "30 days net")),
        "columns": (
            Column("No."),
            Column("Goods", share=1),
            Column("Quantity", right=True),
            Column("Amount (CNY)", right=True, carries=True),
        ),
        "rows": tuple(
            Row(((str(n),), (goods, "SKU-1"), ("12",), (f"{n * 10:,.2f}",)), Decimal(n * 10))
            for n in range(1, rows + 1)
        ),
        "totals": (Total("Goods total", "1.00"), Total("Total amount CNY", "1.00", main=True)),
        "in_words": Fact("Amount in words", "人民币壹元整"),
        "texts": (Fact("Remarks", "One.\nTwo."),),
        "signatures": ("Seller", "Buyer"),
    }
    return Sheet(**(given_values | values))  # type: ignore[arg-type]


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Return the texts of a page that touch each other."""
    boxes = [(text.text, text.box()) for text in page.texts()]
    found = []
    for place, (one, (left, top, right, bottom)) in enumerate(boxes):
        for other, (left2, top2, right2, bottom2) in boxes[place + 1 :]:
            across = min(right, right2) - max(left, left2)
            down = min(bottom, bottom2) - max(top, top2)
            if across > 0.5 and down > 1.5:
                found.append((one, other))
    return found


@pytest.mark.parametrize("rows", [0, 1, 12, 13, 40, 300])
@pytest.mark.parametrize("goods", ["Bearing", LONG, WORD[:200]])
def test_nothing_overlaps_or_leaves_the_page(rows: int, goods: str) -> None:
    style = Style()
    pages = pages_of(sheet(rows, goods), style)
    for page in pages:
        assert overlaps(page) == []
        for text in page.texts():
            left, top, right, bottom = text.box()
            assert left >= style.left - 0.5
            assert right <= style.width - style.right + 0.5
            assert (top >= 0, bottom <= style.height) == (True, True)
    texts = [text.text for page in pages for text in page.texts()]
    assert [t for t in texts if t.startswith("Page ")] == [
        f"Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)
    ]
    assert sum(t == "SKU-1" for t in texts) == rows


def test_the_head_of_the_table_and_the_sum_stand_on_every_page() -> None:
    pages = pages_of(sheet(60), Style())
    assert len(pages) > 2
    so_far = Decimal(0)
    for place, page in enumerate(pages):
        said = [text.text for text in page.texts()]
        lines = [Decimal(t) * 10 for t in said if t.isdigit() and t != "12"]
        if "Goods" not in said:
            continue
        if place:
            assert said[said.index("Brought forward") + 1] == f"{so_far:,.2f}"
        so_far = sum((Decimal(int(n)) for n in lines), so_far) if lines else so_far
        if "Carried forward" in said:
            carried = said[said.index("Carried forward") + 1]
            so_far = Decimal(carried.replace(",", ""))
    whole = sum(range(1, 61)) * 10
    last = [text.text for text in pages[-1].texts()]
    assert "Carried forward" not in last
    assert so_far <= whole


def test_a_row_is_never_parted_unless_no_page_holds_it() -> None:
    for page in pages_of(sheet(60, "two lines of goods " * 8), Style()):
        said = [text.text for text in page.texts()]
        starts = sum(1 for t in said if t.startswith("two lines of goods"))
        assert said.count("SKU-1") * 2 <= starts or said.count("SKU-1") == 0
    pages = pages_of(sheet(1, "字" * 9_000), Style())
    told = "".join(t.text for page in pages for t in page.texts() if set(t.text) == {"字"})
    assert (len(told), len(pages) > 2) == (9_000, True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("short", ["short"]),
        ("one two three", ["one two", "three"]),
        ("一二三四五六，七", ["一二三四五", "六，七"]),
        ("aaaaaaaaaaaaaaaa", ["aaaaaaaaa", "aaaaaaa"]),
        ("a\n\nb", ["a", "", "b"]),
    ],
)
def test_lines_break_where_people_read(text: str, lines: list[str]) -> None:
    assert wrapped(text, 55, 10) == lines


@given(st.text(max_size=200), st.floats(min_value=20, max_value=400))
def test_wrapping_loses_nothing_but_blanks(text: str, width: float) -> None:
    text = cleaned(text)
    lines = wrapped(text, width, 9)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, 9) <= width or len(line) <= 2 for line in lines if line.strip())


def test_what_nobody_sees_is_taken_out_and_what_no_font_has_is_named() -> None:
    assert cleaned("a\u200bb\x00c\u202ed\u00a0e\tf\r\ng") == "abcd e f\ng"
    assert missing_in("喆镕 plain") == ""
    assert missing_in("😀 and 𠮷 and 😀") == "😀𠮷"
    assert Text(0, 0, "x", 10).box()[2] == pytest.approx(width_of("x", 10))
