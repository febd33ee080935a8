"""Close quotations whose last day is over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import moving
from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.services.bulk import save_records
from erp.sales.models import Quotation, QuotationStatus

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: So many in one transaction; the next round takes the rest.
_BATCH = 500


@service(OperationKind.COMMAND, told=_("expired"))
def expire_quotations(*, by: Actor, today: dt.date | None = None) -> int:
    """Let approved quotations expire whose last day is over; return how many did.

    Each counts until the end of its last day in the house's zone.
    """
    day = today or house_day()
    over = (
        Quotation.objects.select_for_update()
        .filter(status=QuotationStatus.APPROVED, valid_until__lt=day)
        .order_by("pk")[:_BATCH]
    )
    papers = list(over)
    for paper in papers:
        paper.status = QuotationStatus.EXPIRED
    with moving(*papers):
        expired = save_records(papers)
    running = running_operation()
    if expired and running is not None:
        running.row.details = {**running.row.details, "expired": expired}
    return expired
