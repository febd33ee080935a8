"""Which quotations wait for somebody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from erp.foundation.house_day import house_day
from erp.foundation.rights import Reach, reach
from erp.sales.models import Quotation, QuotationStatus
from erp.sales.queries.approval_weight import weighed, within
from erp.staff.queries.approval import approval_of

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Days before its end in which a quotation is about to expire.
SOON = 3


def waiting_for_approval(actor: Actor) -> QuerySet[Any]:
    """Return the submitted quotations that this person could approve now, the oldest first."""
    rows: QuerySet[Any] = Quotation.objects.filter(status=QuotationStatus.SUBMITTED)
    extent = reach(actor, "approve", Quotation)
    if extent == Reach.NONE or actor.user is None:
        return rows.none()
    allowed = _approvable(actor, own=True)
    if extent == Reach.ALL:
        allowed |= _approvable(actor, own=False)
    return weighed(rows).filter(allowed).order_by("issued_on", "pk")


def _approvable(actor: Actor, *, own: bool) -> Q:
    """Return the condition under which the actor may approve own papers, or those of others."""
    me = actor.user.pk if actor.user is not None else None
    approval = approval_of(actor, Quotation, own=own)
    if own and not approval.own:
        return Q(pk__in=[])
    found = Q(owner=me) if own else ~Q(owner=me)
    if approval.limit is not None:
        found &= within(approval.limit)
    if not approval.own:
        found &= Q(submitted_by=None) | ~Q(submitted_by=me)
    return found


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
