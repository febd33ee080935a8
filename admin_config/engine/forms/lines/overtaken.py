"""A row that somebody else changed after it was opened: both are shown, nothing is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from admin_config.engine.forms.lines.doubts import take_doubt
from admin_config.engine.forms.stale import Conflict
from erp.foundation.digits import number_in

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.column import Column
    from admin_config.engine.forms.lines.grid import Grid
    from admin_config.engine.forms.lines.state import Row


def compare_row(grid: Grid, row: Row) -> None:
    """Take over what only they changed, keep what I typed, and renew the row's token.

    What is worked out may have moved the version on its own: where no typed column differs
    nobody has to look.
    """
    former = _former(row)
    take_doubt(grid, row, former)
    found = []
    for number, column in enumerate(c for c in grid.columns if c.kind != "shown"):
        conflict = _compare(grid, row, column, former)
        if conflict is not None:
            found.append((number, conflict))
    row.version = row.record.version
    if found:
        grid.conflicts += [conflict for _number, conflict in found]
        row.complain(
            "",
            _(
                "Somebody else saved this line meanwhile. Nothing was overwritten and nothing of "
                "yours is lost: look at the differences, then save again."
            ),
        )


def _former(row: Row) -> Any:
    record = row.record
    rows = type(record).history.filter(**{record._meta.pk.attname: record.pk}, version=row.version)
    return rows.order_by("-history_id").first()


def _compare(grid: Grid, row: Row, column: Column, former: Any) -> Conflict | None:
    theirs = column.to_typed(row.record)
    mine = row.cells.get(column.name, "")
    before = "" if former is None else column.to_typed(former)
    they_changed = former is None or not column.is_same(before, theirs)
    if not they_changed or column.is_same(mine, theirs):
        return None
    taken = former is not None and column.is_same(mine, before)
    if taken:
        row.cells[column.name] = theirs
    return Conflict(
        input=f"{grid.prefix}:{row.key}:{column.name}",
        label=f"{row.record}: {column.label}",
        before=_say(column, before) if former is not None else _("unknown"),
        theirs=_say(column, theirs),
        mine=_say(column, mine),
        take=theirs,
        taken=taken,
    )


def _say(column: Column, typed: str) -> str:
    """Return what a typed value reads like."""
    if column.kind == "choice":
        return dict(column.choices).get(typed, typed)
    key = number_in(typed)
    if column.kind == "relation" and key is not None:
        found = column.field.remote_field.model._default_manager.filter(pk=key).first()
        return str(found) if found is not None else typed
    return typed
