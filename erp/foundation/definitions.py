"""Fields that people define while the house runs: what a definition is, whoever stores it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

NUMBER, CHOICE, TEXT, YES_NO = "number", "choice", "text", "yes_no"


@dataclass(frozen=True)
class Option:
    """One of the values to choose from: the name that files carry, and what people read."""

    name: str
    #: In the reader's language, a lazy text.
    label: Any
    #: Keys of the records that stand for it, one in each place that defines it.
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Definition:
    """A typed field: its code names it in files and addresses, its label on screens."""

    code: str
    #: In the reader's language, a lazy text.
    label: Any
    kind: str
    unit: str = ""
    required: bool = False
    #: Keys of the definitions that share the code; one within a scope.
    keys: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def title(self) -> str:
        """Return the label with the unit."""
        return f"{self.label} ({self.unit})" if self.unit else str(self.label)


class Definitions(Protocol):
    """All definitions of one kind of records, read once; a scope is a key such as a category's."""

    def of(self, scope: Any) -> list[Definition]:
        """Return what a record in this scope has, in order; nothing without a scope."""

    def around(self, scopes: Collection[Any]) -> list[Definition]:
        """Return what records in these scopes, or below them, may have; one for each code."""

    def everything(self) -> list[Definition]:
        """Return every definition, one for each code."""


def value_of(row: dict[str, Any], definition: Definition) -> Any:
    """Return what a stored row says: a number, a text, yes or no, or the name of an option."""
    if definition.kind == NUMBER:
        return None if row["number"] is None else shortest(row["number"])
    if definition.kind == YES_NO:
        return row["yes_no"]
    if definition.kind == CHOICE:
        key = row["choice_id"]
        return next((option.name for option in definition.options if key in option.keys), None)
    return row["text"] or None


def shortest(number: Decimal) -> Decimal:
    """Return a number without the zeros that its column adds."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if int(plain.as_tuple().exponent) > 0 else plain


def columns_of(definition: Definition, value: Any) -> dict[str, Any]:
    """Return the columns of the row that holds a value; the other ones are empty."""
    columns: dict[str, Any] = {"number": None, "yes_no": None, "choice_id": None, "text": ""}
    if definition.kind == CHOICE:
        option = next(o for o in definition.options if o.name == value)
        return {**columns, "choice_id": option.keys[0]}
    column = {NUMBER: "number", YES_NO: "yes_no"}.get(definition.kind, "text")
    return {**columns, column: value}
