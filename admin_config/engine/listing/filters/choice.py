"""Filters over what can be ticked: choices and yes/no."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.listing.filters.filter import Filter


class Ticked(Filter):
    """A filter with a short list of values, any number of which can be ticked."""

    kind: ClassVar[str] = "choice"
    values: list[Any]

    def options(self) -> list[tuple[str, str, bool]]:
        """Return (value, label, ticked) of everything that can be ticked."""
        ticked = set(self.raw[""])
        return [(value, label, value in ticked) for value, label, _own in self._known()]

    def _known(self) -> list[tuple[str, str, Any]]:
        """Return (text, label, stored value) of each value."""
        raise NotImplementedError

    def read(self) -> None:
        """Refuse a value that is not on the list."""
        known = {text: own for text, _label, own in self._known()}
        unknown = [value for value in self.raw[""] if value not in known]
        if unknown:
            raise ValueError(_("There is no choice “%(value)s”.") % {"value": unknown[0][:40]})
        self.values = [known[value] for value in self.raw[""]]

    def chosen(self) -> Q:
        """Return any of the ticked values."""
        if len(self.values) == 1:
            return Q(**{self.name: self.values[0]})
        return Q(**{f"{self.name}__in": self.values})

    def words(self) -> list[str]:
        """Return the labels of the ticked values."""
        labels = {text: label for text, label, _own in self._known()}
        return [labels[value] for value in self.raw[""]]


class ChoiceFilter(Ticked):
    """One or more of a field's choices."""

    def _known(self) -> list[tuple[str, str, Any]]:
        return [
            (str(value), capfirst(str(label)), value)
            for value, label in self.field.flatchoices
            if value not in {"", None}
        ]


class SeveralFilter(Ticked):
    """Rows that have one of the ticked choices at least, among others."""

    kind = "several"

    def _known(self) -> list[tuple[str, str, Any]]:
        return [(code, capfirst(str(label)), code) for code, label in self.field.pairs]

    def may_be_empty(self) -> bool:
        """Tell whether nothing may be chosen."""
        return bool(self.field.null or self.field.blank)

    def empty(self) -> Q:
        """Return the rows where nothing is chosen."""
        return Q(**{self.name: ""}) | super().empty()

    def chosen(self) -> Q:
        """Return the rows with any of the ticked choices."""
        found: Q = self.field.any_of(self.values, self.name)
        return found

    def all_chosen(self) -> Q:
        """Return the rows that have every one of the ticked choices."""
        found = Q()
        for code in self.values:
            found &= self.field.any_of([code], self.name)
        return found


class FlagFilter(Ticked):
    """Yes or no."""

    kind = "flag"

    def _known(self) -> list[tuple[str, str, Any]]:
        return [("1", _("Yes"), True), ("0", _("No"), False)]
