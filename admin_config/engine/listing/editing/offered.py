"""What a person may change in a list, and what the cells of a page need to be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.forms.once import new_form_token
from admin_config.engine.infer.form import sections_of
from admin_config.engine.listing.editing.kinds import cell_kind
from admin_config.engine.listing.fetching import named
from erp.foundation.actor import Actor
from erp.foundation.rights import may, owner_fields, scoped


def editable_names(admin: Any, request: HttpRequest) -> list[str]:
    """Return the declared fields that the person may type on the form as well."""
    screen = admin.screen
    if not screen.editable or not admin.has_change_permission(request):
        return []
    locked = {*admin.hidden(request), *admin.get_readonly_fields(request, None)}
    shown = {name for section in sections_of(screen) for name in section.names}
    return [name for name in screen.editable if name in shown and name not in locked]


def rows_within_reach(admin: Any, actor: Actor, keys: Iterable[Any]) -> QuerySet[Any]:
    """Return the records with these keys that the actor may look up, with their owners."""
    model: Any = admin.model
    joined = {path.rsplit("__", 1)[0] for path in owner_fields(model) if "__" in path}
    rows = scoped(actor, "view", model._default_manager.all()).filter(pk__in=list(keys))
    return rows.select_related(*joined) if joined else rows


def cells_of(admin: Any, request: HttpRequest, keys: Iterable[Any]) -> dict[str, Any]:
    """Return how each column is typed, and version and values of each row, in few queries."""
    actor, names = actor_of(request), editable_names(admin, request)
    known = fields_of(admin.model)
    fields = {name: known[name].field for name in names}
    rows = list(rows_within_reach(admin, actor, keys)) if names else []
    labels = {name: _labels(field, rows) for name, field in fields.items()}
    return {
        "token": new_form_token(),
        "columns": {name: _column(known[name].label, field) for name, field in fields.items()},
        "rows": {
            str(row.pk): {
                "version": row.version,
                "may": may(actor, "change", row),
                "cells": {name: _cell(row, name, field, labels) for name, field in fields.items()},
            }
            for row in rows
        },
    }


def _column(label: str, field: Any) -> dict[str, Any]:
    kind = cell_kind(field)
    needed = not field.blank and not field.null and kind != "flag"
    found: dict[str, Any] = {"label": capfirst(label), "kind": kind, "needed": needed}
    if kind == "choice":
        found["choices"] = [
            [str(value), capfirst(str(text))]
            for value, text in field.flatchoices
            if value not in {"", None}
        ]
    if kind == "several":
        found["choices"] = [[code, capfirst(str(text))] for code, text in field.pairs]
        found["between"] = _(", ")
    if kind == "text":
        found["most"] = field.max_length
    return found


def _labels(field: Any, rows: list[Any]) -> dict[Any, str]:
    """Return the names of the records that a relation's cells point to now, in one query."""
    if cell_kind(field) != "related":
        return {}
    keys = {getattr(row, field.attname) for row in rows} - {None}
    target = field.target_field.name
    found = named(field.related_model._base_manager.filter(**{f"{target}__in": keys}))
    return {getattr(row, target): str(row) for row in found}


def _cell(row: Any, name: str, field: Any, labels: dict[str, dict[Any, str]]) -> list[str]:
    """Return a cell as it is typed and as it is read."""
    value = getattr(row, field.attname)
    typed = typed_text(value)
    return [typed, labels[name].get(value, typed)] if name in labels else [typed, typed]


def typed_text(value: Any) -> str:
    """Return a value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
