"""How long a quotation holds when nobody said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from erp.company.models import Company
from erp.parties.models import Party
from erp.sales.models import Quotation
from erp.sales.queries.prefill import validity_days


def fill_validity(papers: Sequence[Quotation]) -> None:
    """Set the last day of quotations that have none, a few queries for many."""
    open_ended = [paper for paper in papers if paper.valid_until is None]
    if not open_ended:
        return
    companies = Company.objects.in_bulk({paper.company_id for paper in open_ended})
    kinds = dict(
        Party.objects.filter(pk__in={p.customer_id for p in open_ended}).values_list("pk", "kind")
    )
    for paper in open_ended:
        days = validity_days(companies[paper.company_id], kinds[paper.customer_id])
        paper.valid_until = paper.issued_on + dt.timedelta(days=days)
