"""When a planned export is due next, by the clock of the house's own time zone."""

from __future__ import annotations

import calendar
import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from admin_config.models import Every, ExportPlan

_WEEK = 7


def house_zone() -> zoneinfo.ZoneInfo:
    """Return the zone whose clock plans go by."""
    return zoneinfo.ZoneInfo(settings.DEFAULT_ZONE)


def next_after(plan: ExportPlan, moment: dt.datetime) -> dt.datetime:
    """Return the first time after a moment at which a plan is due, in UTC.

    A time that the clocks skip in spring is an hour later that day; one that they show twice in
    autumn is the first of both.
    """
    zone = house_zone()
    day = moment.astimezone(zone).date()
    while True:
        day = _fitting(plan, day)
        due = dt.datetime.combine(day, plan.at, zone).astimezone(dt.UTC)
        if due > moment:
            return due
        day += dt.timedelta(days=1)


def _fitting(plan: ExportPlan, day: dt.date) -> dt.date:
    """Return the first day from this one on that fits the plan."""
    if plan.every == Every.WEEK:
        return day + dt.timedelta(days=(plan.weekday - day.weekday()) % _WEEK)
    if plan.every == Every.MONTH:
        wanted = _in_month(plan, day.year, day.month)
        if wanted < day:
            wanted = _in_month(plan, day.year + day.month // 12, day.month % 12 + 1)
        return wanted
    return day


def _in_month(plan: ExportPlan, year: int, month: int) -> dt.date:
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(max(plan.month_day, 1), last))


def told(plan: ExportPlan) -> str:
    """Return in words when a plan is due."""
    facts = {
        "time": time_format(plan.at, "H:i"),
        "zone": settings.DEFAULT_ZONE,
        "weekday": WEEKDAYS[plan.weekday],
        "day": plan.month_day,
    }
    if plan.every == Every.WEEK:
        return _("every week on %(weekday)s at %(time)s (%(zone)s)") % facts
    if plan.every == Every.MONTH:
        return _("every month on day %(day)s at %(time)s (%(zone)s)") % facts
    return _("every day at %(time)s (%(zone)s)") % facts
