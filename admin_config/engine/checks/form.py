"""Rules about the form: what must be typed can be typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.db import models

from admin_config.engine.checks.complaint import complain
from admin_config.engine.checks.known import relations_to
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.fields import ScreenField, fields_of
from admin_config.engine.infer.form import sections_of
from admin_config.engine.spec import Screen


def _must_be_typed(found: ScreenField) -> bool:
    field: Any = found.field
    if not found.editable or found.is_many:
        return False
    return not (field.blank or field.has_default() or isinstance(field, models.BooleanField))


def _missing(model: type[models.Model], typed: Collection[str]) -> Iterator[str]:
    for found in fields_of(model).values():
        if found.name not in typed and _must_be_typed(found):
            yield found.name


def required_fields(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of required fields without default that no section lets people type."""
    if screen.read_only:
        return
    shown = {name for section in sections_of(screen) for name in section.names}
    for name in _missing(screen.model, shown - {*screen.readonly, *screen.exclude}):
        yield complain(
            screen,
            Mistake.REQUIRED_MISSING,
            f"{name!r} is required and has no default, but no section lets people type it.",
            hint=f"Put {name!r} into a section, or give the model's field a default.",
            word="sections",
        )
    yield from _required_of_children(screen)


def _required_of_children(screen: Screen) -> Iterator[CheckMessage]:
    for children in screen.owned:
        if children.columns is None:
            continue
        parents = relations_to(children.model, screen.model)
        for name in _missing(children.model, {*children.columns, *parents}):
            yield complain(
                screen,
                Mistake.REQUIRED_MISSING,
                f"{name!r} of {children.model.__name__} is required, but its columns leave it out.",
                hint=f"Add {name!r} to the columns, or give the model's field a default.",
                word=children.model.__name__,
            )


RULES = (required_fields,)
