"""Plans go by the clock of the house, in every month and through changes of the clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from admin_config.engine.exports.schedule import next_after, told
from admin_config.models import Every, ExportPlan


def plan(every: str, hour: int, **facts: int) -> ExportPlan:
    """Return an unsaved plan."""
    return ExportPlan(every=every, at=dt.time(hour, 30), **facts)


def utc(*given: int) -> dt.datetime:
    """Return a moment."""
    return dt.datetime(*given, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("made", "moment", "due"),
    [
        (plan(Every.DAY, 7), utc(2026, 3, 4, 0), utc(2026, 3, 4, 23, 30)),
        (plan(Every.DAY, 7), utc(2026, 3, 3, 23, 29), utc(2026, 3, 3, 23, 30)),
        (plan(Every.DAY, 7), utc(2026, 3, 3, 23, 30), utc(2026, 3, 4, 23, 30)),
        # 4 March 2026 is a Wednesday in Shanghai
        (plan(Every.WEEK, 9, weekday=2), utc(2026, 3, 4, 1), utc(2026, 3, 4, 1, 30)),
        (plan(Every.WEEK, 9, weekday=2), utc(2026, 3, 4, 1, 30), utc(2026, 3, 11, 1, 30)),
        (plan(Every.WEEK, 9, weekday=0), utc(2026, 3, 4, 1), utc(2026, 3, 9, 1, 30)),
        (plan(Every.MONTH, 9, month_day=31), utc(2026, 2, 10), utc(2026, 2, 28, 1, 30)),
        (plan(Every.MONTH, 9, month_day=31), utc(2026, 2, 28, 2), utc(2026, 3, 31, 1, 30)),
        (plan(Every.MONTH, 9, month_day=1), utc(2026, 12, 5), utc(2027, 1, 1, 1, 30)),
    ],
)
def test_the_next_time_in_shanghai(
    settings: Any, made: ExportPlan, moment: dt.datetime, due: dt.datetime
) -> None:
    settings.DEFAULT_ZONE = "Asia/Shanghai"
    assert next_after(made, moment) == due


def test_through_changes_of_the_clocks(settings: Any) -> None:
    """Half past two does not exist on 29 March in Berlin, and exists twice on 25 October."""
    settings.DEFAULT_ZONE = "Europe/Berlin"
    night = plan(Every.DAY, 2)
    spring = [utc(2026, 3, 28, 1, 30), utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30)]
    assert next_after(night, utc(2026, 3, 28, 1)) == spring[0]
    assert [next_after(night, moment) for moment in spring[:2]] == spring[1:]
    autumn = [utc(2026, 10, 24, 0, 30), utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]
    assert [next_after(night, moment) for moment in autumn[:2]] == autumn[1:]


def test_it_is_told_in_words(settings: Any) -> None:
    settings.DEFAULT_ZONE = "Asia/Shanghai"
    with translation.override("en"):
        assert told(plan(Every.DAY, 7)) == "every day at 07:30 (Asia/Shanghai)"
        assert told(plan(Every.WEEK, 7, weekday=4)) == (
            "every week on Friday at 07:30 (Asia/Shanghai)"
        )
        assert told(plan(Every.MONTH, 7, month_day=3)) == (
            "every month on day 3 at 07:30 (Asia/Shanghai)"
        )
