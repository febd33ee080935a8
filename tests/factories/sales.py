"""Makes quotations and their lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory

from erp.company.models import Company
from erp.company.services.reference import make_number_series
from erp.foundation.actor import SYSTEM
from erp.sales.models import Quotation, QuotationLine
from tests.factories.catalog import SkuFactory, UnitFactory
from tests.factories.company import CompanyFactory, TaxRateFactory
from tests.factories.parties import CustomerFactory
from tests.factories.recorded import RecordedFactory
from tests.factories.staff import UserFactory


class QuotationFactory(RecordedFactory[Quotation]):
    """A draft for a customer of its own, in the house's base currency."""

    class Meta:
        model = Quotation

    company = factory.LazyFunction(lambda: Company.objects.first() or CompanyFactory())
    customer = factory.SubFactory(CustomerFactory)
    currency = factory.SelfAttribute("company.base_currency")
    owner = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Quotation:
        make_number_series(by=SYSTEM)
        return super()._create(model_class, *args, **values)


class QuotationLineFactory(RecordedFactory[QuotationLine]):
    """Two pieces of a sku at 10.00, with 13 percent tax."""

    class Meta:
        model = QuotationLine

    quotation = factory.SubFactory(QuotationFactory)
    position = factory.Sequence(lambda n: n + 1)
    wording = factory.Sequence(lambda n: f"Bearing {n}")
    sku = factory.SubFactory(SkuFactory)
    unit = factory.SubFactory(UnitFactory)
    quantity = Decimal(2)
    unit_price = Decimal(10)
    tax_rate = factory.SubFactory(TaxRateFactory)
