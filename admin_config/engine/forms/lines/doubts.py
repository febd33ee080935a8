"""Doubts that are kept with a line: which of several is meant stays open until somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.grid import Grid
    from admin_config.engine.forms.lines.state import Row


def is_open(grid: Grid, record: Any) -> bool:
    """Tell whether a stored line waits for a decision."""
    name = grid.lines.doubt
    return bool(name and getattr(record, name)) and getattr(record, _goods(grid), None) is None


def keep_doubt(grid: Grid, row: Row) -> bool:
    """Put the row's doubt into its record, and tell whether that differs from what was stored.

    Chosen goods end every doubt; who does not see the goods decides nothing.
    """
    name, goods = grid.lines.doubt, grid.lines.goods
    if goods not in grid.typed_names:
        row.doubtful = is_open(grid, row.record)
        return False
    row.doubtful = row.doubtful and not row.cells.get(goods)
    if not name or bool(getattr(row.record, name)) == row.doubtful:
        return False
    setattr(row.record, name, row.doubtful)
    return True


def take_doubt(grid: Grid, row: Row, former: Any) -> None:
    """Take over what somebody else decided meanwhile, where I left the doubt as it was."""
    name = grid.lines.doubt
    if name and former is not None and bool(getattr(former, name)) == row.doubtful:
        row.doubtful = is_open(grid, row.record)


def _goods(grid: Grid) -> str:
    field: Any = grid.lines.model._meta.get_field(grid.lines.goods) if grid.lines.goods else None
    return str(field.attname) if field is not None else ""
