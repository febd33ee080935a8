"""A relation from the line of a paper to the line of another paper that it continues."""

from __future__ import annotations

from typing import Any

from django.db import models


class SourceLine(models.ForeignKey):  # type: ignore[type-arg]
    """Which line is continued here: a delivery's line knows the order's line that it delivers.

    Set when a paper is made from others and typed by nobody; a copy of the paper continues nothing.
    What is continued is not deleted.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        """Be optional, since lines are also added by hand, and never typed."""
        options |= {"null": True, "blank": True, "editable": False}
        super().__init__(to, on_delete, **options)


def is_source(field: Any) -> bool:
    """Tell whether a field leads to the line that is continued."""
    return isinstance(field, SourceLine)
