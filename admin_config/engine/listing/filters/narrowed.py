"""Filters that a screen declares by a function: something is typed, the function finds the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.http import QueryDict
from django.utils.text import capfirst

from admin_config.engine.listing.filters.filter import Filter

if TYPE_CHECKING:
    from admin_config.engine.spec.narrow import Narrow
    from erp.foundation.actor import Actor

_LONGEST = 200


class NarrowedFilter(Filter):
    """What was typed, as the declared function understands it."""

    kind: ClassVar[str] = "narrowed"

    def __init__(self, declared: Narrow, actor: Actor, params: QueryDict) -> None:
        """Read the address."""
        self.declared = declared
        self.actor = actor
        self._condition = Q()
        super().__init__(declared.name, _NoField, str(capfirst(declared.label)), params)

    @property
    def hint(self) -> str:
        """Return what the empty input says."""
        return str(self.declared.hint)

    def read(self) -> None:
        """Let the function find what is meant."""
        self._condition = self.declared.find(self.first()[:_LONGEST], self.actor)

    def chosen(self) -> Q:
        """Return what it found."""
        return self._condition

    def words(self) -> list[str]:
        """Return what was typed, or what the screen says of it."""
        told = self.declared.told
        return [told(self.first(), self.actor) if told is not None else self.first()]


class _NoField:
    """Stands where other filters have the field of a row."""

    null: ClassVar[Any] = False
