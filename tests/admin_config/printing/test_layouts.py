"""The language of layouts holds every paper of the house: each is declared and printed here."""

from __future__ import annotations

import pytest

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.reading import sheet_of
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.spec import Layout
from erp.catalog.models import Product
from erp.foundation.actor import SYSTEM
from erp.sales.models import Quotation
from tests.admin_config.printing.papers import (
    CONFIRMATION,
    COUNT,
    DELIVERY,
    ENQUIRY,
    INVOICE,
    PAYMENT,
    RECEIPT,
    a_quotation,
    ready,
)
from tests.admin_config.printing.reading_back import texts_of
from tests.factories.catalog import SkuFactory
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def quotation() -> Quotation:
    return a_quotation(3, remarks="Only new goods.", line={"note": "R-07", "lead_time": "2 weeks"})


def printed(layout: Layout, record: Quotation | Product, language: str = "en") -> list[str]:
    """Return the texts of the record's PDF."""
    return texts_of(pdf_of([sheet(layout, record, language)]))


def sheet(layout: Layout, record: Quotation | Product, language: str = "en") -> Sheet:
    """Return the record as texts."""
    return sheet_of(layout, ready(layout, record), by=SYSTEM, language=language)


def test_an_enquiry_asks_for_prices_and_tells_none(quotation: Quotation) -> None:
    texts = printed(ENQUIRY, quotation)
    heads = [column.label for column in sheet(ENQUIRY, quotation).columns]
    assert heads[-2:] == ["Your price", "Delivery time"]
    assert {"Enquiry", "Your price", "Delivery time", "Only new goods."} <= set(texts)
    assert not any("12.5" in text or str(quotation.currency) in text for text in texts)


def test_blank_columns_carry_no_sum() -> None:
    texts = printed(ENQUIRY, a_quotation(40))
    assert sum(text.startswith("Page ") for text in texts) > 1
    assert not {"Carried forward", "Brought forward"} & set(texts)


def test_columns_to_be_filled_in_are_as_wide_as_a_hand_writes(quotation: Quotation) -> None:
    blanks = [column for column in sheet(ENQUIRY, quotation).columns if column.blank]
    assert [round(column.blank / 72 * 25.4) for column in blanks] == [26, 26]
    rows = sheet(ENQUIRY, quotation).rows
    assert all(row.cells[-1] == ("",) and row.cells[-2] == ("",) for row in rows)


@pytest.mark.parametrize("layout", [ENQUIRY, CONFIRMATION, DELIVERY, RECEIPT, INVOICE])
def test_the_customers_own_wording_stands_first_ours_below_it(
    layout: Layout, quotation: Quotation
) -> None:
    with as_the_house():
        line = quotation.lines.get(position=2)
        line.wording = ""
        line.save()
    place = [c.label for c in sheet(layout, quotation).columns].index("Goods")
    cells = [row.cells[place] for row in sheet(layout, quotation).rows]
    assert (cells[0][0], cells[0][-1]) == ("Customer's own 1", "Deep groove ball bearing 0")
    assert cells[1][0] == "Deep groove ball bearing 1"


@pytest.mark.parametrize("layout", [DELIVERY, RECEIPT])
def test_a_delivery_note_leads_the_picker_and_tells_no_price(
    layout: Layout, quotation: Quotation
) -> None:
    texts = printed(layout, quotation)
    assert {str(layout.title), "Rack", "R-07", "Picked"} <= set(texts)
    assert not any("12.5" in text or "37.5" in text for text in texts)


def test_a_confirmation_tells_dates_and_amounts(quotation: Quotation) -> None:
    texts = printed(CONFIRMATION, quotation)
    assert {"Order confirmation", "Confirmed for", "2 weeks", "37.50"} <= set(texts)


def test_an_invoice_adds_up_with_its_taxes(quotation: Quotation) -> None:
    texts = printed(INVOICE, quotation)
    assert f"To be paid {quotation.currency}" in texts
    assert {"75.00", "9.76", "84.76"} <= set(texts)
    assert any("eighty-four and 76/100" in text for text in texts)


def test_a_payment_receipt_needs_no_lines(quotation: Quotation) -> None:
    texts = printed(PAYMENT, quotation)
    assert {"Payment receipt", "Received from", "Cashier"} <= set(texts)
    assert any("eighty-four and 76/100" in text for text in texts)


def test_a_count_sheet_of_what_has_neither_number_nor_language_nor_money() -> None:
    sku = SkuFactory(code="B-6205")
    texts = printed(COUNT, sku.product)
    assert {"Count sheet", sku.product.code, "B-6205", "Counted", "Counted by"} <= set(texts)


@pytest.mark.parametrize("layout", [ENQUIRY, CONFIRMATION, DELIVERY, INVOICE, PAYMENT])
def test_every_layout_prints_in_both_languages_at_once(
    layout: Layout, quotation: Quotation
) -> None:
    texts = printed(layout, quotation, "both")
    assert any("Date" in text and "日期" in text for text in texts) or layout is DELIVERY
    assert any("第 1 页" in text and "Page 1" in text for text in texts)
