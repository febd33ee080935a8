"""Spans of days that move with the calendar: last month, this year, the last 30 days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Most days that "the last … days" may count.
MOST_DAYS = 3660
_QUARTER = 3
_MONTHS = 12

PERIODS: dict[str, Any] = {
    "today": _("today"),
    "yesterday": _("yesterday"),
    "tomorrow": _("tomorrow"),
    "this_week": _("this week"),
    "last_week": _("last week"),
    "next_week": _("next week"),
    "this_month": _("this month"),
    "last_month": _("last month"),
    "next_month": _("next month"),
    "this_quarter": _("this quarter"),
    "last_quarter": _("last quarter"),
    "this_year": _("this year"),
    "last_year": _("last year"),
}

_STEPS = {"last": -1, "this": 0, "next": 1}


def days_of(period: str, today: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """Return first and last day of a period as the reader's calendar stands now."""
    now = today or timezone.localdate()
    single = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if period in single:
        day = now + dt.timedelta(days=single[period])
        return day, day
    which, unit = period.split("_")
    step = _STEPS[which]
    if unit == "week":
        monday = now - dt.timedelta(days=now.weekday()) + dt.timedelta(weeks=step)
        return monday, monday + dt.timedelta(days=6)
    if unit == "month":
        return _months(now.year, now.month + step, 1)
    if unit == "quarter":
        first = (now.month - 1) // _QUARTER * _QUARTER + 1
        return _months(now.year, first + step * _QUARTER, _QUARTER)
    return dt.date(now.year + step, 1, 1), dt.date(now.year + step, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    """Return first and last day of some months; month 0 is December of the year before."""
    first, beyond = _first_of(year, month), _first_of(year, month + count)
    return first, beyond - dt.timedelta(days=1)


def _first_of(year: int, month: int) -> dt.date:
    years, months = divmod(month - 1, _MONTHS)
    return dt.date(year + years, months + 1, 1)


def last_days(count: int, today: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """Return the last so many days, today being the last of them."""
    now = today or timezone.localdate()
    return now - dt.timedelta(days=count - 1), now


def next_days(count: int, today: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """Return the next so many days, today being the first of them."""
    now = today or timezone.localdate()
    return now, now + dt.timedelta(days=count - 1)
