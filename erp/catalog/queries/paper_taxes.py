"""The taxes of a paper by rate, as its foot prints them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from erp.company.models import TaxRate
from erp.company.rules.amounts import TaxedAmount, line_tax


def taxes_by_rate(paper: Any, lines: Iterable[Any]) -> list[tuple[TaxRate, Decimal]]:
    """Return each rate with the tax of its lines, highest rate first; none where there is no tax.

    Tax is rounded per line, so that the rows sum to the tax of the paper.
    """
    found: dict[TaxRate, Decimal] = {}
    for line in lines:
        if line.tax_rate is None:
            continue
        taxed = TaxedAmount(line.amount, line.tax_rate.percent)
        tax = line_tax(taxed, paper.tax_kind, digits=paper.currency.digits)
        if tax:
            found[line.tax_rate] = found.get(line.tax_rate, Decimal(0)) + tax
    return sorted(found.items(), key=lambda pair: (-pair[0].percent, pair[0].pk))
