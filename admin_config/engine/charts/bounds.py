"""Months as people mean them: computed in the reader's zone, compared in UTC by the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month in the reader's zone: its first day and the first day of the next."""

    first: dt.date
    beyond: dt.date

    @property
    def last(self) -> dt.date:
        """Return its last day, which a list's filter includes."""
        return self.beyond - dt.timedelta(days=1)


def _first_of(year: int, month: int) -> dt.date:
    """Return the first day of a month counted from any year, e.g. month 0 is December before."""
    years, months = divmod(month - 1, _MONTHS)
    return dt.date(year + years, months + 1, 1)


def last_months(count: int, today: dt.date | None = None) -> list[Month]:
    """Return the last months up to the present one, oldest first."""
    now = today or timezone.localdate()
    return [
        Month(_first_of(now.year, now.month - back), _first_of(now.year, now.month - back + 1))
        for back in range(count - 1, -1, -1)
    ]


def instant(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins for the reader.

    A day that begins twice (clocks set back at midnight) begins the first time; one whose midnight
    was skipped begins at the moment that Python gives it, which lies before the first real one.
    """
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
