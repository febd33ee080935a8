"""The form of a record with fields of others: each side checked, and overwritten by nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from admin_config.engine.along.fields import ExtraField, related_model, store_of
from admin_config.engine.along.other_side import OtherSide, compare_values
from admin_config.engine.along.scope import chosen_other
from admin_config.engine.forms.record_form import RecordForm
from admin_config.engine.forms.stale import compare_with_saved
from admin_config.engine.spec import Along, Screen
from erp.foundation.definitions import Definition
from erp.foundation.rights import may
from erp.foundation.services.value_rows import Wanted, stored_values, write_values

TOKEN = "version_token"  # noqa: S105 - a field's name
#: The hidden field with the values that the form was opened with.
BEFORE = "_values_before"


@dataclass(frozen=True)
class Extras:
    """What a form has beside the model's own fields."""

    screen: Screen
    along: dict[str, dict[str, ExtraField]] = field(default_factory=dict)
    values: dict[str, ExtraField] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()

    @property
    def names(self) -> list[str]:
        """Return every name."""
        return [*(n for fields in self.along.values() for n in fields), *self.values]


class AlongForm(RecordForm):
    """Types the record, those along and the values that people defined, as one."""

    extras: ClassVar[Extras]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Fill in what the other records hold; say where somebody else saved them meanwhile."""
        super().__init__(*args, **options)
        screen = self.extras.screen
        self.others = {a.relation: self._other(a) for a in screen.along}
        for fields in self.extras.along.values():
            for name, extra in fields.items():
                other = self.others[extra.along.relation]  # type: ignore[union-attr]
                self.initial.setdefault(name, extra.field.value_from_object(other))
                if not self._may_type(other):
                    self.fields[name].disabled = True
        stored = self._stored()
        for name, extra in self.extras.values.items():
            self.initial.setdefault(name, stored.get(extra.key))
        if BEFORE in self.fields:
            self.initial[BEFORE] = json.dumps(stored, cls=DjangoJSONEncoder, sort_keys=True)
        for relation, other in self.others.items():
            if f"{relation}__{TOKEN}" in self.fields and not other._state.adding:
                self.initial[f"{relation}__{TOKEN}"] = other.version
        if self.is_bound and not self.instance._state.adding:
            self._compare(stored)

    @cached_property
    def chosen_others(self) -> set[str]:
        """Return the relations for which an existing record was chosen: it stays as it is."""
        screen = self.extras.screen
        stored = self._stored_relations
        found = set()
        for along in screen.along:
            record = stored if not self.instance._state.adding else None
            if self.is_bound and chosen_other(screen, along, record, self.data):
                found.add(along.relation)
        return found

    @cached_property
    def _stored_relations(self) -> Any:
        """Return the keys of the relations as the record was read: typing changes the record."""
        meta = self.extras.screen.model._meta
        columns = [meta.get_field(a.relation).attname for a in self.extras.screen.along]  # type: ignore[union-attr]
        before = getattr(self.instance, "_loaded", {})
        return type("Stored", (), {name: before.get(name) for name in columns})()

    def _other(self, along: Along) -> Any:
        known = getattr(self.instance, along.relation, None) if self.instance.pk else None
        return known if known is not None else related_model(self.extras.screen.model, along)()

    def _may_type(self, other: Any) -> bool:
        if self.actor is None:
            return True
        verb = "add" if other._state.adding else "change"
        return may(self.actor, verb, type(other) if other._state.adding else other)

    def _stored(self) -> dict[str, Any]:
        if not self.extras.definitions or self.instance.pk is None:
            return {}
        store = store_of(self.extras.screen)
        found = stored_values(store, [self.instance.pk], self.extras.definitions)
        return found.get(self.instance.pk, {})

    def hidden_tokens(self) -> list[Any]:
        """Return the hidden fields that say what the form was opened with."""
        names = [n for n in self.fields if n.endswith(f"__{TOKEN}") or n == BEFORE]
        return [self[name] for name in names]

    def _compare(self, stored: dict[str, Any]) -> None:
        for relation, fields in self.extras.along.items():
            other = self.others[relation]
            if other._state.adding or relation in self.chosen_others or not self._may_type(other):
                continue
            side = OtherSide(self, other, relation, fields)
            compare_with_saved(side)
            self.stale |= side.stale
            self.conflicts += side.conflicts
        if self.extras.values:
            compare_values(self, self.extras.values, stored, BEFORE)

    def _post_clean(self) -> None:
        """Check the records along by their own rules, once this one has its values."""
        super()._post_clean()  # type: ignore[misc]
        for along in self.extras.screen.along:
            fields = self.extras.along.get(along.relation, {})
            if along.relation in self.chosen_others:
                for name in fields:
                    self.errors.pop(name, None)
            else:
                self._check_other(along, fields)

    def _check_other(self, along: Along, fields: dict[str, ExtraField]) -> None:
        other = self.others[along.relation]
        for name, extra in fields.items():
            if name in self.cleaned_data:
                extra.field.save_form_data(other, self.cleaned_data[name])
        if other._state.adding:
            for theirs, mine in along.start:
                if getattr(other, theirs, None) in (None, ""):
                    setattr(other, theirs, getattr(self.instance, mine, None))
            if not self._may_type(other):
                kind = other._meta.verbose_name
                self.add_error(along.relation, _("You may not add a %(kind)s.") % {"kind": kind})
                return
        elif not set(fields) & set(self.changed_data):
            return
        try:
            other.full_clean()
        except ValidationError as error:
            self._place(error, along, fields)

    def _place(self, error: ValidationError, along: Along, fields: dict[str, ExtraField]) -> None:
        """Show what the other record's rules say at the field where it was typed."""
        sources = dict(along.start)
        for name, errors in error.error_dict.items():
            places = (along.name_of(name), sources.get(name, ""))
            place = next((p for p in places if p in self.fields), None)
            if place is None or not self.has_error(place):
                self.add_error(place if name != NON_FIELD_ERRORS else None, errors)

    def save_along(self) -> None:
        """Save the records along; a new one becomes this record's own."""
        for along in self.extras.screen.along:
            if along.relation in self.chosen_others:
                continue
            other = self.others[along.relation]
            is_new = other._state.adding
            if self._may_type(other):
                other.save()
            if is_new:
                setattr(self.instance, along.relation, other)

    def save_values(self) -> None:
        """Store the values; those of fields that the record does not have any more go."""
        screen = self.extras.screen
        if screen.values is None:
            return
        typed = {e.key: self.cleaned_data.get(n) for n, e in self.extras.values.items()}
        write_values(store_of(screen), [Wanted(self.instance, self.extras.definitions, typed)])


def token_fields(extras: Extras) -> dict[str, forms.Field]:
    """Return the hidden fields that carry what a form was opened with."""
    hidden: dict[str, forms.Field] = {
        f"{relation}__{TOKEN}": forms.IntegerField(required=False, widget=forms.HiddenInput)
        for relation in extras.along
    }
    if extras.values:
        hidden[BEFORE] = forms.CharField(required=False, widget=forms.HiddenInput)
    return hidden
