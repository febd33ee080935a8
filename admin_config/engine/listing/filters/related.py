"""Filters over relations: chosen by type-ahead, never from a list of everything."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from admin_config.engine.listing.filters.filter import Filter

#: No database keeps a whole number beyond it.
_LARGEST = 2**63


class RelatedFilter(Filter):
    """One or more records that the field points to, given by their keys."""

    kind: ClassVar[str] = "related"
    keys_chosen: list[Any]
    #: The names of the chosen records, filled in by the list for those that the person may see.
    names: dict[Any, str]

    def read(self) -> None:
        """Take the keys in; refuse what can be none."""
        self.names = {}
        target = self.field.target_field if hasattr(self.field, "target_field") else None
        pk: Any = target if target is not None else self.field.related_model._meta.pk
        while getattr(pk, "remote_field", None):
            pk = pk.target_field
        try:
            self.keys_chosen = [pk.to_python(text) for text in self.raw[""]]
        except (ValidationError, ValueError, TypeError):
            self.keys_chosen = []
        missing = len(self.keys_chosen) < len(self.raw[""])
        if missing or any(map(_is_too_large, self.keys_chosen)):
            raise ValueError(_("This names no record: choose one again."))

    def chosen(self) -> Q:
        """Return the condition of pointing to any of them, or below them where they are a tree."""
        model: Any = self.field.related_model
        if getattr(model, "tree_parent", ""):
            keys = keys_below(model, self.keys_chosen)
            return Q(**{self.name: keys[0]} if len(keys) == 1 else {f"{self.name}__in": keys})
        if self.field.many_to_many:
            through = self.field.remote_field.through
            own, other = self.field.m2m_field_name(), self.field.m2m_reverse_field_name()
            joined = through._base_manager.filter(**{f"{other}__in": self.keys_chosen})
            return Q(pk__in=joined.values(f"{own}_id"))
        if len(self.keys_chosen) == 1:
            return Q(**{self.name: self.keys_chosen[0]})
        return Q(**{f"{self.name}__in": self.keys_chosen})

    def options(self) -> list[tuple[str, str]]:
        """Return (key, name) of each chosen record."""
        if self.error or not self.raw[""]:
            return []
        return [(str(key), self.names.get(key, f"#{key}")) for key in self.keys_chosen]

    def words(self) -> list[str]:
        """Return the names of the chosen records."""
        return [name for _key, name in self.options()]


def keys_below(model: Any, keys: list[Any]) -> list[Any]:
    """Return the keys and those of all records below them, a query for each level of the tree."""
    found, level = set(keys), set(keys)
    while level:
        rows = model._base_manager.filter(**{f"{model.tree_parent}__in": level})
        level = set(rows.order_by().values_list("pk", flat=True)) - found
        found |= level
    return sorted(found)


def _is_too_large(key: Any) -> bool:
    return isinstance(key, int) and abs(key) >= _LARGEST
