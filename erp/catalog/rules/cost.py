"""What goods cost the house."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def cost_of(sku: Any) -> Decimal | None:
    """Return the cost to reckon with: the average, else the latest, else the reference cost."""
    if sku is None:
        return None
    costs: tuple[Decimal | None, ...] = (sku.average_cost, sku.latest_cost, sku.reference_cost)
    return next((cost for cost in costs if cost), None)
