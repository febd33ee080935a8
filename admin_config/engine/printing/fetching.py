"""Fetch papers with everything that their layout prints."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from admin_config.engine.printing.paths import columns_in, relations_in
from admin_config.engine.spec.printing import Layout, PrintTaxes, PrintTotal


def ready_to_print(layout: Layout, papers: QuerySet[Any]) -> QuerySet[Any]:
    """Return the papers with everything fetched along: two questions, however many papers."""
    papers = papers.select_related(*relations_in(layout.model, head_paths(layout)))
    if layout.lines is None:
        return papers
    accessor: Any = layout.model._meta.get_field(layout.lines.accessor)
    lines, back = accessor.related_model, accessor.remote_field.name
    paths = line_paths(layout)
    taxes = [name for t in layout.totals if isinstance(t, PrintTaxes) for name in t.along]
    carried = filter(None, [layout.lines.carried])
    rows = lines._default_manager.select_related(*relations_in(lines, [*paths, *taxes])).only(
        back, *columns_in(lines, [*paths, *taxes, *carried])
    )
    return papers.prefetch_related(Prefetch(layout.lines.accessor, queryset=rows))


def line_paths(layout: Layout) -> list[str]:
    """Return every path from a line that a column prints."""
    columns = layout.lines.columns if layout.lines else ()
    paths = [path for c in columns for path in (c.value, c.otherwise, *c.below)]
    return [path for path in paths if path not in {"", "#"}]


def head_paths(layout: Layout) -> list[str]:
    """Return every path from the paper that is printed or decides how."""
    head, totals = layout.letterhead, layout.totals
    paths = [*layout.facts, *layout.texts, layout.number, layout.language, layout.currency]
    paths += [total.value for total in totals if isinstance(total, PrintTotal)]
    paths += layout.addressee.rows if layout.addressee else ()
    if head:
        paths += [head.of]
    return [path for path in paths if path]
