"""When somebody else saved meanwhile: what I typed, what is saved now, what both began with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from admin_config.engine.history.joins import joined_before
from admin_config.engine.history.words import Words
from erp.foundation.digits import number_in


@dataclass(frozen=True)
class Conflict:
    """One field that differs between me, them and what both began with."""

    #: The name of the input on the page.
    input: str
    label: str
    before: str
    theirs: str
    mine: str
    #: Their value as the input takes it: a text, or a list where several may be chosen.
    take: Any
    #: I had not changed it, so the form has taken theirs over.
    taken: bool

    @property
    def take_json(self) -> str:
        """Return their value for the button that takes it."""
        return json.dumps(self.take)


def compare_with_saved(form: Any) -> None:
    """Fill ``form.stale`` and ``form.conflicts``; renew the token so that saving again is meant.

    Fields that I left alone take the other side's value over; those that both changed keep mine.
    A form that does not say which version it was opened with counts as out of date. Rows that the
    person may only look at are not typed, so they carry no token.
    """
    token = number_in(form.data.get(form.add_prefix("version_token"), ""))
    record = form.instance
    if not form.may_type or not hasattr(record, "version") or token == record.version:
        return
    form.stale = True
    form.data = form.data.copy()
    form.data[form.add_prefix("version_token")] = str(record.version)
    former = None if token is None else _version(record, token)
    words = Words()
    for name in [n for n in form.fields if n in _stored_names(record)]:
        conflict = _compare(form, name, former, words)
        if conflict is not None:
            form.conflicts.append(conflict)


def _version(record: Any, number: int) -> Any:
    """Return the version with this number; nothing of a record that keeps none."""
    if not hasattr(type(record), "history"):
        return None
    rows = type(record).history.filter(**{record._meta.pk.attname: record.pk}, version=number)
    return rows.order_by("-history_id").first()


def _stored_names(record: Any) -> set[str]:
    return {f.name for f in (*record._meta.concrete_fields, *record._meta.many_to_many)}


def _compare(form: Any, name: str, former: Any, words: Words) -> Conflict | None:
    field, key = form.fields[name], form.add_prefix(name)
    if isinstance(field, forms.FileField):
        return None
    typed = field.widget.value_from_datadict(form.data, form.files, key)
    theirs = _initial(form.instance, name)
    before = _former(form.instance, name, former)
    they_changed = former is None or not _same(before, theirs)
    i_changed = former is None or field.has_changed(before, typed)
    if not they_changed or not field.has_changed(theirs, typed):
        return None
    if not i_changed:
        put(form, field, key, theirs)
    model = type(form.instance)
    return Conflict(
        input=key,
        label=str(field.label or name),
        before=words.say(model, name, before) if former is not None else _("unknown"),
        theirs=words.say(model, name, theirs),
        mine=words.say(model, name, _cleaned(field, typed)),
        take=as_input(field, theirs),
        taken=not i_changed,
    )


def _initial(record: Any, name: str) -> Any:
    found = record._meta.get_field(name)
    if found.many_to_many:
        return [row.pk for row in getattr(record, name).all()]
    return found.value_from_object(record)


def _former(record: Any, name: str, former: Any) -> Any:
    found = record._meta.get_field(name)
    if former is None:
        return None
    if found.many_to_many:
        return sorted(joined_before(record, name, former.operation_id))
    return getattr(former, found.attname, None)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    return bool(one == other)


def _cleaned(field: Any, typed: Any) -> Any:
    """Return what I typed as a value, or as typed where it cannot be one."""
    try:
        value = field.to_python(typed) if not hasattr(field, "queryset") else typed
    except forms.ValidationError:
        return typed
    return value


def as_input(field: Any, value: Any) -> Any:
    """Return a value as the input of a field takes it."""
    prepared = field.prepare_value(value)
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if getattr(widget, "allow_multiple_selected", False):
        return [str(part) for part in prepared or ()]
    if isinstance(widget, forms.Select):
        return "" if prepared is None else str(prepared)
    return widget.format_value(prepared) or ""


def put(form: Any, field: Any, key: str, value: Any) -> None:
    """Write their value into what the form shows."""
    given = as_input(field, value)
    if isinstance(given, bool):
        form.data.pop(key, None)
        if given:
            form.data[key] = "on"
    elif isinstance(given, list):
        form.data.setlist(key, given)
    else:
        form.data[key] = given
