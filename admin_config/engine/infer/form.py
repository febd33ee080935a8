"""Infer the sections of a form from the model."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from admin_config.engine.fields import fields_of
from admin_config.engine.spec import Screen, Section


def sections_of(screen: Screen) -> tuple[Section, ...]:
    """Return the declared sections, or one with what is typed and one with long texts."""
    if screen.sections is not None:
        return screen.sections
    typed = [
        f for f in fields_of(screen.model).values() if f.editable and f.name not in screen.exclude
    ]
    long = tuple(f.name for f in typed if isinstance(f.field, models.TextField))
    short = tuple(f.name for f in typed if f.name not in long)
    sections = (Section(_("General"), short), Section(_("Notes"), long))
    return tuple(section for section in sections if section.fields)
