"""Make records for any screen, by the one factory that its model has."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from factory.django import DjangoModelFactory

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User

#: Packages and modules in which factories stand.
PLACES = ("tests.factories", "tests.toy.factories")


class NoFactory(AssertionError):
    """A model with a screen has no factory."""


@cache
def factories() -> dict[type[Any], type[Any]]:
    """Return the factory of each model; the first one that is declared for it."""
    for place in PLACES:
        module = importlib.import_module(place)
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            importlib.import_module(f"{place}.{found.name}")
    return {
        made._meta.model: made
        for made in reversed(list(_subclasses(DjangoModelFactory)))
        if made._meta.model is not None and not made._meta.abstract
    }


def _subclasses(kind: type[Any]) -> list[type[Any]]:
    direct = kind.__subclasses__()
    return [*direct, *(deeper for found in direct for deeper in _subclasses(found))]


def factory_of(model: type[Any]) -> type[Any]:
    """Return the factory of a model; fail with the model's name where there is none."""
    found = factories().get(model)
    if found is None:
        raise NoFactory(f"{model._meta.label} has a screen and no factory in {', '.join(PLACES)}")
    return found


def make(model: type[Any], **facts: Any) -> Any:
    """Return a record as it stands in the database."""
    with operation(OperationKind.COMMAND, by=SYSTEM):
        made = factory_of(model)(**facts)
    return model._base_manager.get(pk=made.pk)


def make_many(model: type[Any], count: int) -> list[Any]:
    """Return so many records."""
    made = factory_of(model)
    with operation(OperationKind.COMMAND, by=SYSTEM):
        return [made() for _number in range(count)]


def make_owned(model: type[Any], owner: User, **facts: Any) -> Any:
    """Return a record that somebody owns."""
    return make(model, **dict.fromkeys(getattr(model, "owner_fields", ()), owner), **facts)
