"""A company with its currencies, and quotations in the state that a test needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp.company.models import Company
from erp.foundation.actor import Actor
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    QuotationFactory,
    QuotationLineFactory,
    TaxRateFactory,
)


@pytest.fixture
def company(db: None) -> Company:
    """The legal entity, with its books in CNY."""
    return CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))


@pytest.fixture
def quotation(company: Company, sales: User) -> Quotation:
    """A draft of the seller's with one line of 2 x 10.00 and 13 percent tax on top."""
    made = QuotationFactory(company=company, owner=sales, customer__sales_owner=sales)
    QuotationLineFactory(quotation=made, tax_rate=TaxRateFactory(percent=Decimal(13)))
    return fresh(made)


@pytest.fixture
def submitted(quotation: Quotation, sales: User) -> Quotation:
    """The same, submitted by the seller."""
    return submit_quotation(quotation, by=Actor.person(sales))


@pytest.fixture
def approved(submitted: Quotation, manager: User) -> Quotation:
    """The same, approved by the manager."""
    return approve_quotation(submitted, by=Actor.person(manager))


def fresh(record: Any) -> Any:
    """Return the record as it stands in the database."""
    return type(record)._base_manager.get(pk=record.pk)
