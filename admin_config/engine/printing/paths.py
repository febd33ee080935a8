"""Follow a path from a record to a value, its label, and how a paper writes it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from erp.foundation.actor import Actor
from erp.foundation.models.bilingual import is_chinese, local_text
from erp.foundation.rights import hidden_fields

#: How dates are written, by language.
_DATES = {True: "Y年n月j日", False: "j F Y"}


def field_at(model: type[models.Model], path: str) -> Any:
    """Return the field that a path ends at; ``FieldDoesNotExist`` says what is not there."""
    *steps, last = path.split("__")
    for step in steps:
        found = model._meta.get_field(step).related_model
        if not isinstance(found, type):
            message = f"{step} leads to no record"
            raise FieldDoesNotExist(message)
        model = found
    return model._meta.get_field(last)


def hides(by: Actor, model: Any, path: str) -> bool:
    """Tell whether a path leads to or through a field that the actor may not see."""
    for step in path.split("__"):
        if step in hidden_fields(by, model):
            return True
        try:
            model = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            return False
        if not isinstance(model, type):
            return False
    return False


def label_at(model: type[models.Model], path: str) -> str:
    """Return the label of what a path leads to, in the language of the moment.

    The name of a related record is told as that record: the owner's name as “owner”.
    """
    return _label_in(model, path, get_language() or "")


@functools.cache
def _label_in(model: type[models.Model], path: str, language: str) -> str:
    steps = path.split("__")
    if len(steps) > 1 and steps[-1] == "name":
        steps.pop()
    with override(language):
        return str(capfirst(field_at(model, "__".join(steps)).verbose_name))


def columns_in(model: type[models.Model], paths: Iterable[str]) -> list[str]:
    """Return the columns that the paths read: of a relation at their end every one."""
    found: dict[str, None] = {}
    for path in paths:
        field = field_at(model, path)
        names = [path, f"{path}_zh"]
        if isinstance(field, models.ForeignKey):
            related: Any = field.related_model
            names = [f"{path}__{each.name}" for each in related._meta.concrete_fields]
        for name in names:
            if _is_there(model, name):
                found[name] = None
    return list(found)


def _is_there(model: type[models.Model], path: str) -> bool:
    try:
        field_at(model, path)
    except FieldDoesNotExist:
        return False
    return True


def relations_in(model: type[models.Model], paths: Iterable[str]) -> list[str]:
    """Return the relations to be fetched along, so that no path asks the database by itself."""
    found: dict[str, None] = {}
    for path in paths:
        steps = path.split("__")
        if not isinstance(field_at(model, path), models.ForeignKey):
            steps = steps[:-1]
        for place in range(len(steps)):
            found["__".join(steps[: place + 1])] = None
    return list(found)


def value_at(record: Any, path: str, *, money: int | None = None) -> str:
    """Return the text at the end of a path; nothing where a step is empty.

    ``money`` is how many places an amount has at least.
    """
    holder = record
    *steps, last = path.split("__")
    for step in steps:
        holder = getattr(holder, step, None)
        if holder is None:
            return ""
    return _written(holder, last, money)


def values_at(
    record: Any, path: str, languages: Sequence[str], *, money: int | None = None
) -> tuple[str, ...]:
    """Return the text at the end of a path in each of the languages, equal ones once.

    Numbers, dates and what is kept in one language alone are written as the first one does.
    """
    *steps, name = path.split("__")
    holder = record
    for step in steps:
        holder = getattr(holder, step, None)
        if holder is None:
            return ()
    found = []
    for language in languages if _differs(holder, name) else languages[:1]:
        with override(language):
            found.append(_written(holder, name, money))
    return tuple(dict.fromkeys(filter(None, found)))


def _differs(holder: Any, name: str) -> bool:
    """Tell whether a value may read otherwise in another language, dates left aside."""
    return (
        hasattr(holder, f"{name}_zh")
        or hasattr(holder, f"get_{name}_display")
        or isinstance(getattr(holder, name), models.Model | bool)
    )


def _written(holder: Any, name: str, money: int | None) -> str:
    value = getattr(holder, name)
    if hasattr(holder, f"{name}_zh"):
        value = local_text(holder, name) or getattr(holder, f"{name}_zh")
    if value in (None, ""):
        return ""
    if isinstance(value, Decimal):
        return number(value, least=money or 0)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return _date(value)
    display = getattr(holder, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    return str(value)


def _date(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return date_format(value, _DATES[is_chinese(get_language())])


def number(value: Decimal, *, least: int) -> str:
    """Return a number with commas, no zeros at its end but for ``least`` places."""
    text = f"{value:,f}"
    if "." not in text:
        return f"{value:,.{least}f}"
    whole, _point, places = text.partition(".")
    places = places.rstrip("0").ljust(least, "0")
    return f"{whole}.{places}" if places else whole
