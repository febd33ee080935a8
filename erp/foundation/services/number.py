"""Take the next number of a series, under a row lock, inside the paper's own transaction."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from erp.foundation.models.number_series import NumberCounter, NumberSeries, Period
from erp.foundation.refusal import Refusal

_PERIODS = {Period.NEVER: "", Period.YEAR: "%Y", Period.MONTH: "%Y%m"}


def take_number(code: str, *, on: dt.date) -> str:
    """Return the next number, e.g. ``QT-2026-000123``; it is given back only if all rolls back.

    Two takers wait for each other at the counter's row, so no number is given twice.
    """
    series = NumberSeries.objects.filter(code=code).first()
    if series is None:
        raise Refusal(_("There is no number series “%(code)s”.") % {"code": code}, code="series")
    period = on.strftime(_PERIODS[Period(series.period)])
    counters = NumberCounter.objects.select_for_update().filter(series=series, period=period)
    counter = counters.first()
    if counter is None:
        NumberCounter.objects.get_or_create(series=series, period=period)
        counter = counters.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return "-".join(
        part for part in (series.prefix, period, f"{counter.last:0{series.digits}d}") if part
    )
