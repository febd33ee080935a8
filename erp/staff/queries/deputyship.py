"""Who stands in for whom today, and on which days somebody does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from erp.foundation.house_day import house_day
from erp.foundation.rights import is_in_force
from erp.staff.models import Deputyship, User


def principals_today(person: Any) -> list[User]:
    """Return the colleagues for whom somebody stands in today; none whose access has ended."""
    rows = deputyships_on(house_day()).filter(deputy=person.pk).select_related("person")
    return [row.person for row in rows.order_by("pk") if is_in_force(row.person)]


def deputyships_on(day: dt.date) -> Any:
    """Return the deputyships that hold on a day."""
    return Deputyship.objects.filter(starts_on__lte=day, ends_on__gte=day)


def overlapping(starts_on: dt.date, ends_on: dt.date, *, besides: Any, **people: Any) -> Any:
    """Return the first deputyship of these people that shares a day, besides one."""
    rows = Deputyship.objects.filter(Q(starts_on__lte=ends_on) & Q(ends_on__gte=starts_on))
    return rows.filter(**people).exclude(pk=besides).select_related("person", "deputy").first()
