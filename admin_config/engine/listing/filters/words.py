"""Filters over texts: what begins with the typed letters, so that an index finds it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q

from admin_config.engine.fields import sort_column
from admin_config.engine.listing.filters.filter import Filter
from erp.foundation.models.key_field import KeyField
from erp.foundation.search import prefix_range


class PrefixFilter(Filter):
    """Texts that begin with what is typed; case and width do not matter where a key is stored."""

    kind: ClassVar[str] = "text"

    def __init__(self, name: str, field: Any, label: str, params: Any) -> None:
        """Read the address. A text column that may be NULL is not asked for emptiness."""
        super().__init__(name, field, label, params)
        self.empty_offered = False
        self.wants_empty = False

    def read(self) -> None:
        """Take any text."""

    def chosen(self) -> Q:
        """Compare the stored key where there is one; else the text as typed and in capitals."""
        typed = self.first()[:100]
        column = sort_column(self.field.model, self.name)
        stored: Any = self.field.model._meta.get_field(column)
        if isinstance(stored, KeyField):
            return prefix_range(column, stored.key_of(typed) or "")
        return prefix_range(self.name, typed) | prefix_range(self.name, typed.upper())

    def words(self) -> list[str]:
        """Return the beginning."""
        return [f"{self.first()}…"]
