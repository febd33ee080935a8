"""Write the rows of a list as markup, straight from Python: a page is mostly rows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from html import escape
from typing import Any

from django.contrib.admin.utils import quote
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from admin_config.engine.listing.columns import Column
from admin_config.engine.navigation import is_addressable

#: Texts of so many characters are codes and numbers, which are not broken into lines.
_CODES = range(1, 41)
_CLASSES = {
    "number": ' class="n"',
    "date": ' class="d"',
    "flag": ' class="f"',
    "choice": ' class="w"',
}


def render_rows(
    rows: Iterable[Any],
    columns: Sequence[Column],
    *,
    suffix: str,
    selectable: bool,
    starred: Container[Any] = (),
) -> SafeString:
    """Return one table row per record: tick box, the columns, the button for the quick look.

    ``suffix`` follows the address of each record, so that the form leads back to this page.
    Everything is escaped by its cell before it is joined here.
    """
    first, *others = columns
    opening = [
        f'<td{_CLASSES.get(column.cell.style, "")} data-l="{escape(column.label)}">'
        for column in others
    ]
    pairs = [
        (mark, column.value, column.cell.html) for mark, column in zip(opening, others, strict=True)
    ]
    select, look, tail = escape(_("Select")), escape(_("Quick look")), escape(suffix)
    star = escape(_("Favourite"))
    nameless = format_html("<em>{}</em>", _("(empty)"))
    short = ' class="k"' if getattr(first.field, "max_length", None) in _CODES else ""
    parts: list[str] = []
    for row in rows:
        key = escape(quote(str(row.pk)))
        title = first.cell.html(first.value(row)) or nameless
        parts.append(f'<tr data-k="{key}">')
        if selectable:
            parts.append(
                '<td class="s"><label><input type="checkbox" name="_selected_action" '
                f'value="{escape(str(row.pk))}" aria-label="{select}"></label></td>'
            )
        linked = f'<a href="{key}/change/{tail}">{title}</a>' if is_addressable(key) else title
        parts.append(f'<th scope="row"{short}>{linked}</th>')
        for mark, value, html in pairs:
            parts += (mark, html(value(row)), "</td>")
        pressed = "true" if row.pk in starred else "false"
        parts.append(
            f'<td class="e"><button type="button" class="st" aria-pressed="{pressed}" '
            f'aria-label="{star}"></button><button type="button" aria-label="{look}"></button>'
            "</td></tr>"
        )
    return mark_safe("".join(parts))  # noqa: S308 - every value was escaped by its cell
