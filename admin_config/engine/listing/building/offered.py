"""What can be built over: the screen's fields and, one step away, those of related records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst

from admin_config.engine.fields import fields_of
from admin_config.engine.listing.building.operators import Operator, operators_of
from admin_config.engine.listing.filters.make import filter_kind
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import hidden_fields, may


@dataclass(frozen=True)
class Offer:
    """A field that conditions may ask for."""

    path: str
    #: The field at the end of the path.
    field: Any
    label: str
    #: The relation that leads to it; ``None`` for the record's own fields.
    step: Any = None

    @property
    def kind(self) -> str:
        """Return which operators fit."""
        found = filter_kind(self.field)
        return found.kind if found is not None else ""

    @property
    def may_be_empty(self) -> bool:
        """Tell whether the field can be empty at all."""
        field = self.field
        return bool(field.many_to_many or field.null or (field.blank and is_text(field)))

    @property
    def names_people(self) -> bool:
        """Tell whether it points to people, so that "me" means something."""
        return self.kind == "related" and self.field.related_model is get_user_model()

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Return what can be asked of it."""
        return operators_of(self.kind, may_be_empty=self.may_be_empty)

    def operator(self, name: str) -> Operator | None:
        """Return the operator of this name, if it fits the field."""
        return next((found for found in self.operators if found.name == name), None)


def is_text(field: Any) -> bool:
    """Tell whether an empty value is stored as an empty text."""
    return isinstance(field, models.CharField | models.TextField)


def _fields(model: Any, actor: Actor) -> Iterator[tuple[str, Any, str]]:
    """Yield name, field and label of what the person may see and a filter fits."""
    screen = registry.for_model(model)
    left_out = {
        *hidden_fields(actor, model),
        *getattr(model, "secret_fields", ()),
        *(screen.exclude if screen is not None else ()),
    }
    for name, found in fields_of(model).items():
        if name not in left_out and filter_kind(found.field) is not None:
            yield name, found.field, capfirst(found.label)


def offers(screen: Screen, actor: Actor) -> dict[str, Offer]:
    """Return what the person may build over, by path, the record's own fields first.

    Fields of related records are offered only where the person may look those records up.
    """
    own = {name: Offer(name, field, label) for name, field, label in _fields(screen.model, actor)}
    found = dict(own)
    for name, offer in own.items():
        is_step = isinstance(offer.field, models.ForeignKey)
        model: Any = offer.field.related_model if is_step else None
        if model is None or not may(actor, "view", model):
            continue
        for inner, field, label in _fields(model, actor):
            path = f"{name}__{inner}"
            found[path] = Offer(path, field, f"{offer.label}: {label}", step=offer.field)
    return found
