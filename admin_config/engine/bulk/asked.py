"""What was asked to be changed: read from the page with the form's own inputs, kept, told again."""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.bulk.offered import (
    ADD,
    CLEAR,
    KEEP,
    RAISE_BY,
    RAISE_PERCENT,
    REMOVE,
    SET,
    WAYS,
    offered_names,
    ways_for,
)
from admin_config.engine.fields import fields_of
from admin_config.engine.listing.cells import cell_of
from erp.foundation.actor import Actor
from erp.foundation.rights import choosable

_PREFIX = "to"
_MOST_RAISED = Decimal(10) ** 12
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Change:
    """One field, the way in which it changes, and the value as it is kept."""

    name: str
    way: str
    value: Any = None

    def kept(self) -> dict[str, Any]:
        """Return it as it is stored with the run."""
        return asdict(self)


@dataclass
class FieldRow:
    """A field as the page shows it."""

    name: str
    label: str
    ways: list[tuple[str, str]]
    chosen: str
    input: Any
    by: str
    errors: list[str]
    is_number: bool


class Asked:
    """The page's fields, what was chosen there, and what is wrong with it."""

    def __init__(self, admin: Any, request: HttpRequest) -> None:
        """Take the inputs from the screen's own form."""
        self.model = admin.model
        made = admin.get_form(request, None, change=True)
        self.names = [n for n in offered_names(admin, request) if n in made.base_fields]
        self.fields = {name: copy.deepcopy(made.base_fields[name]) for name in self.names}
        self.known = fields_of(self.model)
        self.posted = request.POST
        data = request.POST if request.method == "POST" else None
        kind: Any = type("Chosen", (forms.Form,), dict(self.fields))
        self.form = kind(data, prefix=_PREFIX)
        self.errors: dict[str, list[str]] = {}
        self.ways = {
            name: ways_for(self.known[name], required=field.required)
            for name, field in self.fields.items()
        }

    def way_of(self, name: str) -> str:
        """Return the way that was chosen for a field; only those on offer count."""
        way = self.posted.get(f"way-{name}", KEEP)
        return way if way in dict(self.ways[name]) else KEEP

    def changes(self) -> list[Change]:
        """Return what was asked for; complaints stand in ``errors``, none is empty."""
        found = []
        for name in self.names:
            way = self.way_of(name)
            if way == KEEP:
                continue
            try:
                found.append(Change(name, way, self._value(name, way)))
            except ValidationError as error:
                self.errors[name] = list(error.messages)
        return found

    def _value(self, name: str, way: str) -> Any:
        if way == CLEAR:
            return None
        if way in {RAISE_BY, RAISE_PERCENT}:
            return _raise_of(self.posted.get(f"by-{name}", ""))
        field = self.form.fields[name]
        typed = field.widget.value_from_datadict(self.posted, {}, self.form.add_prefix(name))
        if way in {ADD, REMOVE} and not typed:
            raise ValidationError(_("Choose what to add or to take away."))
        value = field.clean(typed)
        if value in field.empty_values and not isinstance(field, forms.BooleanField):
            raise ValidationError(_("Say to what it is set, or choose “Empty”."))
        return kept_value(self.known[name].field, value)

    def rows(self) -> list[FieldRow]:
        """Return the fields as the page shows them."""
        return [
            FieldRow(
                name,
                capfirst(self.known[name].label),
                self.ways[name],
                self.way_of(name) if self.posted else KEEP,
                self.form[name],
                self.posted.get(f"by-{name}", ""),
                self.errors.get(name, []),
                RAISE_BY in dict(self.ways[name]),
            )
            for name in self.names
        ]


def _raise_of(text: str) -> str:
    """Return by how much numbers are raised, as a plain number; below zero lowers them."""
    try:
        number = Decimal(text.strip().replace(" ", "").replace("−", "-").rstrip("%") or "x")
    except InvalidOperation:
        raise ValidationError(_("Enter a number.")) from None
    if not number.is_finite() or not number or abs(number) > _MOST_RAISED:
        raise ValidationError(_("Enter a number other than zero."))
    return str(number)


def kept_value(field: Any, value: Any) -> Any:
    """Return a value as it can be kept with the run."""
    if isinstance(field, models.ManyToManyField):
        return sorted(record.pk for record in value)
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def raised(change: Change, field: Any, old: Any) -> Any:
    """Return a number raised by an amount or a share, rounded half up to its own digits."""
    by = Decimal(change.value)
    new = Decimal(old) + by if change.way == RAISE_BY else Decimal(old) * (1 + by / _HUNDRED)
    places = getattr(field, "decimal_places", 0)
    try:
        rounded = new.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        raise ValidationError(_("The number becomes too large.")) from None
    return rounded if places or isinstance(field, models.DecimalField) else int(rounded)


def records_meant(field: Any, keys: list[Any], actor: Actor) -> list[Any]:
    """Return the records that were chosen, as far as the person may still choose them."""
    rows = field.related_model._base_manager.complex_filter(field.get_limit_choices_to())
    return list(choosable(actor, rows).filter(pk__in=keys).order_by("pk"))


def told_changes(model: Any, changes: list[dict[str, Any]], actor: Actor) -> list[str]:
    """Return each change as people read it."""
    known = fields_of(model)
    return [_told(known[c["name"]], Change(**c), actor) for c in changes if c["name"] in known]


def _told(found: Any, change: Change, actor: Actor) -> str:
    facts = {"field": capfirst(found.label), "value": _value_told(found, change, actor)}
    texts = {
        SET: _("%(field)s: set to %(value)s"),
        ADD: _("%(field)s: add %(value)s"),
        REMOVE: _("%(field)s: take away %(value)s"),
        RAISE_BY: _("%(field)s: raise by %(value)s"),
        RAISE_PERCENT: _("%(field)s: raise by %(value)s %%"),
        CLEAR: _("%(field)s: empty"),
    }
    return texts.get(change.way, str(WAYS[KEEP])) % facts


def _value_told(found: Any, change: Change, actor: Actor) -> str:
    if change.way in {CLEAR, RAISE_BY, RAISE_PERCENT}:
        return str(change.value or "")
    if found.is_many or found.is_relation:
        keys = change.value if found.is_many else [change.value]
        names = [str(record) for record in records_meant(found.field, keys, actor)]
        return "“" + "”, “".join(names) + "”"
    return f"“{cell_of(found.field).text(found.field.to_python(change.value))}”"
