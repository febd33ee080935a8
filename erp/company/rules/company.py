"""What a company must keep."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_base_currency_stays(before: Any, after: Any, *, rates: int) -> None:
    """Refuse another base currency once rates to the present one are stored."""
    if before is not None and before != after and rates:
        raise Refusal(
            {"base_currency": _("Rates to the present base currency are stored already.")}
        )


def check_a_company_remains(others: int) -> None:
    """Refuse to delete the last company: every paper names the one that issues it."""
    if others < 1:
        raise Refusal(_("This is the only company; papers need one that issues them."))
