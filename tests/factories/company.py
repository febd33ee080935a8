"""Makes the company, currencies, rates, taxes, terms, texts and places."""

import datetime as dt
from decimal import Decimal

import factory

from erp.company.models import (
    Company,
    Country,
    Currency,
    DeliveryWay,
    ExchangeRate,
    Paper,
    PaymentTerms,
    PrintSetting,
    Region,
    TaxRate,
    TextBlock,
    TextKind,
)
from tests.factories.recorded import RecordedFactory, letters


class CurrencyFactory(RecordedFactory[Currency]):
    """A currency with two digits."""

    class Meta:
        model = Currency

    code = factory.Sequence(lambda n: letters(n, 3))
    name = factory.Sequence(lambda n: f"Currency {n}")


class CompanyFactory(RecordedFactory[Company]):
    """A legal entity with a base currency of its own."""

    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"House {n} Ltd")
    base_currency = factory.SubFactory(CurrencyFactory)


class ExchangeRateFactory(RecordedFactory[ExchangeRate]):
    """What a currency was worth, one day after the other."""

    class Meta:
        model = ExchangeRate

    currency = factory.SubFactory(CurrencyFactory)
    date = factory.Sequence(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n))
    rate = Decimal("7.1234")


class TaxRateFactory(RecordedFactory[TaxRate]):
    """A standard rate of 13 percent."""

    class Meta:
        model = TaxRate

    name = factory.Sequence(lambda n: f"VAT {n}")
    percent = Decimal("13.00")


class PaymentTermsFactory(RecordedFactory[PaymentTerms]):
    """Payment within 30 days."""

    class Meta:
        model = PaymentTerms

    name = factory.Sequence(lambda n: f"Terms {n}")
    days = 30


class DeliveryWayFactory(RecordedFactory[DeliveryWay]):
    """A way of delivery."""

    class Meta:
        model = DeliveryWay

    name = factory.Sequence(lambda n: f"Courier {n}")


class TextBlockFactory(RecordedFactory[TextBlock]):
    """Terms of a quotation in English."""

    class Meta:
        model = TextBlock

    name = factory.Sequence(lambda n: f"Text {n}")
    paper = Paper.QUOTATION
    kind = TextKind.TERMS
    text = "Prices are net."


class PrintSettingFactory(RecordedFactory[PrintSetting]):
    """How the quotations of a company of its own are printed."""

    class Meta:
        model = PrintSetting

    company = factory.SubFactory(CompanyFactory)
    layout = "quotation"
    terms = "Prices are net."


class CountryFactory(RecordedFactory[Country]):
    """A country."""

    class Meta:
        model = Country

    code = factory.Sequence(lambda n: letters(n, 2))
    name = factory.Sequence(lambda n: f"Country {n}")


class RegionFactory(RecordedFactory[Region]):
    """A province of a country of its own; with ``parent`` a city or district of the same one."""

    class Meta:
        model = Region

    parent = None
    country = factory.Maybe(
        "parent",
        yes_declaration=factory.SelfAttribute("parent.country"),
        no_declaration=factory.SubFactory(CountryFactory),
    )
    code = factory.Sequence(lambda n: f"R{n:05d}")
    name = factory.Sequence(lambda n: f"Region {n}")
    name_zh = factory.Sequence(lambda n: f"地区{n}")
