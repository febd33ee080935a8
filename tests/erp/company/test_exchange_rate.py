"""What a currency was worth is looked up for a day, never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from erp.company.queries.exchange_rate import rate_on
from erp.foundation.actor import SYSTEM
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import delete_records
from tests.factories import CompanyFactory, CurrencyFactory, ExchangeRateFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 3, 2)


def test_the_newest_rate_until_that_day_counts() -> None:
    dollar = CurrencyFactory(code="USD")
    for days, rate in ((0, "7.10"), (2, "7.20"), (5, "7.30")):
        day = MONDAY + dt.timedelta(days=days)
        ExchangeRateFactory(currency=dollar, date=day, rate=Decimal(rate))
    worth = [rate_on(dollar, MONDAY + dt.timedelta(days=n)) for n in (0, 1, 2, 4, 5, 99)]
    assert worth == [Decimal(r) for r in ("7.1", "7.1", "7.2", "7.2", "7.3", "7.3")]


def test_without_a_rate_it_is_refused() -> None:
    dollar = CurrencyFactory(code="USD")
    ExchangeRateFactory(currency=dollar, date=MONDAY)
    with pytest.raises(Refusal, match="no exchange rate of USD on 2026-03-01"):
        rate_on(dollar, MONDAY - dt.timedelta(days=1))


def test_the_base_currency_is_worth_itself() -> None:
    company = CompanyFactory()
    assert rate_on(company.base_currency, MONDAY) == 1


def test_small_rates_keep_their_digits() -> None:
    dong = CurrencyFactory(code="VND")
    ExchangeRateFactory(currency=dong, date=MONDAY, rate=Decimal("0.00028123"))
    assert rate_on(dong, MONDAY) == Decimal("0.00028123")


@pytest.mark.parametrize("rate", ["0", "-1", "12345678.1"])
def test_a_rate_is_above_nothing_and_has_at_most_15_digits(rate: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ExchangeRateFactory(rate=Decimal(rate))
    assert list(refused.value.message_dict) == ["rate"]


def test_one_rate_a_day() -> None:
    first = ExchangeRateFactory()
    with nothing_changes(), pytest.raises(ValidationError):
        ExchangeRateFactory(currency=first.currency, date=first.date)


def test_the_base_currency_stays_once_there_are_rates() -> None:
    company = CompanyFactory()
    company.base_currency = CurrencyFactory(code="EUR")
    with as_the_house():
        company.save()
    ExchangeRateFactory()
    company.base_currency = CurrencyFactory(code="GBP")
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house():
        company.save()
    assert list(refused.value.message_dict) == ["base_currency"]


def test_the_last_company_stays() -> None:
    first, second = CompanyFactory(), CompanyFactory()
    delete_records([first], by=SYSTEM)
    with nothing_changes(), pytest.raises(Refusal, match="only company"):
        delete_records([second], by=SYSTEM)


def test_a_currency_in_use_stays() -> None:
    rate = ExchangeRateFactory()
    with nothing_changes(), pytest.raises(Refusal, match="is used by"):
        delete_records([rate.currency], by=SYSTEM)
