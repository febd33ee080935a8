"""What every filter of a list knows: its parameters, its condition, what its chip says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

#: So many values of one filter are taken from an address.
MOST_VALUES = 100


class Filter:
    """A filter over one field, as one address fills it. Bad input is kept and explained."""

    kind: ClassVar[str]
    #: Endings of the parameters that belong to it; the bare name is the empty ending.
    endings: ClassVar[tuple[str, ...]] = ("",)

    def __init__(self, name: str, field: Any, label: str, params: QueryDict) -> None:
        """Read the address; ``error`` says what is wrong with it."""
        self.name = name
        self.field = field
        self.label = label
        self.error = ""
        self.empty_offered = self.may_be_empty()
        self.wants_empty = self.empty_offered and params.get(f"{name}__empty") == "1"
        self.raw: dict[str, list[str]] = {
            ending: [v.strip() for v in params.getlist(name + ending) if v.strip()][:MOST_VALUES]
            for ending in self.endings
        }
        if self.is_filled:
            try:
                self.read()
            except ValueError as error:
                self.error = str(error)

    def may_be_empty(self) -> bool:
        """Tell whether there may be rows with nothing in the field."""
        return bool(self.field.null)

    def empty(self) -> Q:
        """Return the rows with nothing in the field."""
        return Q(**{f"{self.name}__isnull": True})

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the parameters that belong to it."""
        return (*(self.name + ending for ending in self.endings), f"{self.name}__empty")

    @property
    def is_filled(self) -> bool:
        """Tell whether the address says anything about it."""
        return self.wants_empty or any(self.raw.values())

    @property
    def is_active(self) -> bool:
        """Tell whether it narrows the list."""
        return self.is_filled and not self.error

    def first(self, ending: str = "") -> str:
        """Return what was typed, for the input."""
        return next(iter(self.raw[ending]), "")

    @property
    def typed(self) -> str:
        """Return the typed text."""
        return self.first()

    @property
    def typed_from(self) -> str:
        """Return the typed lower bound."""
        return self.first("__from")

    @property
    def typed_to(self) -> str:
        """Return the typed upper bound."""
        return self.first("__to")

    def read(self) -> None:
        """Take the typed values in; raise ``ValueError`` with a message for people."""
        raise NotImplementedError

    def chosen(self) -> Q | None:
        """Return the condition of the typed values; ``None`` when there are none."""
        raise NotImplementedError

    def condition(self) -> Q:
        """Return the condition of an active filter."""
        chosen = self.chosen() if any(self.raw.values()) else None
        if not self.wants_empty:
            return chosen if chosen is not None else Q()
        return self.empty() if chosen is None else self.empty() | chosen

    def words(self) -> list[str]:
        """Return the chosen values as people read them."""
        raise NotImplementedError

    @property
    def summary(self) -> str:
        """Return what the chip says after the label."""
        words = self.words() if any(self.raw.values()) and not self.error else []
        if self.wants_empty:
            words = [*words, _("empty")]
        return _(", ").join(words)
