"""From a column and what was found about it to a field that forgives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from admin_config.explorer import fields, meaning
from admin_config.explorer.naming import is_counted, label_of
from admin_config.generator.blueprint import Kind
from admin_config.generator.inference.findings import ColumnFinding
from admin_config.generator.reading import Column, Family

if TYPE_CHECKING:
    from admin_config.explorer.making import Plan

_SHORT_BYTES = re.compile(r"^(?:var)?binary\((\d+)\)$", re.IGNORECASE)
#: Keys and hashes; anything longer is a file.
_MOST_BYTES = 64
_SIMPLE: dict[Family, Any] = {
    Family.FLOAT: fields.Broken,
    Family.BOOLEAN: fields.Flag,
    Family.DATE: fields.Day,
    Family.MOMENT: fields.Moment,
    Family.TIME: fields.Clock,
    Family.UUID: fields.Identifier,
}
_LINKED: dict[Kind, Any] = {
    Kind.EMAIL: meaning.MailAddress,
    Kind.LINK: meaning.WebAddress,
    Kind.IMAGE: meaning.Picture,
}
_WORDED_CHOICES = {Family.TEXT, Family.LONG_TEXT, Family.ENUM}
#: A set may hold nothing, whatever the column says.
_EMPTY = {"blank": True}


def field_of(plan: Plan, column: Column, *, is_key: bool) -> models.Field[Any, Any]:
    """Return the field for a column: of the meaning that was found, else of its type."""
    found = plan.found.finding_of(column)
    options: dict[str, Any] = {
        "verbose_name": label_of(column.name, found.label),
        "db_column": column.name,
        "null": column.nullable and not is_key,
        "blank": is_optional(column),
        # a number that the database gives is typed by nobody
        "editable": not column.generated and not (is_key and column.automatic),
    }
    if is_key:
        options["primary_key"] = True
    elif not column.nullable and (column.name,) in plan.unique:
        options["unique"] = True
    elif column.name in plan.indexed:
        options["db_index"] = True
    meant = None if is_key else _of_meaning(column, found, options)
    made: models.Field[Any, Any] = meant or _of_family(plan, column, options)
    return made


def is_optional(column: Column) -> bool:
    """Tell whether a new row may leave the column to the database."""
    return column.nullable or column.automatic or column.default is not None


def _of_meaning(column: Column, found: ColumnFinding, options: dict[str, Any]) -> Any:
    if found.choices and (made := _of_choices(column, found, options)):
        return made
    if found.kind is Kind.YES_NO and column.family is Family.INTEGER:
        return meaning.YesNo(choices=[(1, _("Yes")), (0, _("No"))], **options)
    if found.kind in {Kind.MONEY, Kind.PERCENT}:
        return _of_amount(column, found.kind, options)
    if found.kind in _LINKED and column.family is Family.TEXT:
        return _LINKED[found.kind](max_length=column.length or None, **options)
    if found.kind is Kind.LONG_TEXT and column.family is Family.TEXT and "db_index" not in options:
        return fields.Long(max_length=column.length or None, **options)
    return None


def _of_choices(column: Column, found: ColumnFinding, options: dict[str, Any]) -> Any:
    """Return a field with the values that its type, a rule or its comment lists."""
    if found.kind is Kind.CHOICES:
        named = [(value, title or value) for value, title in found.choices]
        return fields.Several(choices=named, **{**options, **_EMPTY})
    if column.family in _WORDED_CHOICES:
        named = [(value, title or value) for value, title in found.choices]
        return fields.Line(max_length=column.length or None, choices=named, **options)
    is_number = column.family is Family.INTEGER or column.type.lower().startswith("tinyint")
    numbers = all(value.lstrip("-").isdigit() for value, _title in found.choices)
    if found.kind is not Kind.CHOICE or not is_number or not numbers:
        return None
    numbered = [(int(value), title or value) for value, title in found.choices]
    return fields.Number(choices=numbered, **options)


def _of_amount(column: Column, kind: Kind, options: dict[str, Any]) -> Any:
    is_money = kind is Kind.MONEY
    if column.family is Family.FLOAT:
        return (meaning.BrokenMoney if is_money else meaning.BrokenPercent)(**options)
    if column.family is Family.DECIMAL:
        digits, places = _digits(column)
        made = meaning.Money if is_money else meaning.Percent
        return made(max_digits=digits, decimal_places=places, **options)
    return None


def _digits(column: Column) -> tuple[int, int]:
    return column.digits if any(column.digits) else (65, 6)


def _of_family(plan: Plan, column: Column, options: dict[str, Any]) -> Any:
    family = column.family
    if family is Family.BINARY:
        return _of_bytes(plan, column, options)
    if family is Family.INTEGER:
        return _number(plan, column)(**options)
    if family is Family.DECIMAL:
        digits, places = _digits(column)
        return fields.Exact(max_digits=digits, decimal_places=places, **options)
    if family in {Family.LONG_TEXT, Family.OTHER, Family.JSON}:
        in_key = column.name in plan.key or column.name in plan.indexed
        short = in_key or column.name in plan.facts.short
        return (fields.ShortLong if short else fields.Long)(**options)
    if family in _SIMPLE:
        return _SIMPLE[family](**options)
    if family is Family.ENUM and column.values:
        options["choices"] = [(value, value or "–") for value in column.values]
    return fields.Line(max_length=column.length or None, **options)


def _number(plan: Plan, column: Column) -> Any:
    """Return the kind of a whole number: an amount, or a name such as a key or a year."""
    is_name = column.name in plan.key or column.type.lower().startswith("year")
    return fields.Whole if is_counted(column.name) and not is_name else fields.Number


def _of_bytes(plan: Plan, column: Column, options: dict[str, Any]) -> Any:
    if column.type.lower().startswith("bit"):
        return fields.Whole(**options)
    short = _SHORT_BYTES.match(column.type.strip())
    if short and int(short.group(1)) <= _MOST_BYTES:
        return fields.Hexadecimal(max_length=2 * int(short.group(1)), **options)
    if column.name in plan.key:
        return fields.Hexadecimal(max_length=255, **options)
    named = format_lazy("{} ({})", options["verbose_name"], _("bytes"))
    return fields.Size(**{**options, "editable": False, "verbose_name": named})
