"""Load the demo company itself: its profile, texts and exchange rates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile

from erp.company.models import Company, Currency, ExchangeRate, PrintSetting, TextBlock
from erp.company.printed import printed_layouts
from erp.company.services.reference import load_reference_data
from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@service(OperationKind.COMMAND)
def load_demo_company(*, by: Actor, today: dt.date) -> int:
    """Load what is missing of the company, its texts, its prints and 90 days of rates."""
    made = load_reference_data(by=by)
    content = read_fixture("010_company.json")
    currencies = {currency.code: currency for currency in Currency.objects.all()}
    return (
        made
        + _load_profile(content["company"], content["pictures"], currencies)
        + _load_prints(content["prints"])
        + _load_texts(content["texts"])
        + _load_rates(content["rates"], currencies, today)
    )


def _load_profile(
    facts: dict[str, Any], pictures: dict[str, str], currencies: dict[str, Currency]
) -> int:
    if Company.objects.exists():
        return 0
    company = Company(**{**facts, "base_currency": currencies[facts["base_currency"]]})
    for name, path in pictures.items():
        file = settings.BASE_DIR / "fixtures" / path
        setattr(company, name, ContentFile(file.read_bytes(), name=file.name))
    company.full_clean()
    company.save()
    return 1


def _load_prints(rows: list[dict[str, Any]]) -> int:
    """Load how papers are printed, where somebody prints them."""
    company = Company.objects.order_by("pk").first()
    known = set(PrintSetting.objects.filter(company=company).values_list("layout", flat=True))
    wanted = dict(printed_layouts()).keys() - known
    found = [PrintSetting(company=company, **row) for row in rows if row["layout"] in wanted]
    for setting in found:
        setting.full_clean()
    return len(create_records(found))


def _load_texts(rows: list[dict[str, Any]]) -> int:
    """Load the texts that are missing; one that was given another name is not."""
    place = ("paper", "kind", "language")
    known = set(TextBlock.objects.values_list(*place, "name"))
    said = set(TextBlock.objects.values_list(*place, "text"))
    texts = []
    for row in rows:
        at = tuple(row[name] for name in place)
        if (*at, row["name"]) not in known and (*at, row["text"]) not in said:
            texts.append(TextBlock(**row))
    for text in texts:
        text.full_clean()
    return len(create_records(texts))


def _load_rates(
    rates: dict[str, list[str]], currencies: dict[str, Currency], today: dt.date
) -> int:
    known = set(ExchangeRate.objects.values_list("currency_id", "date"))
    fresh = []
    for code, values in rates.items():
        first = today - dt.timedelta(days=len(values) - 1)
        for day, value in enumerate(values):
            date = first + dt.timedelta(days=day)
            if (currencies[code].pk, date) not in known:
                rate = ExchangeRate(currency=currencies[code], date=date, rate=Decimal(value))
                fresh.append(rate)
    return len(create_records(fresh))
