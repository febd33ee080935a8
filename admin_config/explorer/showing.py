"""A screen for every explored table: columns, filters, the form's sections, related rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from admin_config.engine.listing.filters.make import filter_kind
from admin_config.engine.spec import MenuSection, Panel, Screen, Section
from admin_config.explorer.fields import Pointer, Size
from admin_config.explorer.making import Plan

_MOST_COLUMNS, _MOST_FILTERS, _MOST_PANELS, _PANEL_COLUMNS = 8, 10, 12, 5


def menu_of(plans: dict[str, Plan], made: dict[str, Any]) -> tuple[MenuSection, ...]:
    """Return the menu: the tables, then the views."""
    tables = [_screen(plan, made, plans) for plan in plans.values() if not plan.table.is_view]
    views = [_screen(plan, made, plans) for plan in plans.values() if plan.table.is_view]
    sections = (MenuSection(_("Tables"), tuple(tables)), MenuSection(_("Views"), tuple(views)))
    return tuple(section for section in sections if section.screens)


def _screen(plan: Plan, made: dict[str, Any], plans: dict[str, Plan]) -> Screen:
    model = made[plan.table.name]
    small = plan.facts.small or plan.is_keyless
    return Screen(
        model,
        icon="table_view" if plan.table.is_view else "table_rows",
        columns=_columns(model),
        filters=_filters(model, small=small),
        totals=(),
        sections=_sections(model),
        panels=tuple(_panels(plan, made, plans))[:_MOST_PANELS],
        copy=None,
        importing=None,
        small=small,
        read_only=True,
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
    is_text = isinstance(field, models.CharField) and not field.choices
    return bool(field.db_index or ((small or field.unique) and not is_text))


def _sections(model: Any) -> tuple[Section, ...]:
    own = _own(model)
    long = tuple(f.name for f in own if isinstance(f, models.TextField))
    short = tuple(f.name for f in own if f.name not in long)
    sections = (Section(_("General"), short), Section(_("Texts"), long))
    return tuple(section for section in sections if section.fields)


def _panels(plan: Plan, made: dict[str, Any], plans: dict[str, Plan]) -> list[Panel]:
    """Return a panel for every table that points here and can be asked quickly."""
    target = made[plan.table.name]
    found = []
    for name, child in made.items():
        quick = plans[name].facts.small
        for field in child._meta.concrete_fields:
            points = isinstance(field, Pointer) and field.related_model is target
            if points and (quick or field.db_index):
                found.append(_panel(child, field))
    return found


def _panel(child: Any, field: Any) -> Panel:
    def rows(record: Any) -> Any:
        return child.objects.filter(**{field.name: record.pk}).order_by("-pk")

    def query(record: Any) -> str:
        return urlencode({field.name: str(record.pk)})

    columns = [name for name in _columns(child) if name != field.name]
    title = capfirst(str(child._meta.verbose_name_plural))
    label = str(field.verbose_name)
    is_plain = label == str(field.related_model._meta.verbose_name)
    heading = title if is_plain else f"{title} ({label})"
    return Panel(heading, child, rows, tuple(columns[:_PANEL_COLUMNS]), query)
