"""A quick look at one record: its fields in the order of the form, whole and read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.infer.form import sections_of
from admin_config.engine.listing.cells import Cell, cell_of
from admin_config.engine.listing.columns import column_of
from admin_config.engine.listing.fetching import naming_relations, show_to
from admin_config.engine.navigation import record_address
from admin_config.engine.registry import registry
from erp.foundation.rights import may

_MOST_RELATED = 20


@dataclass(frozen=True)
class Line:
    """One field of the record."""

    label: str
    text: str
    #: The value as markup, where it is more than text.
    html: SafeString | str
    #: Where the record that it points to is shown, if the person may see it.
    link: str
    long: bool


@dataclass(frozen=True)
class Look:
    """What a quick look shows."""

    title: str
    kind: str
    address: str
    may_change: bool
    sections: list[tuple[str, list[Line]]]


def look_at(admin: Any, request: HttpRequest, key: str) -> Look | None:
    """Return the look at a record; ``None`` when it is gone or out of the person's reach."""
    pk = admin.model._meta.pk
    try:
        wanted = pk.to_python(unquote(key)) if key else None
    except (ValidationError, ValueError):
        return None
    if wanted is None:
        return None
    rows = admin.get_queryset(request).filter(pk=wanted)
    record = rows.select_related(*(naming_relations(rows.model) or (None,))).first()
    if record is None:
        return None
    show_to([record], actor_of(request))
    admin.note_looked_at(request, record)
    return Look(
        str(record),
        capfirst(str(admin.model._meta.verbose_name)),
        record_address(admin.screen, record.pk),
        admin.has_change_permission(request, record),
        _sections(admin, request, record),
    )


def _sections(admin: Any, request: HttpRequest, record: Any) -> list[tuple[str, list[Line]]]:
    hidden = admin.hidden(request)
    found: list[tuple[str, list[Line]]] = []
    shown: set[str] = set()
    for section in sections_of(admin.screen):
        names = [
            n for entry in section.fields for n in (entry if isinstance(entry, tuple) else (entry,))
        ]
        shown |= set(names)
        lines = [_line(admin, request, record, n) for n in names if n not in hidden]
        found.append((str(section.title), [line for line in lines if line is not None]))
    rest = [
        name
        for name, field in fields_of(admin.model).items()
        if name not in shown and name not in hidden and not field.field.primary_key
    ]
    lines = [
        _line(admin, request, record, name) for name in rest if name not in admin.screen.exclude
    ]
    found.append((_("More"), [line for line in lines if line is not None]))
    return [(title, lines) for title, lines in found if lines]


def _line(admin: Any, request: HttpRequest, record: Any, name: str) -> Line | None:
    column = column_of(admin.screen, name)
    if column is None or isinstance(column.field, models.JSONField | models.BinaryField):
        return None
    value = column.value(record)
    cell: Cell = column.cell
    if isinstance(column.field, models.ManyToManyField):
        text = _(", ").join(str(other) for other in value.all()[:_MOST_RELATED])
        return Line(column.label, text, "", "", long=False)
    if column.field is not None and value is not None and cell.style in {"state", "flag", "link"}:
        return Line(
            column.label, cell.text(value), cell_of(column.field).html(value), "", long=False
        )
    is_long = isinstance(column.field, models.TextField)
    return Line(column.label, cell.text(value), "", _link(request, column.field, value), is_long)


def _link(request: HttpRequest, field: Any, value: Any) -> str:
    """Return the address of the record that a relation points to, where it may be opened."""
    if not isinstance(field, models.ForeignKey) or not isinstance(value, models.Model):
        return ""
    screen = registry.for_model(type(value))
    if screen is None or not may(actor_of(request), "view", value):
        return ""
    return record_address(screen, value.pk)
