"""Say values of fields in readable words: choices, names of related records, dates, yes and no."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from erp.foundation.models.recorded import Recorded
from erp.foundation.models.rich_text import RichTextField, plain_rich_text

BATCH = 500
_MONEY_DIGITS = 2


class Words:
    """Names of related records, fetched together and remembered; the dead by their last version."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._labels: dict[tuple[Any, Any], str] = {}

    def learn(self, wanted: Iterable[tuple[Any, str, Any]]) -> None:
        """Fetch the names behind (model, field, value) in one or two queries a kind of record."""
        keys: dict[Any, set[Any]] = defaultdict(set)
        for model, name, value in wanted:
            remote = _remote(model, name)
            if remote is not None:
                for key in value if isinstance(value, list | tuple | set) else [value]:
                    found = _key(remote, key)
                    if found is not None and (remote, found) not in self._labels:
                        keys[remote].add(found)
        for remote, missing in keys.items():
            ordered = sorted(missing)
            for start in range(0, len(ordered), BATCH):
                self._fetch(remote, ordered[start : start + BATCH])

    def _fetch(self, remote: Any, keys: list[Any]) -> None:
        for row in remote._base_manager.filter(pk__in=keys):
            self._labels[remote, row.pk] = str(row)
        gone = [key for key in keys if (remote, key) not in self._labels]
        if gone and issubclass(remote, Recorded):
            pk = remote._meta.pk.attname
            versions = remote.history.filter(**{f"{pk}__in": gone}).order_by("history_id")
            for version in versions:
                label = _("%(name)s (deleted)") % {"name": version.instance}
                self._labels[remote, getattr(version, pk)] = label
        for key in keys:
            self._labels.setdefault((remote, key), f"#{key}")

    def name(self, remote: Any, key: Any) -> str:
        """Return the name of one related record."""
        found = _key(remote, key)
        if found is None:
            return ""
        if (remote, found) not in self._labels:
            self._fetch(remote, [found])
        return self._labels[remote, found]

    def say(self, model: Any, name: str, value: Any) -> str:
        """Return a value of a field as a person reads it; nothing for an empty one.

        A field may know better than its type: then it has ``own_words``.
        """
        if value is None or value in ("", [], ()):
            return ""
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            noted = getattr(model, "say_noted", None)
            return str(value) if noted is None else str(noted(name, str(value)))
        remote = _remote(model, name)
        if remote is not None:
            several = value if isinstance(value, list | tuple | set) else [value]
            return _(", ").join(self.name(remote, key) for key in several)
        if isinstance(value, str) and not isinstance(field, models.CharField | models.TextField):
            value = _parsed(field, value)
        own = getattr(field, "own_words", None)
        return _said(field, value) if own is None else str(own(value))


def _remote(model: Any, name: str) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.related_model if field.is_relation else None


def _key(remote: Any, value: Any) -> Any:
    try:
        return remote._meta.pk.to_python(value)
    except (ValidationError, ValueError, TypeError):
        return None


def _parsed(field: Any, text: str) -> Any:
    try:
        return field.to_python(text)
    except (ValidationError, ValueError, TypeError):
        return text


def _said(field: Any, value: Any) -> str:
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if choices and isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return _said_date(value)
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return _said_number(field, value)
    if isinstance(field, RichTextField):
        return plain_rich_text(str(value))
    return str(value).rsplit("/", 1)[-1] if isinstance(field, models.FileField) else str(value)


def _said_date(value: dt.date) -> str:
    """Show a moment in the reader's zone, a day as it is."""
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return formats.date_format(local, "Y-m-d H:i")


def _said_number(field: Any, value: Decimal) -> str:
    """Show money with two digits, quantities with those that say something."""
    if not value.is_finite() or field.decimal_places == _MONEY_DIGITS:
        return f"{value:.{field.decimal_places}f}"
    return f"{value.normalize():f}"


def label_of(model: Any, name: str) -> str:
    """Return what a field is called; the name itself where the field is no more.

    A model may say what else the log notes of its records: ``noted_labels`` and ``say_noted``.
    """
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        noted = getattr(model, "noted_labels", {}).get(name)
        return name if noted is None else capfirst(str(noted))
    return capfirst(str(getattr(field, "verbose_name", name)))
