"""What a person sent with a form, as it is read: field by field, and row by row of children."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.along.fields import fields_along
from admin_config.engine.build.rights import actor_of
from admin_config.engine.drafts.keeping import Entries, typed_entries
from admin_config.engine.fields import fields_of
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.rights import choosable, hidden_fields

#: A heading, empty for the record itself, and its fields with what was typed.
Part = tuple[str, list[tuple[str, str]]]

_ROW = re.compile(r"^(?P<rows>.+)-(?P<place>\d+)-(?P<name>\w+)$")
_GRID = "lines-"


def posted_entries(request: HttpRequest) -> Entries:
    """Return what was sent, name by name, in the order of the form."""
    return [(name, str(value)) for name in request.POST for value in request.POST.getlist(name)]


def typed_parts(admin: Any, request: HttpRequest) -> list[Part]:
    """Return what was typed, labelled; nothing but what the person sent, names of what was chosen.

    Fields that are hidden from the person by now are left out, and so are secrets and tokens.
    """
    reader = _Reader(admin, request)
    parts: dict[str, list[tuple[str, str]]] = {"": []}
    for name, value in typed_entries(admin.model, posted_entries(request)):
        for heading, line in reader.lines(name, value):
            parts.setdefault(heading, []).append(line)
    return [(heading, lines) for heading, lines in parts.items() if lines]


class _Reader:
    """Knows the fields of a form and of its children for one person."""

    def __init__(self, admin: Any, request: HttpRequest) -> None:
        """Look at what the screen declares."""
        self.actor = actor_of(request)
        self.own = _fields(self.actor, admin.model)
        for along in admin.screen.along:
            found = fields_along(admin.screen, along, self.actor)
            self.own |= {name: extra.field for name, extra in found.items()}
        self.children = {
            kind.model._meta.get_field(kind.fk_name).remote_field.get_accessor_name(): kind.model
            for kind in admin.get_inlines(request)
        }

    def lines(self, name: str, value: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Return the heading, the label and the text of everything that one input held."""
        row = _ROW.match(name)
        if name.startswith(_GRID) and name.removeprefix(_GRID) in self.children:
            yield from self._grid(self.children[name.removeprefix(_GRID)], value)
        elif row is not None and row["rows"] in self.children:
            model = self.children[row["rows"]]
            found = self._line(_fields(self.actor, model), row["name"], value)
            if found is not None:
                yield _heading(model, int(row["place"])), found
        elif (found := self._line(self.own, name, value)) is not None:
            yield "", found

    def _grid(self, model: Any, value: str) -> Iterator[tuple[str, tuple[str, str]]]:
        fields = _fields(self.actor, model)
        try:
            rows = [(row["c"], row.get("t", {})) for row in json.loads(value)["rows"]]
            cells = [
                (place, name, str(shown.get(name) or text))
                for place, (typed, shown) in enumerate(rows)
                for name, text in typed.items()
            ]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return
        for place, name, text in cells:
            found = self._line(fields, name, text)
            if found is not None:
                yield _heading(model, place), found

    def _line(self, fields: dict[str, Any], name: str, value: str) -> tuple[str, str] | None:
        field = fields.get(name) or fields.get(re.sub(r"_\d$", "", name))
        if field is None or not value.strip():
            return None
        return capfirst(str(field.verbose_name)), self._read(field, value)

    def _read(self, field: Any, value: str) -> str:
        if field.is_relation:
            return self._chosen(field.related_model, value)
        if field.get_internal_type() == "BooleanField":
            return _("Yes") if value in {"on", "1", "true", "True"} else _("No")
        if isinstance(field, SeveralChoicesField):
            return field.told(value)
        return str(dict(field.flatchoices).get(value, value))

    def _chosen(self, model: Any, value: str) -> str:
        """Return the name of what was chosen, where the person may choose it."""
        if number_in(value) is None:
            return value
        chosen = choosable(self.actor, model._default_manager.all()).filter(pk=value).first()
        return f"#{value}" if chosen is None else str(chosen)


def _fields(actor: Actor, model: Any) -> dict[str, Any]:
    hidden = hidden_fields(actor, model)
    return {n: f.field for n, f in fields_of(model).items() if f.editable and n not in hidden}


def _heading(model: Any, place: int) -> str:
    return f"{capfirst(str(model._meta.verbose_name))} {place + 1}"
