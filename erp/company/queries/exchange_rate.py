"""What a currency was worth on a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.company.models import Currency, ExchangeRate
from erp.company.queries.company import our_company
from erp.foundation.refusal import Refusal


def rate_on(currency: Currency, date: dt.date) -> Decimal:
    """Return how much of the base currency one unit was worth on that day.

    It is the newest rate of that day or before; 1 for the base currency itself. A currency
    without any such rate is refused, so that nothing is ever converted at a guess.
    """
    company = our_company()
    if company is not None and company.base_currency_id == currency.pk:
        return Decimal(1)
    newest = (
        ExchangeRate.objects.filter(currency=currency, date__lte=date).order_by("-date").first()
    )
    if newest is None:
        raise Refusal(
            _("There is no exchange rate of %(currency)s on %(date)s or before."),
            code="rate",
            params={"currency": currency.code, "date": date.isoformat()},
        )
    return Decimal(newest.rate)
