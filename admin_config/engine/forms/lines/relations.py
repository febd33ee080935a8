"""What cells of a grid point to: looked up for all rows at once, within the person's rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from admin_config.engine.forms.lines.column import Column
from admin_config.engine.forms.lines.state import Row
from erp.foundation.digits import number_in


def choosable_records(column: Column, keys: Collection[str], present: Collection[Any]) -> Any:
    """Return records by key: those that may be chosen, and those that are chosen already."""
    wanted = {number_in(key) for key in keys} - {None}
    if not wanted:
        return {}
    queryset = column.typed.queryset
    found = {row.pk: row for row in queryset.filter(pk__in=wanted)}
    kept = (wanted & set(present)) - set(found)
    if kept:
        everything = queryset.model._default_manager
        found |= {row.pk: row for row in everything.filter(pk__in=kept)}
    return found


def labels_for(records: Iterable[Any], columns: Iterable[Column]) -> None:
    """Fetch what the records point to, one query a relation."""
    rows = list(records)
    for column in columns:
        if column.kind != "relation":
            continue
        field = column.field
        open_rows = [row for row in rows if not field.is_cached(row)]
        keys = {getattr(row, field.attname) for row in open_rows} - {None}
        found = field.remote_field.model._default_manager.in_bulk(keys) if keys else {}
        for row in open_rows:
            key = getattr(row, field.attname)
            if key is None or key in found:
                field.set_cached_value(row, found.get(key))


def name_cells(rows: Iterable[Row], columns: Iterable[Column]) -> None:
    """Give relation cells the names of what they point to, for the page."""
    for column in (c for c in columns if c.kind == "relation"):
        for row in rows:
            if row.record is None or not row.cells.get(column.name):
                continue
            held = column.field.get_cached_value(row.record, default=None)
            if held is not None and str(held.pk) == row.cells[column.name]:
                row.texts[column.name] = str(held)
