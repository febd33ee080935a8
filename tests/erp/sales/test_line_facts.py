"""Beside each line stands what is worth knowing, for those who may know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.catalog.queries.paper_line import fill_from_sku
from erp.company.models import Company
from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.foundation.line_words import Fact
from erp.sales.models import Quotation, QuotationLine
from erp.sales.queries.line_facts import facts_of_lines
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import (
    BrandFactory,
    CurrencyFactory,
    CustomerFactory,
    QuotationFactory,
    QuotationLineFactory,
    SensitiveSkuFactory,
    SkuFactory,
    TaxRateFactory,
)


@pytest.fixture
def goods(company: Company) -> Any:
    """A sku at 12.50 that costs 8."""
    brand = BrandFactory(name="SKF")
    return SkuFactory(
        code="BRG-1", name="Ball bearing", name_zh="球轴承", brand=brand, model="6205",
        list_price=Decimal("12.5"), reference_cost=Decimal(8),
    )  # fmt: skip


@pytest.fixture
def draft(company: Company, sales: User) -> Quotation:
    """A new quotation to a customer of the seller's."""
    return QuotationFactory(
        company=company, owner=sales, tax_kind="on_top", language="en",
        customer__name="Riverside Mills", customer__sales_owner=sales,
    )  # fmt: skip


def row(draft: Quotation, sku: Any, **values: Any) -> QuotationLine:
    """Return a line as it is being typed."""
    return QuotationLine(quotation=draft, sku=sku, quantity=Decimal(10), **values)


def offered(
    draft: Quotation, sku: Any, price: str, by: User, boss: User, **facts: Any
) -> Quotation:
    """Return an approved quotation to the same customer that still holds, whenever issued."""
    facts["valid_until"] = house_day() + dt.timedelta(days=7)
    made = QuotationFactory(
        company=draft.company, owner=by, customer=draft.customer, currency=draft.currency, **facts
    )
    QuotationLineFactory(quotation=made, sku=sku, unit_price=Decimal(price), tax_rate=None)
    made = Quotation.objects.get(pk=made.pk)
    submit_quotation(made, by=Actor.person(by))
    return approve_quotation(made, by=Actor.person(boss))


def told(facts: list[Fact]) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts}


def test_the_seller_sees_the_list_price_and_can_take_it_over(
    draft: Quotation, goods: Any, sales: User
) -> None:
    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(sales), record=draft)
    assert facts == [Fact("List price", "12.50 CNY", column="unit_price", typed="12.50")]


def test_the_last_price_is_the_newest_one_that_this_customer_was_offered(
    draft: Quotation, goods: Any, sales: User, manager: User
) -> None:
    offered(draft, goods, "11", sales, manager, issued_on=dt.date(2026, 3, 1))
    newest = offered(draft, goods, "11.25", sales, manager, issued_on=dt.date(2026, 5, 4))
    other = QuotationFactory(company=draft.company, owner=sales, currency=draft.currency)
    QuotationLineFactory(quotation=other, sku=goods, unit_price=Decimal(1))

    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(sales), record=draft)

    (last,) = [fact for fact in facts if fact.label == "Last price"]
    assert last.value == f"11.25 CNY on 05/04/2026, {newest.number}"
    assert (last.column, last.typed) == ("unit_price", "11.25")


def test_prices_of_a_colleague_are_not_told(
    draft: Quotation, goods: Any, sales: User, other_sales: User, manager: User
) -> None:
    offered(draft, goods, "11", sales, manager)
    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(other_sales), record=draft)
    assert "Last price" not in told(facts)


def test_cost_and_margin_are_for_those_who_hold_the_rights(
    draft: Quotation, goods: Any, sales: User, manager: User
) -> None:
    typed = row(
        draft, goods, unit_price=Decimal(10), tax_rate=TaxRateFactory(percent=0, kind="zero")
    )
    (for_sales,) = facts_of_lines([typed], by=Actor.person(sales), record=draft)
    (for_manager,) = facts_of_lines([typed], by=Actor.person(manager), record=draft)
    assert set(told(for_sales)) == {"List price"}
    assert told(for_manager) == {"List price": "12.50 CNY", "Cost": "8.00 CNY", "Margin": "20.00 %"}


def test_a_price_below_cost_is_bad(draft: Quotation, goods: Any, manager: User) -> None:
    typed = row(draft, goods, unit_price=Decimal(4))
    (facts,) = facts_of_lines([typed], by=Actor.person(manager), record=draft)
    assert [(f.value, f.tone) for f in facts if f.label == "Margin"] == [("-100.00 %", "bad")]


