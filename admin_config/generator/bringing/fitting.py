"""Turns what a foreign database holds into a field's value, or says why it does not fit."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from erp.foundation.models.several_choices import SeveralChoicesField

_ZERO = re.compile(r"0000-00-00(?:[ T]00:00:00(?:\.0+)?)?")
_LETTERS_OF_A_DAY = 10
_YES = frozenset({"1", "t", "true", "y", "yes", "on"})
_NO = frozenset({"0", "f", "false", "n", "no", "off", ""})


class DoesNotFitError(Exception):
    """A value that the field does not take; the message says why."""


def fitted(field: Any, value: Any) -> tuple[Any, str]:
    """Return a value as the field holds it, checked as a form checks it, and what was left of it.

    ``DoesNotFitError`` where it cannot be held.
    """
    if isinstance(value, bytes | bytearray | memoryview):
        value = _of_bytes(field, bytes(value))
    if isinstance(value, str):
        _check_letters(value)
    if value in (None, "") and isinstance(field, SeveralChoicesField) and field.blank:
        # a SET of nothing is a value of its own, and nobody chose the default where there is none
        return (None if value is None and field.null else ""), ""
    if value is None or (isinstance(value, str) and not value.strip()):
        return _empty(field), ""
    if isinstance(field, models.DateField) and _ZERO.fullmatch(str(value)):
        if field.blank:
            return None, "a zero date, left empty"
        raise DoesNotFitError("a zero date, and it must not be empty")
    held = _checked(field, _typed(field, value))
    return held, _difference(field, value, held)


def _difference(field: Any, value: Any, held: Any) -> str:
    """Return what a column held that its declared type has no room for."""
    if isinstance(field, models.DateTimeField):
        return ""
    if isinstance(field, models.DateField) and re.search(r"[1-9]", str(value).strip()[10:]):
        return "holds a time as well, the day is kept"
    if isinstance(value, float) and isinstance(held, Decimal) and float(held) != value:
        return f"rounded to {held}"
    return ""


def _of_bytes(field: Any, value: bytes) -> Any:
    if isinstance(field, models.BooleanField):
        return any(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _check_letters(value: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise DoesNotFitError("is no text in UTF-8")
    if "\0" in value:
        raise DoesNotFitError("holds a zero byte")


def _empty(field: Any) -> Any:
    """Return what the field holds where there is nothing."""
    if field.has_default() and not field.null:
        return field.get_default()
    if not field.blank:
        raise DoesNotFitError("must not be empty")
    return None if field.null else ""


def _typed(field: Any, value: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return _yes_or_no(value)
    if isinstance(field, models.DecimalField):
        return _rounded(field, value)
    if isinstance(field, models.DateTimeField):
        return moment_of(value)
    if isinstance(field, models.DateField):
        return _day_of(value)
    if isinstance(field, models.IntegerField):
        return _whole(value)
    if isinstance(value, Decimal | float) and value == int(value):
        value = int(value)
    return str(value).strip() if isinstance(field, models.CharField) else str(value)


def _yes_or_no(value: Any) -> bool:
    word = str(int(value) if isinstance(value, bool | float | Decimal) else value).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise DoesNotFitError("is neither yes nor no")


def _rounded(field: Any, value: Any) -> Decimal:
    """Return a figure; one that was kept as a float keeps what the field shows of it."""
    try:
        number = Decimal(str(value).strip())
        if not isinstance(value, float):
            return number
        return number.quantize(Decimal(1).scaleb(-field.decimal_places), ROUND_HALF_UP)
    except InvalidOperation:
        raise DoesNotFitError("is no number") from None


def _whole(value: Any) -> int:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise DoesNotFitError("is no number") from None
    if number != number.to_integral_value():
        raise DoesNotFitError("is no whole number")
    return int(number)


def moment_of(value: Any) -> dt.datetime:
    """Return a moment; one that names no zone is meant in the zone of the house."""
    try:
        found = parse_datetime(str(value).strip()) or parse_date(str(value).strip())
    except ValueError:
        found = None
    if found is None:
        raise DoesNotFitError("is no day and time")
    if not isinstance(found, dt.datetime):
        found = dt.datetime.combine(found, dt.time())
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _day_of(value: Any) -> dt.date:
    """Return a day, without the time that may stand behind it."""
    text = str(value).strip()
    try:
        found = parse_date(text) if len(text) <= _LETTERS_OF_A_DAY else parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise DoesNotFitError("is no day")
    return found.date() if isinstance(found, dt.datetime) else found


def _checked(field: Any, value: Any) -> Any:
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise DoesNotFitError(" ".join(error.messages)) from None
