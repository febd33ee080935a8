"""What decides which defined fields a record has: typed, chosen through a relation, or stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from admin_config.engine.along.fields import related_model, stated
from admin_config.engine.spec import Along, Screen
from erp.foundation.digits import number_in


def chosen_other(screen: Screen, along: Along, record: Any, data: Any) -> int | None:
    """Return the key of a record that was chosen instead of the one along; none when it stays."""
    chosen = number_in(data.get(along.relation, ""))
    column = screen.model._meta.get_field(along.relation).attname  # type: ignore[union-attr]
    own = getattr(record, column, None) if record is not None else None
    return chosen if chosen is not None and chosen != own else None


def scope_in(screen: Screen, record: Any, request: HttpRequest) -> Any:
    """Return the scope that a form has: as it was typed, or as the record stands."""
    data = request.POST if request.method == "POST" else request.GET
    path = stated(screen).scope
    relation, _line, name = path.rpartition("__")
    along = next((a for a in screen.along if a.relation == relation), None)
    if along is not None:
        other = chosen_other(screen, along, record, data)
        if other is not None:
            rows = related_model(screen.model, along)._base_manager.filter(pk=other)
            return rows.values_list(name, flat=True).first()
    if path in data:
        return number_in(data[path])
    return stored_scope(screen, record)


def stored_scope(screen: Screen, record: Any) -> Any:
    """Return the scope of a record as it stands."""
    if record is None:
        return None
    *steps, last = stated(screen).scope.split("__")
    for step in steps:
        record = getattr(record, step, None)
        if record is None:
            return None
    return getattr(record, record._meta.get_field(last).attname)
