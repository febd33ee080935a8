"""What a customer was offered last, sku by sku."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from erp.company.models import Company
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.sales.models import QuotationStatus
from erp.sales.queries.dealings import last_prices, offers_of, quotations_of
from tests.factories import CustomerFactory, QuotationFactory, QuotationLineFactory, SkuFactory

pytestmark = pytest.mark.django_db


def offer(company: Company, customer: Any, day: int, *, sku: Any, price: int, out: bool) -> Any:
    """Return the line of a quotation of one line, brought in as of a day of March."""
    state = QuotationStatus.APPROVED if out else QuotationStatus.DRAFT
    with operation(OperationKind.IMPORT, by=SYSTEM):
        paper = QuotationFactory(
            company=company, customer=customer, issued_on=dt.date(2026, 3, day), status=state
        )
        return QuotationLineFactory(quotation=paper, sku=sku, unit_price=Decimal(price))


def test_the_newest_price_of_each_sku_that_went_out(company: Company) -> None:
    mine, other = CustomerFactory(), CustomerFactory()
    one, two = SkuFactory(), SkuFactory()
    offer(company, mine, 1, sku=one, price=10, out=True)
    newest = offer(company, mine, 5, sku=one, price=11, out=True)
    offer(company, mine, 3, sku=one, price=12, out=True)
    offer(company, mine, 9, sku=one, price=13, out=False)
    second = offer(company, mine, 2, sku=two, price=20, out=True)
    offer(company, other, 8, sku=two, price=21, out=True)
    assert [line.pk for line in last_prices(mine)] == [newest.pk, second.pk]


def test_papers_and_offers_come_newest_first(company: Company) -> None:
    customer, sku = CustomerFactory(), SkuFactory()
    first = offer(company, customer, 1, sku=sku, price=1, out=False)
    second = offer(company, customer, 2, sku=sku, price=1, out=True)
    assert list(quotations_of(customer)) == [second.quotation, first.quotation]
    assert list(offers_of(sku)) == [second, first]
