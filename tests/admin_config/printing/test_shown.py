"""What a paper must show: every text once, line by line, nothing over anything else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, groupby
from typing import Any

import pytest
from pypdf import PdfReader

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.reading import sheet_of
from admin_config.engine.printing.sheet import Sheet
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import SYSTEM
from erp.sales.models import Quotation
from tests.admin_config.printing.papers import a_quotation
from tests.admin_config.printing.reading_back import Piece, pieces_of
from tests.factories.company import CurrencyFactory, ExchangeRateFactory
from tests.factories.parties import CustomerFactory

pytestmark = pytest.mark.django_db
LONG = "上海浦东新区国际精密机械设备进出口贸易股份有限公司第二营业部 International Precision " * 3
LANGUAGES = ["en", "zh-hans", "both"]


def overlapping(pieces: list[Piece]) -> Iterator[tuple[str, str]]:
    """Yield texts of a page whose ink touches."""
    for one, two in combinations(pieces, 2):
        across = min(one.right, two.right) - max(one.left, two.left)
        down = min(one.top, two.top) - max(one.bottom, two.bottom)
        if one.page == two.page and across > 0.3 and down > 0.3:
            yield one.text, two.text


def check(sheet: Sheet) -> list[str]:
    """Check the sheet's PDF: texts as they were placed, apart, on the page; return them."""
    data = pdf_of([sheet])
    pieces = pieces_of(data)
    placed = pages_of(sheet, sheet.style)
    for number, found in groupby(pieces, lambda piece: piece.page):
        on_page = list(found)
        wanted = [text.text.strip() for text in placed[number].texts()]
        assert [piece.text for piece in on_page] == [text for text in wanted if text]
        assert list(overlapping(on_page)) == []
        assert min(piece.left for piece in on_page) >= sheet.style.left - 1
        assert max(piece.right for piece in on_page) <= sheet.style.width - sheet.style.right + 1
        assert min(piece.bottom for piece in on_page) > 0
    for page in PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[attr-defined, index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    return [piece.text for piece in pieces]


def said(paper: Quotation, language: str = "en") -> list[str]:
    """Check a paper in a language and return its texts."""
    return check(sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language=language))


def whole(texts: list[str]) -> str:
    """Return all texts without blanks: what a search in the file goes through."""
    return "".join("".join(texts).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [1, 12, 13, 40])
def test_a_paper_says_every_line_of_its_own(lines: int, language: str) -> None:
    paper = a_quotation(lines, remarks="First.\n第二行。", terms="30 days.\n款到发货。")
    sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language=language)
    told = whole(check(sheet))
    cells = [text for row in sheet.rows for cell in row.cells for text in cell]
    facts = [text for fact in sheet.facts for text in (fact.label, fact.value)]
    totals = [text for total in sheet.totals for text in (total.label, total.value)]
    wanted = [sheet.title, sheet.number, *sheet.addressee, *cells, *facts, *totals]
    wanted += ["First.", "第二行。", "30 days.", "款到发货。"]
    assert [text for text in wanted if whole([text]) not in told] == []
    assert len(sheet.rows) == lines


def test_three_hundred_lines_carry_their_sum_from_page_to_page() -> None:
    paper = a_quotation(300)
    texts = said(paper)
    pages = sum(text.startswith("Page ") for text in texts)
    assert pages > 10
    assert texts.count("Carried forward") == texts.count("Brought forward")
    assert pages - 2 <= texts.count("Carried forward") <= pages - 1
    carried = [texts[n + 1] for n, text in enumerate(texts) if text == "Carried forward"]
    brought = [texts[n + 1] for n, text in enumerate(texts) if text == "Brought forward"]
    assert carried == brought
    assert [text for text in texts if text.startswith("Customer's own")] == [
        f"Customer's own {n}" for n in range(1, 301)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_are_broken_and_nothing_of_them_is_lost(language: str) -> None:
    customer = CustomerFactory(name=LONG[:100], address=LONG[:150])
    paper = a_quotation(
        3, customer=customer, external_number="X" * 60, line={"wording": LONG, "note": LONG}
    )
    told = whole(said(paper, language))
    for text in (LONG[:100], LONG[:150], LONG, "X" * 60):
        assert whole([text]) in told


def test_a_paper_without_contact_leaves_no_hole() -> None:
    paper = a_quotation(1)
    assert paper.contact is None
    sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM)
    assert all(sheet.addressee)
    check(sheet)


@pytest.mark.parametrize(
    ("code", "digits", "price", "shown"),
    [
        ("CNY", 2, "1234.5", "1,234.50"),
        ("USD", 2, "0.05", "0.05"),
        ("EUR", 2, "99999999", "99,999,999.00"),
        ("JPY", 0, "1500", "1,500"),
        ("KWD", 3, "12.345", "12.345"),
    ],
)
def test_money_is_written_as_its_currency_has_it(
    code: str, digits: int, price: str, shown: str
) -> None:
    currency = CurrencyFactory(code=code, digits=digits)
    ExchangeRateFactory(currency=currency)
    line = {"unit_price": Decimal(price), "quantity": Decimal(1)}
    for language in LANGUAGES:
        texts = said(a_quotation(2, currency=currency, line=line), language)
        assert shown in texts
        assert any(f"({code})" in text for text in texts)


@pytest.mark.parametrize("tax_kind", Quotation._meta.get_field("tax_kind").flatchoices)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_kinds_of_tax_and_discounts(tax_kind: Any, language: str) -> None:
    paper = a_quotation(2, tax_kind=tax_kind[0], line={"discount": Decimal("12.5")})
    sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language=language)
    texts = check(sheet)
    assert "12.5" in texts
    assert sheet.totals[-1].value == f"{paper.total:,.2f}"
    assert sheet.totals[-1].value in texts


def test_a_mark_lies_across_every_page_behind_the_texts() -> None:
    sheet = sheet_of(QUOTATION_LAYOUT, a_quotation(40), by=SYSTEM, mark="Draft")
    pieces = pieces_of(pdf_of([sheet]))
    marks = [piece for piece in pieces if piece.text == "Draft"]
    assert [piece.page for piece in marks] == list(range(pieces[-1].page + 1))
    firsts = {piece.page: piece.text for piece in reversed(pieces)}
    assert set(firsts.values()) == {"Draft"}
