"""Write the rows of a grid inside the form's operation: gone, changed and new ones, set by set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.services.bulk import create_records, save_records

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.grid import Grid


def write_rows(grid: Grid) -> list[Any]:
    """Delete what was taken away, save what differs, insert what is new; return what was written.

    Rows that somebody changes between the check and this write raise ``StaleRecord``: the form is
    then looked at again.
    """
    removed = [grid.stored[key] for key in grid.state.gone]
    if removed:
        delete_inside_operation(removed)
    changed = [row.record for row in grid.state.rows if row.changed and row.key is not None]
    save_records(changed)
    new = [row.record for row in grid.state.rows if row.key is None]
    for record in new:
        setattr(record, grid.relation.name, grid.instance)
    create_records(new)
    grid.new_objects, grid.deleted_objects = new, removed
    grid.changed_objects = [(record, []) for record in changed]
    return [*changed, *new]
