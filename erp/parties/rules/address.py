"""What an address must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.company.models import Region


def check_region_in_country(region: Region, country_id: Any) -> None:
    """Refuse a province of one country in an address of another."""
    if region.country_id != country_id:
        raise Refusal({"region": _("This region is not in the chosen country.")})
