"""What a new quotation takes over from its customer and language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from erp.company.models import Company, Paper, TextBlock, TextKind
from erp.company.queries.company import our_company
from erp.foundation.house_day import house_day
from erp.parties.models import Contact, Customer, PartyKind


def validity_days(company: Company, kind: str) -> int:
    """Return the days that the company grants this kind of customer."""
    return company.validity_reseller if kind == PartyKind.RESELLER else company.validity_end_user


def last_day(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later, or the last one that the calendar has."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def values_for_customer(
    customer: Customer,
    *,
    company: Company | None = None,
    issued_on: dt.date | None = None,
    **_asked: Any,
) -> dict[str, Any]:
    """Return contact, money, terms, language, texts and last day for this customer's quotations."""
    house = company or our_company()
    currency = customer.currency or (house.base_currency if house else None)
    return {
        "contact": Contact.objects.filter(party=customer, is_default=True).first(),
        "currency": currency,
        "payment_terms": customer.payment_terms,
        "language": customer.language,
        **texts_in_language(customer.language),
        **validity_from(issued_on or house_day(), company=house, customer=customer),
    }


def texts_in_language(language: str, **_asked: Any) -> dict[str, str]:
    """Return the terms and remarks that quotations in this language start with."""
    blocks = TextBlock.objects.filter(
        paper=Paper.QUOTATION,
        language=language,
        active=True,
        kind__in=(TextKind.TERMS, TextKind.REMARKS),
    ).order_by("kind", "name_key")
    texts: dict[str, str] = {}
    for block in blocks:
        texts.setdefault(block.kind, block.text)
    return texts


def validity_from(
    day: dt.date,
    *,
    company: Company | None = None,
    customer: Customer | None = None,
    **_asked: Any,
) -> dict[str, Any]:
    """Return the last day of a quotation issued on a day."""
    house = company or our_company()
    if house is None or customer is None:
        return {}
    return {"valid_until": last_day(day, validity_days(house, customer.kind))}
