"""Where a region may stand in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.company.models import Region

LEVELS = 3


def check_place_in_tree(region: Region, parent: Region | None) -> None:
    """Refuse a parent in another country, a fourth level and a circle."""
    if parent is None:
        return
    if parent.country_id != region.country_id:
        raise Refusal({"parent": _("It belongs to a region of another country.")})
    if parent.level >= LEVELS:
        raise Refusal({"parent": _("A district has no regions of its own.")})
    if region.pk is not None and region.pk in {parent.pk, parent.parent_id}:
        raise Refusal({"parent": _("A region cannot belong to itself.")})
