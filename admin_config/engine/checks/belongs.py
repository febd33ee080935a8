"""Rules about what belongs: both relations are there and lead to one table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import field_names
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Screen


def belonging_names(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of relations that the record does not have."""
    known = field_names(screen.model)
    for belongs in screen.belongs:
        for argument, name in (("field", belongs.field), ("to", belongs.to)):
            if name not in known:
                yield complain(
                    screen,
                    Mistake.UNKNOWN_NAME,
                    f"Belongs.{argument} names {name!r}, which is not there.",
                    hint=nearest(name, known),
                    word=name,
                )


def belonging_tables(screen: Screen) -> Iterator[CheckMessage]:
    """Complain where the two do not lead to one table."""
    for belongs in screen.belongs:
        target, decides = _target(screen.model, belongs.to), _target(screen.model, belongs.field)
        by = None if decides is None else _target(decides, belongs.by)
        if target is None or by is None or not _is_one_table(target, by):
            yield complain(
                screen,
                Mistake.BELONGS_APART,
                f"{belongs.field!r} does not belong to {belongs.to!r} by {belongs.by!r}.",
                hint="Name two relations of the record, and a relation that leads to the second.",
                word=belongs.by,
            )


def _target(model: Any, name: str) -> Any:
    """Return what a relation leads to; none where it is no relation."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.remote_field.model if isinstance(field, models.ForeignKey) else None


def _is_one_table(one: Any, other: Any) -> bool:
    return bool(one._meta.concrete_model == other._meta.concrete_model)


RULES = (belonging_names, belonging_tables)
