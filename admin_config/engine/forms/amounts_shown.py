"""What is read and not typed: amounts with thousands apart, states in their colour, no hints."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst

from admin_config.engine.listing.states import tones_of

_NUMBER = re.compile(r"(-?)(\d+)(\.\d+)?")
#: A point and two places.
_MONEY = 3


def grouped(text: str) -> str:
    """Return a plain number with its thousands apart; anything else as it is.

    Of more than two places only those stand that say something.
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    sign, whole, places = found[1], int(found[2]), found[3] or ""
    if len(places) > _MONEY:
        places = places.rstrip("0").rstrip(".")
    return f"{sign}{whole:,}{places}"


def _in_colour(field: Any) -> Callable[[str], str] | None:
    """Return how the states of a field are shown; nothing where its choices are no states."""
    tones = tones_of(dict(field.flatchoices))

    def shown(text: str) -> str:
        for value, label in field.flatchoices:
            if str(label) == text:
                return format_html(
                    '<span class="cl-tag cl-{}">{}</span>', tones[value], capfirst(text)
                )
        return text

    return shown if tones else None


class Grouped:
    """Tells the form how fields are shown that are only read."""

    model: Any

    @property
    def readonly_preprocess_fields(self) -> dict[str, Callable[[str], str]]:
        """Return what the pages of unfold ask for each shown field."""
        shown: dict[str, Callable[[str], str]] = {}
        for field in self.model._meta.concrete_fields:
            if hasattr(field, "own_markup"):
                shown[field.name] = field.own_markup
            elif isinstance(field, models.DecimalField):
                shown[field.name] = grouped
            elif field.choices and (coloured := _in_colour(field)) is not None:
                shown[field.name] = coloured
        return shown

    def render_change_form(self, request: Any, context: Any, *args: Any, **options: Any) -> Any:
        """Say nothing about how to fill in what this person only reads."""
        record = options.get("obj")
        if record is not None and not self.has_change_permission(request, record):  # type: ignore[attr-defined]
            names = [field.name for field in self.model._meta.get_fields()]
            context["adminform"].form._meta.help_texts = dict.fromkeys(names, "")
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]
