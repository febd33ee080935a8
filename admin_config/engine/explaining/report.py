"""A screen in plain text: what was inferred, what was declared, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import DatabaseError

from admin_config.engine.checks.complaint import file_of
from admin_config.engine.explaining.plan import plan_lines
from admin_config.engine.fields import fields_of, is_indexed, provider_of, sort_column
from admin_config.engine.infer.columns import columns_of
from admin_config.engine.infer.filters import filters_of, totals_of
from admin_config.engine.infer.form import sections_of
from admin_config.engine.listing.order import own_order, sort_path
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.keys import key_fields
from erp.foundation.gate import checks_of
from erp.foundation.rights import owner_fields
from erp.foundation.settling import settlers_of

DECLARED, INFERRED = "*", " "


def explain(screen: Screen, *, plans: bool = True) -> Iterator[str]:
    """Yield the report line by line; ``*`` marks what the declaration says."""
    yield f"{screen.model.__name__} ({screen.label}) — {_file(screen)}"
    yield f"{DECLARED} = declared, the rest is inferred from the model"
    parts = [
        ("List", _list(screen)),
        ("Form", _form(screen)),
        ("Fields", _fields(screen)),
        ("Rights", _rights(screen)),
        ("Files", _files(screen)),
        ("Verbs", _verbs(screen)),
        ("Gates", _gates(screen)),
    ]
    if plans:
        parts.append(("First page of the list", plan_lines(screen)))
    for title, lines in parts:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _file(screen: Screen) -> str:
    file = file_of(screen) or Path()
    return str(
        file.relative_to(settings.BASE_DIR) if file.is_relative_to(settings.BASE_DIR) else file
    )


def _said(screen: Screen, argument: str) -> str:
    """Return the mark of an argument: declared when it differs from the language's default."""
    found = next(f for f in dataclass_fields(screen) if f.name == argument)
    default = found.default if found.default_factory is MISSING else found.default_factory()
    return INFERRED if getattr(screen, argument) == default else DECLARED


def _line(mark: str, name: str, value: Any) -> str:
    shown = ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return f"{mark} {name:<12} {shown or '–'}"


def _list(screen: Screen) -> Iterator[str]:
    columns = columns_of(screen)
    order = own_order(screen, frozenset())
    yield _line(_said(screen, "columns"), "columns", columns)
    sorted_by = [f"{name} by {path}" for name in columns if (path := sort_path(screen, name))]
    yield _line(INFERRED, "sortable", sorted_by)
    yield _line(_said(screen, "ordering"), "order", order.lookups)
    yield _line(_said(screen, "filters"), "filters", filters_of(screen))
    yield _line(_said(screen, "totals"), "totals", totals_of(screen))
    yield _line(INFERRED, "search", tuple(getattr(screen.model, "search_fields", ())))
    yield _line(_said(screen, "page_size"), "page size", screen.page_size)
    yield _line(_said(screen, "small"), "small table", "yes" if screen.small else "no")
    for chart in screen.charts:
        yield _line(DECLARED, "chart", chart)


def _form(screen: Screen) -> Iterator[str]:
    mark = _said(screen, "sections")
    for section in sections_of(screen):
        where = " (tab)" if section.tab else " (folded)" if section.folded else ""
        yield _line(mark, "section", f"{section.title}{where}: {', '.join(section.names)}")
    for name in ("readonly", "exclude"):
        if getattr(screen, name):
            yield _line(DECLARED, name, getattr(screen, name))
    for field_name, value in screen.defaults:
        yield _line(DECLARED, "default", f"{field_name} = {getattr(value, '__name__', value)}()")
    for children in screen.children:
        columns = ", ".join(children.columns) if children.columns else "all that can be typed"
        yield _line(DECLARED, "children", f"{children.model._meta.label}: {columns}")
    for lines in screen.lines:
        told = ", ".join(lines.columns)
        yield _line(DECLARED, "lines", f"{lines.model._meta.label}: {told}")


def _fields(screen: Screen) -> Iterator[str]:
    for found in fields_of(screen.model).values():
        field: Any = found.field
        column = sort_column(screen.model, found.name)
        facts = [
            type(field).__name__,
            f"from {provider_of(screen.model, found.name)}",
            "typed" if found.editable else "kept by the house",
            *(["required"] if found.editable and not field.blank else []),
            *([f"index on {column}"] if found.local and is_indexed(screen.model, column) else []),
            *([f"→ {field.related_model._meta.label}"] if field.is_relation else []),
        ]
        yield f"  {found.name:<18} {', '.join(facts)}"


def _rights(screen: Screen) -> Iterator[str]:
    model: Any = screen.model
    yield _line(INFERRED, "owners", owner_fields(model) or "none: everybody reaches all")
    guarded = tuple(getattr(model, "guarded_fields", ()))
    yield _line(INFERRED, "guarded", guarded or "no field")
    chosen = (
        "everybody may choose one" if getattr(model, "open_for_choice", False) else "as looked up"
    )
    yield _line(INFERRED, "in forms", chosen)
    yield _line(
        _said(screen, "read_only"), "writes", "none" if screen.read_only else "as of rights"
    )
    try:
        held = _held(model)
    except DatabaseError:
        yield _line(INFERRED, "roles", "unknown: there are no tables yet (manage.py migrate)")
        return
    for role in sorted(held):
        yield _line(INFERRED, role[:12], tuple(sorted(held[role])))


def _held(model: Any) -> dict[str, list[str]]:
    """Return the rights on the model by the roles that hold them."""
    tail = f"_{model._meta.model_name}"
    rows = Permission.objects.filter(
        content_type__app_label=model._meta.app_label, codename__endswith=tail
    ).values_list("group__name", "codename")
    held: dict[str, list[str]] = {}
    for role, codename in rows:
        if role:
            held.setdefault(role, []).append(codename.removesuffix(tail))
    return held


def _files(screen: Screen) -> Iterator[str]:
    importing, mark = screen.importing, _said(screen, "importing")
    if importing is None:
        yield _line(mark, "import", "taken away")
    else:
        yield _line(DECLARED if importing.key else INFERRED, "key", key_fields(screen.model))
        named = importing.fields or "all that can be typed"
        yield _line(DECLARED if importing.fields else INFERRED, "import", named)
    yield _line(INFERRED, "export", "what the list shows, or every field")


def _verbs(screen: Screen) -> Iterator[str]:
    mark = _said(screen, "copy")
    if screen.copy is None:
        yield _line(mark, "copy", "taken away")
    else:
        yield _line(mark, "copy resets", screen.copy.reset)
        yield _line(mark, "copies along", screen.copy.along)
    for action in screen.actions:
        asked = ", asks for a reason" if action.reason else ""
        limited = ", only sometimes" if action.when else ""
        source = f"{action.service.__module__}.{action.name}"
        yield _line(DECLARED, "does", f"{source} with the right to {action.right}{asked}{limited}")
    for word in screen.continues:
        each = word.continuation
        counted = "never more than is left" if each.limited else "any number of times"
        states = ", ".join(sorted(each.when))
        told = f"{each.source_head._meta.label} while {states}, {counted}"
        yield _line(DECLARED, "continues", told)


def _gates(screen: Screen) -> Iterator[str]:
    yield from _functions("refuses", checks_of(screen.model))
    yield from _functions("settles", settlers_of(screen.model))


def _functions(name: str, functions: Iterable[Any]) -> Iterator[str]:
    for function in functions:
        summary = (function.__doc__ or "").strip().splitlines()[:1]
        told = f" — {summary[0]}" if summary else ""
        yield _line(INFERRED, name, f"{function.__module__}.{function.__name__}{told}")
