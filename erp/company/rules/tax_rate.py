"""What a tax rate may look like."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_kind_fits(kind: str, percent: Decimal | None) -> None:
    """Refuse a zero-rated or exempt rate above zero, and a zero rate that claims to be another."""
    if percent is None:
        return
    free = kind in {"zero", "exempt"}
    if free and percent != 0:
        raise Refusal({"percent": _("A zero-rated or exempt rate is 0 percent.")})
    if not free and percent == 0:
        raise Refusal({"kind": _("A rate of 0 percent is either zero-rated or exempt.")})
