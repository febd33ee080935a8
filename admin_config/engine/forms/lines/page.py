"""The grid on the page: rows as plain cells, and what the script needs to know about columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.forms.lines.relations import name_cells
from admin_config.engine.forms.lines.words import words

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.column import Column
    from admin_config.engine.forms.lines.grid import Grid
    from admin_config.engine.forms.lines.state import Row


class Page:
    """What the template shows of one grid."""

    def __init__(self, grid: Grid) -> None:
        """Fetch what the rows point to, one query a relation."""
        self.grid = grid
        grid.shown_records()
        name_cells(grid.state.rows, grid.columns)

    @property
    def typed(self) -> bool:
        """Tell whether anything can be typed here at all."""
        return bool(self.grid.allowed)

    @property
    def sent(self) -> str:
        """Return the rows for the hidden input."""
        return self.grid.sent_text()

    @property
    def columns(self) -> list[Column]:
        """Return the columns in order."""
        return self.grid.columns

    @property
    def rows(self) -> SafeString:
        """Return all rows as plain cells; no template and no input a row."""
        return format_html_join("", "<tr{}>{}</tr>", self._rows())

    def _rows(self) -> Iterator[tuple[SafeString, SafeString]]:
        columns = [(c, _cell_start(c)) for c in self.grid.columns]
        end, open_words = mark_safe("</td>"), words()["open"]
        for number, row in enumerate(self.grid.state.rows, start=1):
            cells = [format_html('<th scope="row" class="ln-no">{}</th>', number)]
            for column, start in columns:
                cells += [start, format_html("{}", shown(column, row)), end]
                if row.doubtful and column.name == self.grid.lines.goods:
                    cells.insert(-1, format_html('<span class="ln-doubt">{}</span>', open_words))
            yield _row_class(row), mark_safe("".join(cells))  # noqa: S308 - each part is escaped above

    @property
    def config(self) -> str:
        """Return what the script needs to know, as JSON."""
        grid = self.grid
        found = {
            "columns": [self._told(column) for column in grid.columns],
            "allowed": sorted(grid.allowed),
            "moves": bool(grid.lines.order),
            "most": grid.lines.most,
            "fresh": self._fresh(),
            "paste": list(self._paste()),
            "wording": self.wording,
            "goods": grid.lines.goods if self._has(grid.lines.goods) else "",
            "depends": list(grid.lines.depends),
            "compute": self._compute(),
            "address": self._address(),
            "choices": reverse("console:autocomplete"),
            "of": self._of(),
            "matches": grid.lines.match is not None,
            "facts": grid.lines.facts is not None,
            "fills": grid.lines.fill is not None,
            "head": grid.instance.pk if grid.instance is not None else None,
            "words": words(),
        }
        return json.dumps(found, ensure_ascii=False)

    def _has(self, name: str) -> bool:
        return any(column.name == name for column in self.grid.columns)

    def _paste(self) -> list[str]:
        """Return the columns that a pasted block fills: declared, or the first text and number."""
        if self.grid.lines.paste:
            return [name for name in self.grid.lines.paste if self._has(name)]
        firsts = {column.kind: column.name for column in reversed(self.grid.columns)}
        return [firsts[kind] for kind in ("text", "number") if kind in firsts]

    @property
    def wording(self) -> str:
        """Return the text that is matched."""
        return self.grid.lines.wording or next(iter(self._paste()), "")

    def _told(self, column: Column) -> dict[str, Any]:
        told: dict[str, Any] = {
            "name": column.name,
            "label": str(capfirst(column.label)),
            "kind": column.kind,
            "look": column.look,
        }
        if column.kind == "choice":
            told["choices"] = column.choices
        elif column.kind == "relation":
            told |= {"field": column.name, "create": _create_address(column)}
        elif column.kind == "number":
            told["digits"] = column.digits
        elif column.kind == "text":
            told["longest"] = column.field.max_length
        if column.typed is not None and column.typed.required:
            told["required"] = True
        return told

    def _fresh(self) -> dict[str, str]:
        """Return what a new row starts with."""
        record = self.grid.lines.model()
        cells = {c.name: c.to_typed(record) for c in self.grid.columns if c.kind != "shown"}
        return {name: value for name, value in cells.items() if value}

    def _compute(self) -> dict[str, Any] | None:
        rule = self.grid.lines.compute
        if rule is None:
            return None
        from admin_config.engine.forms.lines.amounts import figures_of

        return figures_of(self.grid, rule)

    def _of(self) -> list[str]:
        """Return app, head and line by name, for the questions of the script."""
        meta = self.grid.lines.model._meta
        head: Any = self.grid.relation.remote_field.model._meta
        return [meta.app_label, str(head.model_name), str(meta.model_name)]

    def _address(self) -> str:
        meta = self.grid.lines.model._meta
        head = self.grid.relation.remote_field.model._meta
        try:
            return reverse(
                "console:lines", args=(head.app_label, head.model_name, meta.model_name, "_")
            ).removesuffix("_/")
        except NoReverseMatch:
            return ""

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.grid.state.rows)

    @property
    def totals(self) -> list[tuple[str, str, str]]:
        """Return the totals below the lines: the field of the head, its label and value."""
        rule = self.grid.lines.compute
        head = self.grid.relation.remote_field.model._meta
        if rule is None:
            return []
        known = {f.name: f for f in head.get_fields() if getattr(f, "concrete", False)}
        return [
            (name, str(known[name].verbose_name), _read(getattr(self.grid.instance, name, None)))
            for name in (rule.goods, *rule.added, rule.taxes, rule.total)
            if name in known
        ]


def shown(column: Column, row: Row) -> str:
    """Return what a cell reads like."""
    if column.kind == "shown":
        return column.to_shown(row.record) if row.record is not None else ""
    typed = row.cells.get(column.name, "")
    if column.kind == "relation":
        return row.texts.get(column.name, typed)
    if column.kind == "choice":
        return dict(column.choices).get(typed, typed)
    if column.kind == "yes":
        return _("yes") if typed else ""
    return column.to_read(typed)


def _cell_start(column: Column) -> SafeString:
    return format_html('<td class="ln-{}" data-label="{}">', column.look, capfirst(column.label))


def _row_class(row: Row) -> SafeString:
    return mark_safe(' class="ln-wrong"') if row.errors else mark_safe("")


def _read(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else ""


def _create_address(column: Column) -> str:
    """Return where a new record is made without leaving, for those who may."""
    widget = column.typed.widget
    if not getattr(widget, "can_add_related", False):
        return ""
    meta = column.field.remote_field.model._meta
    try:
        return reverse(f"console:{meta.app_label}_{meta.model_name}_add")
    except NoReverseMatch:
        return ""
