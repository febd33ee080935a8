"""Today by the house's own calendar, whoever asks and wherever the work runs."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils import timezone


def house_day() -> dt.date:
    """Return today in the house's zone: papers carry this date, and their last days count by it."""
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(settings.DEFAULT_ZONE))
