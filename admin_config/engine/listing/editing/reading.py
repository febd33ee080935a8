"""From typed and pasted cells to values: as the form reads them, a whole column at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from admin_config.engine.listing.editing.asked import Chosen
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.columns import columns_for
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.rights import choosable

Cell = str | Chosen


class CellReader:
    """Reads cells of the columns that a page sends; relations cost a query per column."""

    def __init__(self, screen: Screen, actor: Actor, names: Iterable[str]) -> None:
        """Prepare the columns."""
        self.actor = actor
        everything = columns_for(screen, actor)
        self.columns = {name: everything[name] for name in names if name in everything}
        self._chosen: dict[str, dict[str, Any]] = {}

    def prepare(self, name: str, cells: list[Cell]) -> None:
        """Look up the records that a column's cells name or were chosen by key."""
        column = self.columns[name]
        if not column.is_relation:
            return
        column.look_from(self.actor)
        texts = [cell for cell in cells if isinstance(cell, str) and cell]
        if texts:
            column.prepare(texts)
        keys = {key for c in cells if isinstance(c, Chosen) and (key := number_in(c.key))}
        if keys:
            model = column.model_field.related_model
            limits = column.model_field.get_limit_choices_to()
            rows = choosable(self.actor, model._base_manager.complex_filter(limits))
            self._chosen[name] = {str(row.pk): row for row in rows.filter(pk__in=keys)}

    def value(self, name: str, cell: Cell) -> Any:
        """Return the value of a cell; ``ValidationError`` in the words of the form."""
        column = self.columns[name]
        if isinstance(cell, str):
            return column.cleaned(cell)
        record = self._chosen.get(name, {}).get(cell.key)
        if record is None:
            raise ValidationError(_("This names no record: choose one again."))
        return record
