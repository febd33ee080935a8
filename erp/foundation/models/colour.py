"""A colour for print and screen, as #rrggbb, dark enough to be read on white paper."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

_CODE = re.compile(r"#[0-9a-f]{6}")
#: Contrast to white that large texts and lines need (WCAG 2.2, 1.4.3 and 1.4.11).
_LEAST = 3.0


def check_colour(code: str) -> None:
    """Refuse what is no colour, and colours that nobody reads on white paper."""
    if not _CODE.fullmatch(code):
        raise ValidationError(
            _("Write a colour as # and six digits from 0 to f, such as #1c5d49."), code="colour"
        )
    if _contrast_to_white(code) < _LEAST:
        raise ValidationError(
            _("This colour is too light to be read on white paper."), code="colour_light"
        )


def _contrast_to_white(code: str) -> float:
    weights = {1: 0.2126, 3: 0.7152, 5: 0.0722}
    light = sum(
        weight * _linear(int(code[place : place + 2], 16) / 255)
        for place, weight in weights.items()
    )
    return 1.05 / (light + 0.05)


def _linear(part: float) -> float:
    """Return how much light a part of a colour gives (IEC 61966-2-1)."""
    dark = 0.04045
    return part / 12.92 if part <= dark else float(((part + 0.055) / 1.055) ** 2.4)


class ColourField(models.CharField):  # type: ignore[type-arg]
    """A colour as ``#rrggbb`` in small letters; empty is the usual one."""

    default_validators = [check_colour]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take as many characters as a colour has."""
        super().__init__(*args, **{"max_length": 7, "blank": True, **options})

    def to_python(self, value: Any) -> Any:
        """Return the colour in small letters, with its # before it."""
        text = super().to_python(value)
        if not isinstance(text, str) or not text:
            return text
        text = text.strip().lower()
        return f"#{text}" if re.fullmatch(r"[0-9a-f]{6}", text) else text
