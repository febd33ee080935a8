"""What the tree of categories must keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.catalog.models import Category


def check_no_cycle(category: Category, above: Iterable[Category]) -> None:
    """Refuse a category that would lie below itself; ``above`` are its parent and up."""
    if category.pk is not None and any(other.pk == category.pk for other in above):
        raise Refusal({"parent": _("A category cannot lie below itself.")})
