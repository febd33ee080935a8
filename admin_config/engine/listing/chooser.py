"""What the column chooser offers: the columns that are shown first, then all others."""

from __future__ import annotations

from dataclasses import dataclass

from admin_config.engine.listing.columns import choosable_names, column_for
from admin_config.engine.listing.query import ListQuery


@dataclass(frozen=True)
class Choice:
    """A column on offer."""

    name: str
    label: str
    shown: bool


def chooser_of(query: ListQuery) -> list[Choice]:
    """Return every column that the person may see, those shown first and in their order."""
    shown = {column.name: column.label for column in query.columns}
    choices = [Choice(name, label, shown=True) for name, label in shown.items()]
    for name in choosable_names(query.actor, query.screen):
        column = None if name in shown else column_for(query.actor, query.screen, name)
        if column is not None:
            choices.append(Choice(name, column.label, shown=False))
    return choices
