"""What a paper counts against a limit of approval: for one paper, and within the database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.db.models.expressions import Combinable

from erp.company.models import ExchangeRate
from erp.company.queries.company import our_company
from erp.company.queries.exchange_rate import rate_on
from erp.company.rules.amounts import rounded
from erp.foundation.house_day import house_day
from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

_CENTS = 2
#: What rounds down to nothing more than the limit is within it.
_HALF_A_CENT = Decimal("0.005")
_AMOUNT: DecimalField[Any, Any] = DecimalField(max_digits=30, decimal_places=10)


def weight_of(paper: Any) -> Decimal | None:
    """Return what a paper counts in the base currency; ``None`` where the house cannot know it.

    The most of three counts: by its typed rate, by the rate of its date, and by the rate of today.
    So neither a rate nor a date that somebody chose makes it light. A currency without a rate on
    both days is not weighed by what was typed.
    """
    days = (paper.issued_on, house_day())
    rates = [rate for rate in (_known_rate(paper, day) for day in days) if rate is not None]
    if not rates:
        return None
    most: Decimal = max(paper.base_total, rounded(paper.total * max(rates), _CENTS))
    return most


def _known_rate(paper: Any, day: dt.date) -> Decimal | None:
    try:
        return rate_on(paper.currency, day)
    except Refusal:
        return None


def weighed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return papers with the amounts that :func:`within` compares."""
    company = our_company()
    base = company.base_currency_id if company is not None else None
    found: QuerySet[Any] = rows.alias(
        worth_at_its_date=_worth(base, OuterRef("issued_on")),
        worth_today=_worth(base, house_day()),
    )
    return found


def _worth(base: Any, day: Any) -> Combinable:
    newest = ExchangeRate.objects.filter(currency=OuterRef("currency"), date__lte=day)
    rate = Subquery(newest.order_by("-date").values("rate")[:1])
    by_rate = ExpressionWrapper(F("total") * rate, output_field=_AMOUNT)
    return Case(When(currency=base, then=F("total")), default=by_rate, output_field=_AMOUNT)


def within(limit: Decimal) -> Q:
    """Return the condition of papers that weigh no more; it needs what :func:`weighed` adds."""
    at_its_date, today = (
        Q(**{name: None}) | Q(**{f"{name}__lt": limit + _HALF_A_CENT})
        for name in ("worth_at_its_date", "worth_today")
    )
    unknown = Q(worth_at_its_date=None, worth_today=None)
    return Q(base_total__lte=limit) & at_its_date & today & ~unknown
