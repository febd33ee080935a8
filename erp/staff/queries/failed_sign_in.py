"""Failed sign-ins over the whole house: unusually many names and addresses within an hour."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from erp.staff.models import Throttle, User
from erp.staff.rules.throttle import PAIR, unusual_from

if TYPE_CHECKING:
    from django.db.models import QuerySet

_WITHIN = dt.timedelta(hours=1)


def unusual_failures() -> QuerySet[Throttle]:
    """Return what failed within the hour, a name at an address each, where it is unusually much.

    Who guesses slowly at many names from many addresses is held up nowhere, but seen here. A name
    that came in from its address after all does not count, nor what fails on known devices.
    """
    lately = Throttle.objects.filter(kind=PAIR, last_at__gte=timezone.now() - _WITHIN)
    accounts = User.objects.filter(is_active=True).count()
    return lately if lately.count() >= unusual_from(accounts) else lately.none()
