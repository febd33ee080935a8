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
    counter = _running(code, on) or _begun(code, on)
    series = counter.series
    counter.last += 1
    counter.save(update_fields=["last"])
    number = f"{counter.last:0{series.digits}d}"
    return "-".join(part for part in (series.prefix, counter.period, number) if part)


def _period(series: NumberSeries, on: dt.date) -> str:
    return on.strftime(_PERIODS[Period(series.period)])


def _running(code: str, on: dt.date) -> NumberCounter | None:
    """Return the locked counter of the period that a day lies in, with its series, at once."""
    periods = [on.strftime(form) for form in _PERIODS.values()]
    rows = NumberCounter.objects.select_for_update().select_related("series")
    found = rows.filter(series__code=code, period__in=periods)
    return next((row for row in found if row.period == _period(row.series, on)), None)


def _begun(code: str, on: dt.date) -> NumberCounter:
    """Return the locked counter of a period in which no number was taken yet."""
    series = NumberSeries.objects.filter(code=code).first()
    if series is None:
        raise Refusal(_("There is no number series “%(code)s”.") % {"code": code}, code="series")
    period = _period(series, on)
    NumberCounter.objects.get_or_create(series=series, period=period)
    counters = NumberCounter.objects.select_for_update().select_related("series")
    return counters.get(series=series, period=period)
