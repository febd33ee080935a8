"""A list in print: what it shows, to whom, and what is said where it is too long."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from admin_config.engine.infer.columns import columns_of, offered_columns
from admin_config.engine.printing import list_sheet
from admin_config.engine.printing.list_sheet import printable
from admin_config.screens.catalog.sku import SCREEN as SKUS
from erp.catalog.models import Brand
from erp.foundation.models import OperationKind
from erp.staff.models import User
from tests.admin_config.printing.reading_back import picture_of, pieces_of, texts_of
from tests.factories.catalog import BrandFactory, SkuFactory
from tests.factories.company import CurrencyFactory, ExchangeRateFactory
from tests.factories.parties import CustomerFactory
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.language.writing import as_the_house, newest_operation

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def printed(client: Client, address: str, **values: object) -> list[str]:
    """Return the texts of the list's PDF in the order in which they were drawn."""
    answer: HttpResponse = client.post(address, {"as": "pdf", **values})
    assert answer["Content-Type"] == "application/pdf", answer
    assert answer["Content-Disposition"].startswith("inline")
    return texts_of(answer.content)


def test_the_list_prints_what_it_shows_narrowed_and_sorted(manager: User, sign_in: SignIn) -> None:
    for name in ("Anchor", "Beacon", "磐石轴承"):
        BrandFactory(name=name)
    client = sign_in(manager)
    assert "Print the list" in client.get("/catalog/brand/print/").content.decode()
    lines = printed(client, "/catalog/brand/print/?q=anchor")
    assert lines[1] == "Brands"
    assert ("Anchor" in lines, "Beacon" in lines) == (True, False)
    at = lines.index("Search")
    assert lines[at + 1] == "anchor"
    assert lines[lines.index("Records") + 1] == "1 record"
    done = newest_operation()
    assert (done.kind, done.actor_id) == (OperationKind.PRINT, manager.pk)
    assert "磐石轴承" in printed(client, "/catalog/brand/print/")


def test_a_list_is_printed_in_its_readers_language(manager: User, sign_in: SignIn) -> None:
    BrandFactory(name="Anchor")
    manager.language = "zh-hans"
    with as_the_house():
        manager.save()
    client = sign_in(manager)
    lines = printed(client, "/catalog/brand/print/")
    with override("zh-hans"):
        assert str(Brand._meta.verbose_name_plural) in lines
    assert any(line.startswith("第") for line in lines)


def test_sums_are_told_for_each_currency(sales: User, sign_in: SignIn) -> None:
    dollar, yuan = CurrencyFactory(code="USD"), CurrencyFactory(code="CNY")
    for currency in (dollar, yuan):
        ExchangeRateFactory(currency=currency)
    for currency, price in ((dollar, 100), (yuan, 7), (yuan, 8)):
        paper = QuotationFactory(owner=sales, currency=currency)
        QuotationLineFactory(quotation=paper, unit_price=Decimal(price), quantity=1)
    said = "\n".join(printed(sign_in(sales), "/sales/quotation/print/"))
    assert "Sum: " in said
    assert "CNY 16.95" in said
    assert "USD 113.00" in said


def test_ticked_records_are_printed_alone(sales: User, sign_in: SignIn) -> None:
    papers = [QuotationFactory(owner=sales) for _n in range(3)]
    client = sign_in(sales)
    chosen = {"action": "print_as_list", "_selected_action": [papers[0].pk, papers[2].pk]}
    asked = client.post("/sales/quotation/", chosen).content.decode()
    assert "2 chosen records" in asked
    said = "\n".join(printed(client, "/sales/quotation/", **chosen))
    found = [paper.number in said for paper in papers]
    assert found == [True, False, True]
    assert "2 records, chosen by hand" in said


def test_nobody_prints_what_they_may_not_see(
    sales: User, other_sales: User, auditor: User, sign_in: SignIn
) -> None:
    mine, other = QuotationFactory(owner=sales), QuotationFactory(owner=other_sales)
    said = "\n".join(printed(sign_in(sales), "/sales/quotation/print/"))
    assert (mine.number in said, other.number in said) == (True, False)
    client = sign_in(auditor)
    assert b"/sales/quotation/print/" not in client.get("/sales/quotation/").content
    assert client.post("/sales/quotation/print/", {"as": "pdf"}).status_code == 403


