"""A screen for every explored table: columns, filters, the form's sections, related rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from admin_config.engine.listing.filters.make import filter_kind
from admin_config.engine.spec import MenuSection, Panel, Screen, Section
from admin_config.explorer.fields import Size
from admin_config.explorer.log import log_screen
from admin_config.explorer.making import Plan
from admin_config.explorer.pointers import Pointer
from admin_config.explorer.row_admin import RowAdmin, TableAdmin
from erp.foundation.models import LogEntry, Operation
from erp.foundation.models.several_choices import is_free_text

_MOST_COLUMNS, _MOST_FILTERS, _MOST_PANELS, _PANEL_COLUMNS = 8, 10, 12, 5
_MOST_LINES = 50


def menu_of(plans: dict[str, Plan], made: dict[str, Any]) -> tuple[MenuSection, ...]:
    """Return the menu: the tables, those that only join two others, the views."""
    sections: dict[str, list[Screen]] = {"tables": [], "joins": [], "views": []}
    for plan in plans.values():
        kind = "views" if plan.table.is_view else "joins" if plan.found.joins else "tables"
        sections[kind].append(_screen(plan, made, plans))
    titles = {"tables": _("Tables"), "joins": _("Joining tables"), "views": _("Views")}
    menu = [MenuSection(titles[kind], tuple(each)) for kind, each in sections.items() if each]
    if any(plan.is_written for plan in plans.values()):
        menu.append(MenuSection(_("Log"), (log_screen(),)))
    return tuple(menu)


def _screen(plan: Plan, made: dict[str, Any], plans: dict[str, Plan]) -> Screen:
    model = made[plan.table.name]
    small = plan.facts.small or plan.is_keyless
    return Screen(
        model,
        icon="table_view" if plan.table.is_view else "table_rows",
        columns=_columns(model),
        filters=_filters(model, small=small),
        totals=(),
        sections=_sections(plan, model),
        panels=(*_panels(plan, made, plans)[:_MOST_PANELS], *_changes(plan, model)),
        copy=None,
        importing=None,
        small=small,
        read_only=not plan.is_written,
        admin=RowAdmin if plan.is_written else TableAdmin,
    )


def _own(model: Any) -> list[Any]:
    """Return the fields that stand for columns people know."""
    return [f for f in model._meta.concrete_fields if f.name != "row_number_"]


def _columns(model: Any) -> tuple[str, ...]:
    """Return the key, the name, then short columns in the order of the table."""
    own = _own(model)
    short = [f.name for f in own if not isinstance(f, models.TextField | Size)]
    keys = [f.name for f in own if f.primary_key]
    named = [model.named_by] if model.named_by in short else []
    names = list(dict.fromkeys((*keys, *named, *short)))[:_MOST_COLUMNS]
    return tuple(names) if keys or named else ("__str__", *names[: _MOST_COLUMNS - 1])


def _filters(model: Any, *, small: bool) -> tuple[str, ...]:
    """Return the fields that a filter fits and an index serves, or the table is small."""
    served = [f.name for f in _own(model) if _is_filter(f, small=small)]
    return tuple(served[:_MOST_FILTERS])


def _is_filter(field: Any, *, small: bool) -> bool:
    if not filter_kind(field) or isinstance(field, Size):
        return False
    is_text = is_free_text(field)
    return bool(field.db_index or ((small or field.unique) and not is_text))


def _sections(plan: Plan, model: Any) -> tuple[Section, ...]:
    own = _own(model)
    long = tuple(f.name for f in own if isinstance(f, models.TextField))
    short = tuple(f.name for f in own if f.name not in long)
    sections = (Section(_("General"), short, help=_to_know(plan)), Section(_("Texts"), long))
    return tuple(section for section in sections if section.fields)


def _to_know(plan: Plan) -> Any:
    """Return what to know before changing a row, or why none can be changed."""
    if not plan.writes:
        return ""
    if plan.against_writing:
        return format_lazy(_("Only looked at: {reason}."), reason=plan.against_writing)
    if not plan.table.triggers:
        return ""
    said = _(
        "This table has triggers: the database does more by itself when a row changes ({names})."
    )
    return format_lazy(said, names=", ".join(plan.table.triggers))


def _changes(plan: Plan, model: Any) -> tuple[Panel, ...]:
    """Return the panel of what was changed at a row here."""
    if not plan.is_written:
        return ()

    def rows(record: Any) -> Any:
        kind = ContentType.objects.get_for_model(model)
        noted = LogEntry.objects.filter(content_type=kind, object_pk=str(record.pk))
        return Operation.objects.filter(pk__in=noted.values("operation")).order_by("-pk")

    columns = ("created_at", "act", "actor_label", "reason")
    return (Panel(_("Changes made here"), Operation, rows, columns),)


def _panels(plan: Plan, made: dict[str, Any], plans: dict[str, Plan]) -> list[Panel]:
    """Return a panel for every table that points here and can be asked quickly.

    Lines stand first: they are a part of the paper, whole and in the order they were written.
    """
    target = made[plan.table.name]
    lines, others = [], []
    for name, child in made.items():
        quick = plans[name].facts.small
        for field in child._meta.concrete_fields:
            points = isinstance(field, Pointer) and field.related_model is target
            if not points or not (quick or field.db_index):
                continue
            head = plans[name].found.head
            if head is not None and head.columns == (field.column,):
                lines.append(_lines(child, field))
            else:
                others.append(_joined(plans[name], child, field) or _panel(child, field))
    return [*lines, *others]


def _query(field: Any) -> Callable[[Any], str]:
    def query(record: Any) -> str:
        return urlencode({field.name: str(record.pk)})

    return query


def _rows(child: Any, field: Any, order: str) -> Callable[[Any], Any]:
    def rows(record: Any) -> Any:
        return child.objects.filter(**{field.name: record.pk}).order_by(order)

    return rows


def _lines(child: Any, field: Any) -> Panel:
    """Return the panel of a paper's lines."""
    columns = tuple(name for name in _columns(child) if name != field.name)
    title = capfirst(str(child._meta.verbose_name_plural))
    rows = _rows(child, field, "pk")
    return Panel(title, child, rows, columns, _query(field), most=_MOST_LINES)


def _joined(plan: Plan, child: Any, field: Any) -> Panel | None:
    """Return the panel of what a joining table leads to; nothing where it does not join."""
    columns = {relation.columns[0] for relation in plan.found.joins} - {field.column}
    others = [
        f for f in child._meta.concrete_fields if isinstance(f, Pointer) and f.column in columns
    ]
    if len(others) != 1 or field.column not in {r.columns[0] for r in plan.found.joins}:
        return None
    (other,) = others
    target: Any = other.related_model
    title = capfirst(str(target._meta.verbose_name_plural))
    heading = f"{title} ({child._meta.verbose_name})"
    rows = _rows(child, field, "-pk")
    return Panel(heading, child, rows, (other.name,), _query(field), opens=other.name)


def _panel(child: Any, field: Any) -> Panel:
    columns = [name for name in _columns(child) if name != field.name]
    title = capfirst(str(child._meta.verbose_name_plural))
    label = str(field.verbose_name)
    is_plain = label == str(field.related_model._meta.verbose_name)
    heading = title if is_plain else f"{title} ({label})"
    shown = tuple(columns[:_PANEL_COLUMNS])
    return Panel(heading, child, _rows(child, field, "-pk"), shown, _query(field))