def test_goods_of_another_customer_warn_with_his_name_and_the_note(
    draft: Quotation, goods: Any, sales: User
) -> None:
    theirs = CustomerFactory(name="Northern Paper", sales_owner=sales)
    SensitiveSkuFactory(customer=theirs, sku=goods, note="own drawing")
    SensitiveSkuFactory(customer=draft.customer, sku=goods, note="theirs too")

    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(sales), record=draft)

    warning = Fact("Sensitive for another customer", "Northern Paper: own drawing", tone="bad")
    assert [fact for fact in facts if fact.tone == "bad"] == [warning]


def test_whose_goods_they_are_is_told_to_those_who_may_look_sensitive_skus_up(
    draft: Quotation, goods: Any, sales: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    for name in ("Secret Mill", "Secret Yard"):
        SensitiveSkuFactory(customer=CustomerFactory(name=name), sku=goods, note="drawing")

    warning = "Sensitive for another customer"
    for who in (sales, manager):
        (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(who), record=draft)
        named = [f.value for f in facts if f.label == warning]
        assert named == ["Secret Mill: drawing", "Secret Yard: drawing"]
    address = f"/catalog/sku/{goods.pk}/change/"
    assert "Secret Mill: drawing; Secret Yard" in sign_in(sales).get(address).content.decode()

    Permission.objects.get(codename="view_sensitivesku").group_set.clear()
    without = User.objects.get(pk=sales.pk)
    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(without), record=draft)
    assert [f for f in facts if f.tone == "bad"] == [Fact(warning, "", tone="bad")]
    page = sign_in(without).get(address).content.decode()
    assert "another customer" in page
    assert "Secret" not in page


def test_a_priced_line_without_a_tax_rate_is_marked(draft: Quotation, sales: User) -> None:
    by = Actor.person(sales)
    words = QuotationLine(quotation=draft, wording="transport", unit_price=Decimal(5))
    assert facts_of_lines([words], by=by, record=draft) == [[Fact("No tax rate", tone="warn")]]
    words.tax_rate = TaxRateFactory()
    assert facts_of_lines([words], by=by, record=draft) == [[]]
    words.tax_rate, draft.tax_kind = None, "none"
    assert facts_of_lines([words], by=by, record=draft) == [[]]


def test_the_list_price_is_told_in_the_currency_of_the_paper(
    draft: Quotation, goods: Any, sales: User
) -> None:
    draft.currency = CurrencyFactory(code="USD", name="US dollar")
    draft.rate = Decimal("7.1")
    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(sales), record=draft)
    assert told(facts) == {"List price": "1.76 USD"}


def test_without_a_rate_nothing_is_converted_at_a_guess(
    draft: Quotation, goods: Any, sales: User
) -> None:
    draft.currency, draft.rate = CurrencyFactory(code="EUR", name="Euro"), None
    (facts,) = facts_of_lines([row(draft, goods)], by=Actor.person(sales), record=draft)
    assert facts == [Fact("List price", "12.50 CNY")]


def test_a_line_of_words_alone_has_no_facts(draft: Quotation, sales: User) -> None:
    words = QuotationLine(quotation=draft, wording="transport")
    assert facts_of_lines([words], by=Actor.person(sales), record=draft) == [[]]


def test_thirty_rows_cost_the_queries_of_one(
    draft: Quotation, goods: Any, sales: User, manager: User
) -> None:
    offered(draft, goods, "11", sales, manager)
    by = Actor.person(manager)
    facts_of_lines([row(draft, goods)], by=by, record=draft)
    with CaptureQueriesContext(connection) as one:
        facts_of_lines([row(draft, goods)], by=by, record=draft)
    many = [row(draft, goods), *(row(draft, SkuFactory(list_price=1)) for _n in range(29))]
    with CaptureQueriesContext(connection) as thirty:
        facts = facts_of_lines(many, by=by, record=draft)
    assert len(facts) == 30
    assert len(thirty) == len(one)


def test_a_chosen_sku_fills_words_unit_price_and_tax(
    draft: Quotation, goods: Any, sales: User
) -> None:
    vat = TaxRateFactory(percent=Decimal(13))
    (filled,) = fill_from_sku([goods], by=Actor.person(sales), record=draft)
    assert filled == {
        "wording": "SKF 6205 Ball bearing",
        "unit": goods.unit,
        "unit_price": Decimal("12.5"),
        "tax_rate": vat,
    }


def test_without_tax_no_rate_is_filled(draft: Quotation, goods: Any, sales: User) -> None:
    TaxRateFactory(percent=Decimal(13))
    draft.tax_kind, draft.language = "none", "zh-hans"
    (filled,) = fill_from_sku([goods], by=Actor.person(sales), record=draft)
    assert "tax_rate" not in filled
    assert filled["wording"] == "SKF 6205 球轴承"
