"""Amounts that are read and not typed: thousands apart, as in lists and papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import models

_NUMBER = re.compile(r"(-?\d{4,})(\.\d+)?")


def grouped(text: str) -> str:
    """Return a plain number with its thousands apart; anything else as it is."""
    found = _NUMBER.fullmatch(text)
    return f"{int(found[1]):,}{found[2] or ''}" if found else text


class Grouped:
    """Tells the form which fields are read with their thousands apart."""

    model: Any

    @property
    def readonly_preprocess_fields(self) -> dict[str, Callable[[str], str]]:
        """Return what the pages of unfold ask for each shown field."""
        return {
            field.name: grouped
            for field in self.model._meta.concrete_fields
            if isinstance(field, models.DecimalField)
        }
