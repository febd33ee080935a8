"""What no field of a kind can hold, as people type it into a form or into a cell of a file."""

from __future__ import annotations

from typing import Any

from django.db import models

from erp.foundation.models.colour import ColourField
from erp.foundation.models.rich_text import RichTextField
from erp.foundation.models.switches import SwitchesField

_NUMBERS = ("abc", "1.2.3", "12,5,1", "1e400", "NaN", "Infinity", "--1", "9" * 400, "１２x", "-1")
_DAYS = ("soon", "2026-02-30", "2026-13-01", "31/31/2026", "0000-00-00", "99999-01-01", "2026")
#: By kind of field, the first that fits; nothing, and what is too long, come beside it.
_BY_KIND: tuple[tuple[tuple[Any, ...], tuple[str, ...]], ...] = (
    ((ColourField,), ("red", "#12345g", "#12")),
    ((models.EmailField,), ("nobody", "a@b", "a b@c.example", "a@c..example", "@c.example")),
    ((models.URLField,), ("nope", "https://", "javascript:alert(1)", "https://a b.example")),
    ((models.SlugField,), ("two words", "ä/b")),
    ((models.IntegerField,), (*_NUMBERS, "12.5", "99999999999999999999", "1e9999999")),
    ((models.DecimalField,), (*_NUMBERS, "9" * 40, f"0.{'1' * 30}")),
    ((models.FloatField,), _NUMBERS),
    ((models.DateTimeField,), (*_DAYS, "2026-01-01 25:00", "2026-01-01 1")),
    ((models.DateField,), _DAYS),
    ((models.TimeField,), ("soon", "25:00", "12:60", "12")),
    ((models.ForeignKey,), ("", "999999999")),
    ((models.ManyToManyField,), ("999999999",)),
)
#: A form offers boxes to tick or takes any text, so that nothing can be typed wrongly.
_ANYTHING = (models.BooleanField, models.JSONField, SwitchesField, RichTextField)


def bad_values(field: Any) -> list[str]:
    """Return what the field cannot hold; some of it is right for fields that ask for little."""
    if isinstance(field, _ANYTHING):
        return []
    if field.choices:
        return ["", "no such choice", "=1+1"]
    own = next((values for kinds, values in _BY_KIND if isinstance(field, kinds)), ())
    if field.is_relation:
        return list(own)
    return ["", "  ", *own, *_too_long(field)]


def _too_long(field: Any) -> list[str]:
    if isinstance(field, models.DecimalField):
        whole = field.max_digits - field.decimal_places
        return [f"1{'0' * whole}", f"1.{'0' * field.decimal_places}1"]
    if isinstance(field, models.CharField | models.TextField) and field.max_length:
        return [sign * (field.max_length + 1) for sign in "x轴"]
    return []
