"""Filters from … to …: days and numbers, both ends included."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import DateField
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_config.engine.listing.cells import number_text
from admin_config.engine.listing.filters.filter import Filter
from erp.foundation.text import fold

#: No stored number reaches this.
_LARGEST = Decimal(10) ** 20


class SpanFilter(Filter):
    """Everything from one bound to another; either may be left open."""

    endings = ("__from", "__to")
    low: Any = None
    high: Any = None

    def read(self) -> None:
        """Read both bounds; refuse what is none, and a pair in the wrong order."""
        low, high = self.first("__from"), self.first("__to")
        self.low = self.bound(low) if low else None
        self.high = self.bound(high) if high else None
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(_("“From” lies behind “to”: exchange them."))

    def bound(self, text: str) -> Any:
        """Return a bound from its text; raise ``ValueError`` with a message for people."""
        raise NotImplementedError

    def shown(self, bound: Any) -> str:
        """Return a bound as people read it."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """Return the span in words."""
        if self.low is None:
            return [_("to %(bound)s") % {"bound": self.shown(self.high)}]
        if self.high is None:
            return [_("from %(bound)s") % {"bound": self.shown(self.low)}]
        if self.low == self.high:
            return [self.shown(self.low)]
        return [f"{self.shown(self.low)} – {self.shown(self.high)}"]

    def chosen(self) -> Q:
        """Return the condition of lying inside."""
        condition = Q()
        if self.low is not None:
            condition &= Q(**{f"{self.name}__gte": self.low})
        if self.high is not None:
            condition &= Q(**{f"{self.name}__lte": self.high})
        return condition


class NumberFilter(SpanFilter):
    """Numbers, with or without grouped digits, wide or narrow."""

    kind: ClassVar[str] = "number"

    @property
    def step(self) -> str:
        """Return the smallest difference that can be typed."""
        places = getattr(self.field, "decimal_places", 0) or 0
        return (
            "any" if isinstance(self.field, models.FloatField) else str(Decimal(1).scaleb(-places))
        )

    def bound(self, text: str) -> Decimal:
        """Read a number."""
        try:
            value = Decimal(fold(text).replace(",", "").replace(" ", ""))
        except InvalidOperation:
            message = _("“%(text)s” is no number.") % {"text": text[:40]}
            raise ValueError(message) from None
        if not value.is_finite() or abs(value) >= _LARGEST:
            raise ValueError(_("“%(text)s” is no number that can occur.") % {"text": text[:40]})
        return value

    def chosen(self) -> Q:
        """Return the condition; between whole numbers a broken bound means the next one inside."""
        if isinstance(self.field, models.IntegerField):
            self.low = None if self.low is None else Decimal(math.ceil(self.low))
            self.high = None if self.high is None else Decimal(math.floor(self.high))
        return super().chosen()

    def shown(self, bound: Decimal) -> str:
        """Group the digits."""
        return number_text(bound)


class DayFilter(SpanFilter):
    """Days of the reader's calendar; a moment is compared in UTC with bounds worked out here."""

    kind: ClassVar[str] = "day"

    def bound(self, text: str) -> dt.date:
        """Read a day in any form that the reader's language knows."""
        try:
            day: dt.date | None = DateField().clean(fold(text))
        except ValidationError:
            day = None
        if day is None or not dt.date.min < day < dt.date.max:
            message = _("“%(text)s” is no date: write it like 2026-12-31.") % {"text": text[:40]}
            raise ValueError(message)
        return day

    def shown(self, bound: dt.date) -> str:
        """Write the day as it stands in the list."""
        return bound.isoformat()

    def chosen(self) -> Q:
        """Return the condition; the last day belongs to the span to its end."""
        if not isinstance(self.field, models.DateTimeField):
            return super().chosen()
        condition = Q()
        if self.low is not None:
            condition &= Q(**{f"{self.name}__gte": start_of(self.low)})
        if self.high is not None:
            condition &= Q(**{f"{self.name}__lt": start_of(self.high + dt.timedelta(days=1))})
        return condition


def start_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins in the reader's zone, in UTC."""
    local = dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())
    try:
        return local.astimezone(dt.UTC)
    except OverflowError:
        return local.replace(tzinfo=dt.UTC)
