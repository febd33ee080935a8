"""A column of the grid: what it holds, how a value is typed and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db import models

from admin_config.engine.forms.amounts_shown import grouped
from admin_config.engine.forms.widgets import NumberText, plain, plain_number
from erp.foundation.models.several_choices import SeveralChoicesField, SeveralInput

#: Prices are read with so many digits at least.
_CENTS = 2


@dataclass(frozen=True)
class Column:
    """One column: the model's field and, where it is typed, the form's field."""

    name: str
    label: str
    #: ``text``, ``number``, ``relation``, ``choice``, ``several``, ``yes``, ``date``, ``long`` or
    #: ``shown``.
    kind: str
    field: Any
    #: Cleans what was typed; none for a column that is only shown.
    typed: Any = None
    #: A price: read with two digits behind the point at least.
    money: bool = False

    @property
    def digits(self) -> int:
        """Return how many digits behind the point a number may have."""
        return int(getattr(self.field, "decimal_places", 0) or 0)

    @property
    def look(self) -> str:
        """Return the word by which the cell is laid out."""
        numbers = (models.DecimalField, models.IntegerField, models.FloatField)
        if self.kind == "shown" and isinstance(self.field, numbers):
            return "amount"
        return "text" if self.kind == "several" else self.kind

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return what may be chosen, as typed and as read."""
        if self.kind != "choice":
            return []
        return [("" if key is None else str(key), str(text)) for key, text in self.typed.choices]

    def to_typed(self, record: Any) -> str:
        """Return the record's value as somebody would type it."""
        value = getattr(record, getattr(self.field, "attname", self.name), None)
        if callable(value):
            value = value()
        if value is None or value == "":
            return ""
        if isinstance(self.field, SeveralChoicesField):
            return self.field.written(value)
        if isinstance(value, bool):
            return "1" if value else ""
        if isinstance(value, Decimal):
            text = NumberText(digits=self.digits or 4).format_value(value) or ""
            return f"{value:.{_CENTS}f}" if self.money and _places(text) < _CENTS else text
        return str(value.isoformat() if hasattr(value, "isoformat") else value)

    def to_shown(self, record: Any) -> str:
        """Return a worked-out value as it is read: amounts with all their digits."""
        value = getattr(record, self.name, "")
        value = value() if callable(value) else value
        if isinstance(value, Decimal):
            return f"{value:,.{self.digits}f}"
        if isinstance(self.field, SeveralChoicesField):
            return self.field.told(value)
        return "" if value is None else str(value)

    def to_read(self, typed: str) -> str:
        """Return a typed number as it is read: thousands apart."""
        return grouped(typed) if self.kind == "number" else typed

    def normal(self, text: str) -> str:
        """Return a typed text so that two ways to write one value are the same."""
        if self.kind == "several":
            return ",".join(sorted(self.field.names.read(text)[0])) or text
        if self.kind != "number":
            return str(plain(text))
        try:
            number = Decimal(plain_number(text))
        except InvalidOperation:
            return text
        return f"{number.normalize():f}" if number.is_finite() else text

    def is_same(self, one: str, other: str) -> bool:
        """Tell whether two typed texts mean one value."""
        return one == other or self.normal(one) == self.normal(other)

    def clean(self, text: str) -> Any:
        """Return the value of a typed text as the form's field makes it; relations are not here."""
        if self.kind == "yes":
            return bool(text)
        widget = self.typed.widget
        return self.typed.clean(widget.value_from_datadict({self.name: text}, {}, self.name))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def kind_of(field: Any, typed: Any) -> str:
    """Return what a column holds, by its field on the form."""
    kinds: tuple[tuple[Any, str], ...] = (
        (forms.ModelChoiceField, "relation"),
        (forms.TypedChoiceField, "choice"),
        (SeveralInput, "several"),
        (forms.BooleanField, "yes"),
        (forms.DateField, "date"),
        ((forms.DecimalField, forms.IntegerField, forms.FloatField), "number"),
    )
    for known, kind in kinds:
        if isinstance(typed, known):
            return kind
    return "long" if isinstance(field, models.TextField) else "text"
