"""The totals that a paper shows while somebody types are those that the server stores."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as console_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from erp.company.rules.amounts import TaxedAmount, line_amount, paper_totals
from erp.foundation.services.bulk import create_records
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User
from tests.browser.console import Console
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    CustomerFactory,
    QuotationFactory,
    TaxRateFactory,
)
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
SCRIPT = Path(console_settings.BASE_DIR) / "admin_config/engine/static/console/lines/figures.js"
RUN = """(papers) => {
  const { paper, show } = globalThis.house.figures;
  return papers.map(({ rows, ...options }) => {
    const found = paper(rows, options);
    const read = (units) => show(units, options.digits, false);
    return [found.amounts.map(read), read(found.goods), read(found.tax), read(found.total)];
  });
}"""
KINDS = ["on_top", "included", "none"]


@pytest.fixture(scope="module")
def script(chromium: Browser) -> Page:
    """An empty page that knows how to work out amounts."""
    page = chromium.new_page()
    page.add_script_tag(path=str(SCRIPT))
    return page


FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def numbers(low: str, high: str, places: int) -> st.SearchStrategy[str]:
    """Return numbers as they are typed: plain, with thousands apart, in full width."""
    exact = st.decimals(Decimal(low), Decimal(high), places=places)
    plain, apart = exact.map(lambda n: f"{n:f}"), exact.map(lambda n: f"{n:,f}")
    return st.one_of(plain, apart, apart.map(lambda text: text.translate(FULL_WIDTH)))


def read(text: str) -> Decimal:
    """Return a typed number as the server's form reads it."""
    return Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))


ROWS = st.fixed_dictionaries(
    {
        "quantity": numbers("0.0001", "10000000", 4),
        "price": numbers("0", "1000000", 4),
        "discount": numbers("0", "100", 2),
        "percent": st.sampled_from(["0", "3.00", "6", "9.00", "13"]),
    }
)


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    """Return a paper as typed, in a currency of no, one or two digits."""
    digits = draw(st.integers(0, 2))
    added = [numbers("0", "9999", digits), numbers("-999", "999", digits)]
    return {
        "rows": draw(st.lists(ROWS, max_size=8)),
        "kind": draw(st.sampled_from(KINDS)),
        "digits": digits,
        "added": [draw(strategy) for strategy in added],
    }


def by_the_server(paper: dict[str, Any]) -> list[Any]:
    """Return what the server works out: amounts, goods, tax and total, as texts."""
    digits, rows = paper["digits"], paper["rows"]
    amounts = [
        line_amount(*(read(row[n]) for n in ("quantity", "price", "discount")), digits=digits)
        for row in rows
    ]
    shipping, adjustment = map(read, paper["added"])
    totals = paper_totals(
        [TaxedAmount(a, Decimal(r["percent"])) for a, r in zip(amounts, rows, strict=True)],
        shipping=shipping,
        adjustment=adjustment,
        kind=paper["kind"],
        digits=digits,
        rate=Decimal(1),
        base_digits=2,
    )
    shown = [f"{amount:.{digits}f}" for amount in amounts]
    return [shown, *(f"{n:.{digits}f}" for n in (totals.goods, totals.tax, totals.total))]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(papers(), min_size=1, max_size=5))
def test_script_and_server_agree_on_every_digit(script: Page, asked: list[dict[str, Any]]) -> None:
    assert script.evaluate(RUN, asked) == [by_the_server(paper) for paper in asked]


#: Digits of each currency, and what one unit is worth in the books.
MONEY = {"CNY": (2, None), "USD": (2, "7.12345678"), "JPY": (0, "0.04871")}


def make_papers(owner: User) -> list[Quotation]:
    """Write a draft in every currency and kind of tax, with odd prices and discounts."""
    chance = random.Random(20260401)  # noqa: S311 - not for secrets
    money = {code: CurrencyFactory(code=code, digits=facts[0]) for code, facts in MONEY.items()}
    company = CompanyFactory(base_currency=money["CNY"])
    taxes = [TaxRateFactory(percent=Decimal(percent)) for percent in (13, 9, 6)]
    customer = CustomerFactory(sales_owner=owner)
    for code, (_digits, rate) in MONEY.items():
        for kind in KINDS:
            paper = QuotationFactory(
                company=company,
                customer=customer,
                owner=owner,
                currency=money[code],
                rate=rate and Decimal(rate),
                tax_kind=kind,
            )
            with as_the_house():
                create_records([_line(paper, place, chance, taxes) for place in range(1, 8)])
    return list(Quotation.objects.order_by("pk"))


def _line(paper: Quotation, place: int, chance: random.Random, taxes: list[Any]) -> QuotationLine:
    return QuotationLine(
        quotation=paper,
        position=place,
        wording=f"Goods {place}",
        quantity=Decimal(chance.randrange(1, 500)),
        unit_price=Decimal(chance.randrange(1, 99999999)) / 10000,
        discount=Decimal(chance.randrange(0, 5000)) / 100,
        tax_rate=chance.choice(taxes),
    )


def shown(console: Console) -> tuple[Decimal, ...]:
    """Return goods, tax and total as they stand below the lines."""
    names = ("goods_total", "tax_total", "total")
    texts = [console.page.locator(f"[data-total={name}]").inner_text() for name in names]
    return tuple(Decimal(text.replace(",", "")) for text in texts)


def stored(paper: Quotation) -> tuple[Decimal, ...]:
    """Return goods, tax and total as the server keeps them."""
    fresh = Quotation.objects.get(pk=paper.pk)
    return (fresh.goods_total, fresh.tax_total, fresh.total)


@pytest.mark.django_db(transaction=True)
def test_what_stands_below_the_lines_is_what_is_saved(visit: Visit, sales: User) -> None:
    papers = make_papers(sales)
    console = visit()
    console.sign_in_as(sales.username)
    for number, paper in enumerate(papers):
        console.open(f"/sales/quotation/{paper.pk}/change/")
        assert shown(console) == stored(paper), paper.number
        before = shown(console)
        console.fill("Shipping", str(10 + number))
        console.fill("Adjustment", "-3")
        live = shown(console)
        assert live == (*before[:2], before[2] + 10 + number - 3)
        console.submit("Save and stay")
        assert stored(paper) == live == shown(console)
    assert console.complaints == []
