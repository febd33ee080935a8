"""Which quotations wait for somebody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from erp.foundation.house_day import house_day
from erp.sales.models import Quotation, QuotationStatus
from erp.staff.queries.paper_approval import papers_as_deputy, papers_to_approve

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Days before its end in which a quotation is about to expire.
SOON = 3


def waiting_for_approval(actor: Actor) -> QuerySet[Any]:
    """Return the submitted quotations that this person could approve now, the oldest first."""
    rows = Quotation.objects.filter(status=QuotationStatus.SUBMITTED)
    return papers_to_approve(rows, actor)


def waiting_as_deputy(actor: Actor) -> QuerySet[Any]:
    """Return the quotations that wait for a colleague for whom this person stands in today."""
    return papers_as_deputy(Quotation.objects.filter(status=QuotationStatus.SUBMITTED), actor)


def about_to_expire(_actor: Actor) -> QuerySet[Any]:
    """Return approved quotations whose last day is near, the nearest first."""
    today = house_day()
    return Quotation.objects.filter(
        status=QuotationStatus.APPROVED, valid_until__range=(today, today + dt.timedelta(days=SOON))
    ).order_by("valid_until", "pk")


def rejected_drafts(_actor: Actor) -> QuerySet[Any]:
    """Return the drafts that came back with a reason."""
    return (
        Quotation.objects.filter(status=QuotationStatus.DRAFT)
        .exclude(reject_reason="")
        .order_by("issued_on", "pk")
    )
