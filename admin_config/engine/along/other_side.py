"""What somebody else saved meanwhile at the records along and at the defined values."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.along.fields import ExtraField
from admin_config.engine.forms.stale import Conflict, as_input, put


class OtherSide:
    """The part of a form that types a record along, as a form of that record."""

    may_type = True

    def __init__(self, form: Any, other: Any, relation: str, fields: dict[str, ExtraField]) -> None:
        """Stand for the fields of one relation."""
        self._form, self._relation = form, relation
        self.instance = other
        self.files = form.files
        self.fields = {extra.key: form.fields[name] for name, extra in fields.items()}
        self.stale = False
        self.conflicts: list[Conflict] = []

    @property
    def data(self) -> Any:
        """Return what was typed on the whole form."""
        return self._form.data

    @data.setter
    def data(self, value: Any) -> None:
        self._form.data = value

    def add_prefix(self, name: str) -> str:
        """Return what a field of the other record is called on the form."""
        prefixed: str = self._form.add_prefix(f"{self._relation}__{name}")
        return prefixed


def compare_values(
    form: Any, fields: dict[str, ExtraField], stored: dict[str, Any], token: str
) -> None:
    """Refuse to overwrite values that were saved after the form was opened, as for own fields."""
    before = _opened_with(form.data.get(form.add_prefix(token), ""))
    if before is None:
        return
    now = {code: _plain(value) for code, value in stored.items()}
    if before == now:
        return
    form.data = form.data.copy()
    form.data[form.add_prefix(token)] = form.initial[token]
    for name, extra in fields.items():
        conflict = _compare(form, name, extra, before.get(extra.key), stored.get(extra.key))
        if conflict is not None:
            form.stale = True
            form.conflicts.append(conflict)


def _opened_with(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | str) else str(value)


def _compare(form: Any, name: str, extra: ExtraField, before: Any, theirs: Any) -> Conflict | None:
    field, key = form.fields[name], form.add_prefix(name)
    typed = field.widget.value_from_datadict(form.data, form.files, key)
    they_changed = before != (None if theirs is None else _plain(theirs))
    if not they_changed or not field.has_changed(theirs, typed):
        return None
    i_changed = field.has_changed(extra.field.to_python(before), typed)
    if not i_changed:
        put(form, field, key, theirs)
    return Conflict(
        input=key,
        label=extra.label,
        before=_said(before),
        theirs=_said(theirs),
        mine=_said(typed),
        take=as_input(field, theirs),
        taken=not i_changed,
    )


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
