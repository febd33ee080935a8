"""Sets of records that somebody chose and did nothing with are forgotten after some days."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from admin_config.models import BulkRow, BulkRun, BulkState

#: Days after which a set goes with which nothing was begun.
KEPT_DAYS = 3
_AT_ONCE = 50


def forget_old_sets() -> int:
    """Forget old sets that were never begun; return how many. Harmless to do twice at once."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    idle = (BulkState.CHOSEN, BulkState.CHECKING, BulkState.CHECKED)
    old = BulkRun.objects.filter(state__in=idle, created_at__lt=before, operation=None)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    BulkRow.objects.filter(run__in=keys).delete()
    return BulkRun.objects.filter(pk__in=keys).delete()[0]
