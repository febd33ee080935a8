"""Which fields a screen has beside its model's own: of records along, and those people define."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import lazy

from admin_config.engine.spec import Along, Screen, Values
from erp.foundation.actor import Actor
from erp.foundation.definitions import CHOICE, NUMBER, YES_NO, Definition
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.rights import hidden_fields, may
from erp.foundation.services.value_rows import Store


@dataclass(frozen=True)
class ExtraField:
    """A field that is not the model's own: what it is called here and what it holds there."""

    name: str
    field: Any
    label: str
    #: The field's name at the other record, or the code of the definition.
    key: str
    along: Along | None = None
    definition: Definition | None = None


def related_model(model: Any, along: Along) -> Any:
    """Return the model of the record along."""
    return model._meta.get_field(along.relation).related_model


def fields_along(screen: Screen, along: Along, actor: Actor) -> dict[str, ExtraField]:
    """Return the fields of the record along that the actor may see, by their names here."""
    model = related_model(screen.model, along)
    if not may(actor, "view", model):
        return {}
    hidden = hidden_fields(actor, model)
    fields = [model._meta.get_field(name) for name in along.names if name not in hidden]
    return {
        along.name_of(f.name): ExtraField(
            along.name_of(f.name), f, str(f.verbose_name), f.name, along=along
        )
        for f in fields
        if f.editable and f.name not in HOUSEKEEPING
    }


def store_of(screen: Screen) -> Store:
    """Return where the values of a screen's records lie."""
    values = stated(screen)
    relation = screen.model._meta.get_field(values.relation)
    return Store(relation.related_model, relation.field.name, values.by)  # type: ignore[union-attr]


def stated(screen: Screen) -> Values:
    """Return the declared values of a screen that has some."""
    if screen.values is None:
        message = f"{screen.label} declares no values"
        raise LookupError(message)
    return screen.values


_MAKERS: dict[str, Callable[..., Any]] = {
    NUMBER: lambda o: models.DecimalField(max_digits=15, decimal_places=4, null=True, **o),
    YES_NO: lambda o: models.BooleanField(null=True, **o),
    CHOICE: lambda o: models.CharField(max_length=80, **o),
}


def _make_text(options: dict[str, Any]) -> Any:
    return models.CharField(max_length=120, **options)


def _title(definition: Definition) -> str:
    return definition.title


_titled: Any = lazy(_title, str)


def field_of(screen: Screen, definition: Definition) -> Any:
    """Return the definition as a field, with which forms, files, cells and filters can work."""
    options: dict[str, Any] = {
        "verbose_name": _titled(definition),
        "blank": not definition.required,
    }
    if definition.kind == CHOICE:
        options["choices"] = [(o.name, o.label) for o in definition.options]
    make: Any = _MAKERS.get(definition.kind, _make_text)
    field: Any = make(options)
    field.set_attributes_from_name(stated(screen).name_of(definition.code))
    field.model = store_of(screen).model
    return field


def value_fields(screen: Screen, definitions: Iterable[Definition]) -> dict[str, ExtraField]:
    """Return the fields of these definitions by their names here."""
    found = {}
    for definition in definitions:
        field = field_of(screen, definition)
        found[field.name] = ExtraField(
            field.name, field, definition.title, definition.code, definition=definition
        )
    return found
