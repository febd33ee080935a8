"""What was found once is shown by the rights of today: differences of fields one may still see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from admin_config.engine.spec import Screen
from admin_config.engine.transfer.below import below_of, file_columns
from admin_config.engine.transfer.columns import Column, columns_for
from erp.foundation.actor import Actor
from erp.foundation.rights import may


def seen_today(
    screen: Screen, actor: Actor, options: dict[str, Any] | None = None
) -> dict[str, Column]:
    """Return every column of which a kept difference may be shown to this person, by name."""
    found = {**columns_for(screen, actor), **file_columns(screen, actor, options)}
    for below in below_of(screen):
        if may(actor, "view", below.model):
            columns = columns_for(below.screen, actor)
            found |= {below.name_of(name): column for name, column in columns.items()}
    return found


def still_seen(
    differences: Iterable[dict[str, str]], names: Collection[str]
) -> list[dict[str, str]]:
    """Return the differences of these fields; one that names no field is kept from everybody."""
    return [each for each in differences if each.get("field") in names]


def is_guarded(column: Column) -> bool:
    """Tell whether a role must be given to see a column, such as costs."""
    field = column.model_field
    return field.name in getattr(field.model, "guarded_fields", ())
