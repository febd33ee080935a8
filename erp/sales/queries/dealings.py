"""What was offered: to a customer, of a sku, at which price last."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from erp.sales.models import Quotation, QuotationLine, QuotationStatus

#: States of quotations that never reached a customer.
_INSIDE = (QuotationStatus.DRAFT, QuotationStatus.SUBMITTED, QuotationStatus.CANCELLED)


def quotations_of(customer: Any) -> QuerySet[Any]:
    """Return a customer's quotations, the newest first."""
    return Quotation.objects.filter(customer=customer.pk).order_by("-issued_on", "-pk")


def last_prices(customer: Any) -> QuerySet[Any]:
    """Return the newest line of each sku that this customer was offered, the newest first."""
    offered = QuotationLine.objects.filter(
        quotation__customer=customer.pk, sku__isnull=False
    ).exclude(quotation__status__in=_INSIDE)
    day, key = "quotation__issued_on", "pk"
    newer = offered.filter(sku=OuterRef("sku")).filter(
        Q(**{f"{day}__gt": OuterRef(day)}) | Q(**{day: OuterRef(day), f"{key}__gt": OuterRef(key)})
    )
    return offered.filter(~Exists(newer)).order_by(f"-{day}", "-pk")


def offers_of(sku: Any) -> QuerySet[Any]:
    """Return the lines in which a sku was offered, the newest first."""
    return (
        QuotationLine.objects.filter(sku=sku.pk)
        .exclude(quotation__status=QuotationStatus.CANCELLED)
        .order_by("-pk")
    )
