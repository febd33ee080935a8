"""Months as people mean them, in their own zone."""

import datetime as dt
import itertools
import zoneinfo

from django.utils import timezone

from admin_config.engine.charts.bounds import Month, instant, last_months


def test_the_last_months_up_to_the_present_one() -> None:
    months = last_months(3, dt.date(2026, 1, 31))
    assert months == [
        Month(dt.date(2025, 11, 1), dt.date(2025, 12, 1)),
        Month(dt.date(2025, 12, 1), dt.date(2026, 1, 1)),
        Month(dt.date(2026, 1, 1), dt.date(2026, 2, 1)),
    ]
    assert months[-1].last == dt.date(2026, 1, 31)


def test_months_of_many_years_follow_each_other() -> None:
    months = last_months(40, dt.date(2026, 3, 1))
    assert all(a.beyond == b.first for a, b in itertools.pairwise(months))
    assert len({month.first for month in months}) == 40


def test_a_month_begins_when_it_begins_for_the_reader() -> None:
    with timezone.override(zoneinfo.ZoneInfo("Asia/Shanghai")):
        began = instant(dt.date(2026, 3, 1)).astimezone(dt.UTC)
    assert began == dt.datetime(2026, 2, 28, 16, tzinfo=dt.UTC)
    with timezone.override(zoneinfo.ZoneInfo("America/Sao_Paulo")):
        began = instant(dt.date(2018, 11, 4))  # midnight was skipped there
    assert began.utcoffset() in {dt.timedelta(hours=-3), dt.timedelta(hours=-2)}
