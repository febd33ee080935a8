"""Reads days from an address as the person's own days."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date


def day_in(request: HttpRequest, name: str, default: dt.date) -> dt.date:
    """Return the day that an address names; the default where it names none."""
    try:
        return parse_date(request.GET.get(name, "")) or default
    except ValueError:
        return default


def today() -> dt.date:
    """Return the person's own day."""
    return timezone.localdate()


def start_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins for the person."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end_of(day: dt.date) -> dt.datetime:
    """Return the moment at which the next day begins; the far end of time stays where it is."""
    return start_of(day + dt.timedelta(days=1) if day < dt.date.max else day)