def test_hidden_fields_are_no_columns_on_paper(sales: User, sign_in: SignIn) -> None:
    SkuFactory(reference_cost=Decimal("98765.43"))
    CustomerFactory(sales_owner=sales, credit_limit=Decimal(7_654_321))
    client = sign_in(sales)
    for address in ("/catalog/sku/print/", "/parties/customer/print/"):
        said = "".join(printed(client, address)).replace(",", "")
        assert ("98765" in said, "7654321" in said) == (False, False)


def test_a_list_too_long_says_how_much_of_it_was_printed(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_sheet, "MOST", 3)
    for place in range(5):
        BrandFactory(name=f"Brand number {place}")
    said = " ".join(printed(sign_in(manager), "/catalog/brand/print/"))
    assert "only its first 3 records are printed here" in said
    assert said.count("Brand number") == 3


def test_long_lists_repeat_their_heads_and_count_their_pages(
    manager: User, sign_in: SignIn
) -> None:
    for place in range(90):
        BrandFactory(name=f"Brand {place:03}")
    lines = printed(sign_in(manager), "/catalog/brand/print/")
    pages = [line for line in lines if line.startswith("Page ")]
    assert pages == [f"Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)]
    assert len(pages) > 1
    assert lines.count("Website") in {0, len(pages)}
    assert sum(line.startswith("Brand 0") for line in lines) == 90


def test_a_character_that_no_font_has_is_printed_as_its_code(
    manager: User, sign_in: SignIn
) -> None:
    assert printable("𠮷野 and 喆") == "[U+20BB7]野 and 喆"
    BrandFactory(name="Rocket 🚀")
    assert "Rocket [U+1F680]" in printed(sign_in(manager), "/catalog/brand/print/")


@pytest.mark.parametrize(("lies", "wide"), [("upright", False), ("across", True)])
def test_the_page_lies_as_it_was_asked_for(
    manager: User, sign_in: SignIn, lies: str, wide: bool
) -> None:
    BrandFactory()
    answer = sign_in(manager).post("/catalog/brand/print/", {"as": "pdf", "lies": lies})
    page = picture_of(answer.content, dots=20)
    assert (page.width > page.height) is wide


def sku_columns(client: Client, count: int) -> None:
    """Let the list of skus show so many columns."""
    names = list(dict.fromkeys((*columns_of(SKUS), *offered_columns(SKUS))))
    assert len(names) >= count
    client.post("/catalog/sku/list/columns/", {"column": names[:count]})


@pytest.mark.parametrize("count", [12, 16, 22])
def test_many_columns_neither_overprint_nor_break_a_number(
    manager: User, sign_in: SignIn, count: int
) -> None:
    SkuFactory(
        name="磐石深沟球轴承 with a long name in Chinese and English",
        reference_cost=Decimal("1234567.89"),
        average_cost=Decimal("7654321.98"),
    )
    client = sign_in(manager)
    sku_columns(client, count)
    data = client.post("/catalog/sku/print/", {"as": "pdf"}).content
    pieces = pieces_of(data)
    whole = [piece.text for piece in pieces if piece.text in {"1,234,567.89", "7,654,321.98"}]
    assert len(whole) == (2 if count == 22 else 0)
    for one in pieces:
        for other in pieces:
            if one is not other and one.page == other.page and one.text and other.text:
                across = min(one.right, other.right) - max(one.left, other.left)
                upright = min(one.top, other.top) - max(one.bottom, other.bottom)
                assert across <= 0.5 or upright <= 0.5, (one, other)


def test_columns_that_fit_on_no_page_are_refused_by_name(manager: User, sign_in: SignIn) -> None:
    SkuFactory(reference_cost=Decimal("1234567.89"))
    client = sign_in(manager)
    sku_columns(client, 22)
    answer = client.post("/catalog/sku/print/", {"as": "pdf", "lies": "upright"})
    assert answer["Content-Type"].startswith("text/html")
    assert "22 columns do not fit on this page" in answer.content.decode()
