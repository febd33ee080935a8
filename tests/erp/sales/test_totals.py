"""Totals follow head and lines in the same act, whoever writes them and however many."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from erp.company.models import Company
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import run
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
from tests.factories import (
    ContactFactory,
    CurrencyFactory,
    ExchangeRateFactory,
    QuotationFactory,
    QuotationLineFactory,
    SkuFactory,
    TaxRateFactory,
    UnitFactory,
)
from tests.language.crowd import at_once
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


def totals(paper: Quotation) -> tuple[str, ...]:
    """Return goods, tax, total and base total as stored."""
    stored = fresh(paper)
    return tuple(
        str(v) for v in (stored.goods_total, stored.tax_total, stored.total, stored.base_total)
    )


def change(record: Any, **facts: Any) -> Any:
    """Change a record in an operation of its own."""
    record = fresh(record)
    with as_the_house():
        for name, value in facts.items():
            setattr(record, name, value)
        record.save()
    return record


def test_head_and_lines_move_the_totals(quotation: Quotation) -> None:
    assert totals(quotation) == ("20.00", "2.60", "22.60", "22.60")
    change(quotation.lines.get(), quantity=Decimal(3), discount=Decimal("12.5"))
    assert totals(quotation) == ("26.25", "3.41", "29.66", "29.66")
    change(quotation, shipping=Decimal(5), adjustment=Decimal("-0.66"))
    assert totals(quotation) == ("26.25", "3.41", "34.00", "34.00")
    change(quotation, tax_kind="included")
    assert totals(quotation) == ("26.25", "3.02", "30.59", "30.59")
    with as_the_house():
        fresh(quotation).lines.get().delete()
    assert totals(quotation) == ("0.00", "0.00", "4.34", "4.34")


def test_head_and_lines_belong_to_one_operation(quotation: Quotation) -> None:
    change(quotation.lines.get(), unit_price=Decimal(20))
    kinds = [entry.content_type.model for entry in newest_operation().entries.order_by("pk")]
    assert sorted(kinds) == ["quotation", "quotationline"]


def test_undo_brings_the_totals_back(quotation: Quotation) -> None:
    change(quotation.lines.get(), unit_price=Decimal(99))
    assert undo_operation(newest_operation(), by=SYSTEM).kept == []
    assert totals(quotation) == ("20.00", "2.60", "22.60", "22.60")


def test_the_rate_is_that_of_the_day(company: Company) -> None:
    dollar = CurrencyFactory(code="USD")
    ExchangeRateFactory(currency=dollar, date=DAY, rate=Decimal("7.10"))
    ExchangeRateFactory(currency=dollar, date=DAY + dt.timedelta(days=9), rate=Decimal("7.20"))
    paper = QuotationFactory(company=company, currency=dollar, issued_on=DAY + dt.timedelta(days=5))
    QuotationLineFactory(quotation=paper, tax_rate=None)
    assert (fresh(paper).rate, totals(paper)[2:]) == (Decimal("7.10"), ("20.00", "142.00"))
    change(paper, issued_on=DAY + dt.timedelta(days=9))
    assert (fresh(paper).rate, totals(paper)[3]) == (Decimal("7.20"), "144.00")
    change(paper, rate=Decimal(7))
    assert totals(paper)[3] == "140.00"


def test_a_currency_without_a_rate_is_refused_at_its_field(quotation: Quotation) -> None:
    dollar = CurrencyFactory(code="USD")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        change(quotation, currency=dollar, rate=None)
    assert list(refused.value.message_dict) == ["currency"]


def test_amounts_have_the_digits_of_the_currency(company: Company) -> None:
    yen = CurrencyFactory(code="JPY", digits=0)
    paper = QuotationFactory(company=company, currency=yen, rate=Decimal("0.05"))
    QuotationLineFactory(
        quotation=paper, quantity=Decimal(1), unit_price=Decimal("10.5"), tax_rate=None
    )
    assert totals(paper) == ("11.00", "0.00", "11.00", "0.55")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        change(paper, shipping=Decimal("0.50"))
    assert list(refused.value.message_dict) == ["shipping"]


def test_a_quantity_has_the_digits_of_its_unit(quotation: Quotation) -> None:
    line = change(quotation.lines.get(), unit=UnitFactory(digits=1), quantity=Decimal("1.5"))
    with nothing_changes(), pytest.raises(Refusal) as refused:
        change(line, quantity=Decimal("1.25"))
    assert list(refused.value.message_dict) == ["quantity"]


def test_a_total_that_no_column_holds_is_refused(quotation: Quotation) -> None:
    most = {"quantity": Decimal(10_000_000), "unit_price": Decimal(1_000_000_000)}
    with nothing_changes(), pytest.raises(Refusal, match="too large"):
        change(quotation.lines.get(), **most)
    with nothing_changes(), pytest.raises(Refusal, match="below zero"):
        change(quotation, adjustment=Decimal(-23))


@pytest.mark.parametrize(
    "facts", [{"quantity": 0}, {"quantity": 10_000_001}, {"unit_price": -1}, {"discount": 101}]
)
def test_the_database_itself_refuses_impossible_lines(
    facts: dict[str, Any], quotation: Quotation
) -> None:
    rows: Any = QuerySet(QuotationLine).filter(quotation=quotation)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**facts)


def test_a_line_takes_unit_and_cost_from_its_sku(quotation: Quotation) -> None:
    unit = UnitFactory()
    sku = SkuFactory(unit=unit, reference_cost=Decimal(6))
    line = fresh(QuotationLineFactory(quotation=quotation, sku=sku, unit=None, tax_rate=None))
    assert (line.unit, line.cost, line.margin) == (unit, Decimal(6), Decimal(40))
    with as_the_house():
        sku.reference_cost = Decimal(7)
        sku.save()
    change(line, quantity=Decimal(3))
    assert fresh(line).cost == Decimal(6)
    other = SkuFactory(reference_cost=Decimal(8))
    change(line, sku=other)
    assert (fresh(line).cost, fresh(line).margin) == (Decimal(8), Decimal(20))


def test_a_contact_of_another_company_is_refused(quotation: Quotation) -> None:
    change(quotation, contact=ContactFactory(party=quotation.customer))
    stranger = ContactFactory()
    with nothing_changes(), pytest.raises(Refusal) as refused:
        change(quotation, contact=stranger)
    assert list(refused.value.message_dict) == ["contact"]


def test_many_papers_cost_no_more_than_one(company: Company) -> None:
    skus = [SkuFactory() for _number in range(3)]
    tax = TaxRateFactory()

    def write(count: int) -> int:
        papers = [QuotationFactory(company=company) for _number in range(count)]
        rows = [
            QuotationLine(quotation=paper, sku=sku, tax_rate=tax, unit_price=Decimal(5))
            for paper in papers
            for sku in skus
        ]
        with CaptureQueriesContext(connection) as seen, as_the_house():
            create_records(rows)
        assert {totals(paper)[0] for paper in papers} == {"15.00"}
        return len([q for q in seen if "sales_quotation" in q["sql"] and "SELECT" in q["sql"]])

    write(1)
    assert write(1) == write(12)


@pytest.mark.django_db(transaction=True)
def test_papers_made_at_once_have_numbers_of_their_own(quotation: Quotation, sales: User) -> None:
    def make(_number: int) -> str:
        paper = Quotation(
            company_id=quotation.company_id,
            customer_id=quotation.customer_id,
            currency_id=quotation.currency_id,
            owner_id=sales.pk,
            issued_on=DAY,
        )
        run(lambda _running: paper.save(), OperationKind.CREATE, by=Actor.person(sales))
        return paper.number

    numbers = at_once(6, make)
    assert sorted(map(str, numbers)) == [f"QT-2026-{n:06}" for n in range(2, 8)]


@pytest.mark.django_db(transaction=True)
def test_lines_written_at_once_all_count(quotation: Quotation) -> None:
    def add(number: int) -> None:
        row = QuotationLine(quotation=quotation, position=number + 2, unit_price=Decimal(1))
        run(lambda _running: create_records([row]), OperationKind.CREATE, by=SYSTEM)

    errors = [answer for answer in at_once(6, add) if answer is not None]
    assert errors == []
    assert totals(quotation)[0] == "26.00"
