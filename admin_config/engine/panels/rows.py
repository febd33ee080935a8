"""The table of a panel: a few rows of another model, each opened by a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from admin_config.engine.listing.columns import Column, column_of, is_visible
from admin_config.engine.navigation import list_address, record_address
from admin_config.engine.registry import registry
from admin_config.engine.spec import Panel, Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import may, scoped


@dataclass(frozen=True)
class Row:
    """One row: where it leads, and its cells."""

    link: str
    cells: list[tuple[str, str, SafeString]]


@dataclass(frozen=True)
class Table:
    """What a panel shows: headings, rows, and where all of them are listed."""

    headings: list[tuple[str, str]]
    rows: list[Row]
    more: bool
    all: str


def table_of(panel: Panel, record: Any, *, by: Actor) -> Table:
    """Return the rows that the person may look up, in a fixed number of queries."""
    screen = registry.for_model(panel.model) or Screen(panel.model)
    columns = _columns(screen, panel.columns, by)
    needed = {path for column in columns for path in column.relations}
    if panel.opens:
        needed.add(panel.opens)
    found = scoped(by, "view", panel.rows(record))
    rows = list(found.prefetch_related(*sorted(needed))[: panel.most + 1])
    target: Any = panel.model
    if panel.opens:
        target = panel.model._meta.get_field(panel.opens).related_model
    opened = registry.for_model(target) if may(by, "view", target) else None
    kind = panel.listed or panel.model
    listed = registry.for_model(kind) if may(by, "view", kind) else None
    return Table(
        [(column.label, column.cell.style) for column in columns],
        [_row(row, columns, opened, panel.opens) for row in rows[: panel.most]],
        len(rows) > panel.most,
        f"{list_address(listed)}?{panel.query(record)}" if listed and panel.query else "",
    )


def _columns(screen: Screen, names: tuple[str, ...], by: Actor) -> list[Column]:
    found = [column_of(screen, name) for name in names if is_visible(by, screen, name)]
    return [column for column in found if column is not None]


def _row(row: Any, columns: list[Column], opened: Screen | None, relation: str) -> Row:
    key = getattr(row, f"{relation}_id") if relation else row.pk
    link = record_address(opened, key) if opened is not None and key is not None else ""
    cells = [
        # every value is escaped by its cell
        (column.label, column.cell.style, mark_safe(column.cell.html(column.value(row))))  # noqa: S308
        for column in columns
    ]
    return Row(link, cells)
