"""How long a quotation holds when nobody said so."""

from __future__ import annotations

from collections.abc import Sequence

from erp.sales.models import Quotation
from erp.sales.queries.prefill import last_day, validity_days


def fill_validity(papers: Sequence[Quotation]) -> None:
    """Set the last day of stored quotations that have none, one query for many."""
    open_ended = [paper for paper in papers if paper.valid_until is None]
    if not open_ended:
        return
    keys = [paper.pk for paper in open_ended]
    facts = ("company__validity_reseller", "company__validity_end_user", "customer__kind")
    rows = Quotation.objects.filter(pk__in=keys).select_related("company", "customer").order_by()
    days = {row.pk: validity_days(row.company, row.customer.kind) for row in rows.only(*facts)}
    for paper in open_ended:
        paper.valid_until = last_day(paper.issued_on, days[paper.pk])
