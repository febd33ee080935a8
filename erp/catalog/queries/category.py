"""What can be asked of the tree of categories."""

from __future__ import annotations

from erp.catalog.models import Category


def keys_below(category_id: int) -> set[int]:
    """Return the keys of a category and of all below it, a query for each level."""
    found, level = {category_id}, {category_id}
    while level:
        below = Category.objects.filter(parent_id__in=level).values_list("pk", flat=True)
        level = set(below) - found
        found |= level
    return found
