"""Dates and times in cells: as sheets store them and as people write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import timezone
from django.utils.formats import get_format
from import_export import widgets

from admin_config.engine.transfer.values import plain

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_TIME = re.compile(r"(.+?)[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)")
_EAST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
#: Days as spreadsheets count them; plain numbers within mean a date in a date column.
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)


def _time_of(text: str) -> dt.time:
    return dt.time.fromisoformat(f"0{text}" if text[1:2] == ":" else text)


class AmbiguousDate(ValueError):
    """Day and month could be either way round, and nobody said which comes first."""


class DateWidget(widgets.DateWidget):
    """A date cell, or a date as written in the East, by ISO, or with the order that was chosen."""

    def __init__(self, *, order: str = "") -> None:
        """Take ``dmy`` or ``mdy``; empty asks where both are possible."""
        super().__init__()
        self.order = order
        names = [f for f in get_format("DATE_INPUT_FORMATS") if "%b" in f or "%B" in f]
        self.formats = ("%Y%m%d", *names)

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return the date, None for an empty cell."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        if isinstance(value, int | float) and int(value) in _SERIALS:
            return _EPOCH + dt.timedelta(days=int(value))
        text = plain(value)
        if not text:
            return None
        whole = _TIME.fullmatch(text)
        if whole and set(whole[2]) <= set("0:."):
            text = whole[1]
        return self._read(text)

    def _read(self, text: str) -> dt.date:
        if found := _EAST.fullmatch(text) or _CHINESE.fullmatch(text):
            return dt.date(*(int(part) for part in found.groups()))
        if found := _SLASHED.fullmatch(text):
            return self._ordered(text, *(int(part) for part in found.groups()))
        parsed: dt.date = self._parse_value(text, dt.date)
        return parsed

    def _ordered(self, text: str, first: int, second: int, year: int) -> dt.date:
        year += (2000 if year < 70 else 1900) if year < 100 else 0  # noqa: PLR2004 - POSIX rule
        if not self.order and first != second and max(first, second) <= 12:  # noqa: PLR2004
            raise AmbiguousDate(text)
        day_first = self.order == "dmy" if max(first, second) <= 12 else first > 12  # noqa: PLR2004
        return dt.date(year, second, first) if day_first else dt.date(year, first, second)

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the date itself, which every format can write."""
        return "" if value is None else value


class DateTimeWidget(widgets.DateTimeWidget):
    """A point in time, read and written in the person's zone."""

    def __init__(self, *, order: str = "") -> None:
        """Read the date part as ``DateWidget`` does."""
        super().__init__()
        self._date = DateWidget(order=order)

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return an aware datetime, None for an empty cell."""
        found = self._found(value)
        if found is not None and timezone.is_naive(found):
            return timezone.make_aware(found)
        return found

    def _found(self, value: Any) -> dt.datetime | None:
        if isinstance(value, dt.datetime):
            return value
        split = None if isinstance(value, dt.date) else _TIME.fullmatch(plain(value))
        day = self._date.clean(split[1] if split else value)
        if day is None or split is None:
            return day and dt.datetime.combine(day, dt.time())
        return dt.datetime.combine(day, _time_of(split[2]))

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the time in the person's zone, without one, as sheets know it."""
        return "" if value is None else timezone.localtime(value).replace(tzinfo=None)


class TimeWidget(widgets.TimeWidget):
    """A time of day."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return the time, None for an empty cell."""
        if isinstance(value, dt.datetime):
            return value.time()
        if isinstance(value, dt.time):
            return value
        text = plain(value)
        return _time_of(text) if text else None

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the time as text."""
        return "" if value is None else value.isoformat()
