"""The company that issues papers."""

from __future__ import annotations

from erp.company.models import Company


def our_company() -> Company | None:
    """Return the company of the installation, with its base currency; none before the set-up."""
    found: Company | None = Company.objects.select_related("base_currency").order_by("pk").first()
    return found
