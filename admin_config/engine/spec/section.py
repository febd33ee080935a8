"""The word ``Section``: a group of fields on a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """Fields under one heading; a tuple inside puts fields side by side."""

    #: The heading, a lazy text; it takes no part in comparison.
    title: Any = field(compare=False, repr=False)
    #: Field names in order.
    fields: tuple[str | tuple[str, ...], ...] = ()
    #: Shown as a tab of its own instead of on the first page.
    tab: bool = False
    #: Folded until opened.
    folded: bool = False
    #: One sentence below the heading.
    help: Any = field(default="", compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every field name, side by side or not."""
        return tuple(
            name
            for entry in self.fields
            for name in (entry if isinstance(entry, tuple) else (entry,))
        )
