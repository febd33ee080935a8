"""What a line of a maker's catalogue must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.catalog.models import Sku


def check_has_no_sku(sku: Sku | None) -> None:
    """Refuse a second sku for one designation, and name the first."""
    if sku is not None:
        raise Refusal(_("There is a sku for this already: %(sku)s.") % {"sku": sku}, code="exists")
