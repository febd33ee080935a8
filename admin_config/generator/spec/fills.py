"""What a choice on the form brings along: ``fills = { customer = ["currency", "language"] }``."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from admin_config.generator.behaviour import FillPlan
from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places, Table

_NUMBER = "number"
_SORTS = {
    Kind.YES_NO: "yes or no",
    Kind.DATE: "date",
    Kind.MOMENT: "moment",
    **dict.fromkeys((Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT), _NUMBER),
}
_EXAMPLE = '{ customer = ["currency", "language"] }'


def read_fills(
    places: Places, name: str, table: Table, known: dict[str, FieldPlan]
) -> tuple[FillPlan, ...]:
    """Return which relations fill which fields."""
    place = f"{name}.fills"
    found = []
    for field, given in places.table(place, table.get("fills", {}), _EXAMPLE).items():
        spot = f"{place}.{field}"
        filled = places.named(spot, places.texts(spot, given), known)
        if not places.named(place, [field], known):
            continue
        if known[field].kind is not Kind.RELATION:
            places.wrong(spot, "is no relation: only a chosen record brings something along")
        for each in filled:
            if known[each].locked or known[each].kind is Kind.SEVERAL:
                places.wrong(spot, f"{each!r} is typed by nobody")
        found.append(FillPlan(field, filled))
    return tuple(found)


def check_fills(places: Places, domain: DomainPlan) -> None:
    """Note what the chosen record does not have, or has as something else."""
    for model in domain.models:
        for fill in model.fills:
            _check(places, domain, model, fill)


def _check(places: Places, domain: DomainPlan, model: ModelPlan, fill: FillPlan) -> None:
    place, target = f"{model.name}.fills.{fill.field}", model.field(fill.field).to
    theirs = _fields_of(domain, target) if target else {}
    for name in fill.filled:
        if not target:
            continue
        if name not in theirs:
            places.wrong(place, f"{target} has no field {name!r}.{nearest(name, theirs)}")
        elif theirs[name] != _sort(domain, model.field(name)):
            places.wrong(place, f"{name!r} is something else at {target}")


def _fields_of(domain: DomainPlan, target: str) -> dict[str, str]:
    """Return by name of what sort the fields of a model are: where they lead, or what they hold."""
    own = domain.model(target)
    if own is not None:
        return {name: _sort(domain, field) for name, field in own.known.items()}
    model: Any = apps.get_model(target)
    return {
        field.name: field.related_model._meta.label if field.is_relation else _held(field)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }


def _sort(domain: DomainPlan, field: FieldPlan) -> str:
    if field.to:
        return f"{domain.name}.{field.to}" if domain.model(field.to) is not None else field.to
    return _SORTS.get(field.kind, "text")


def _held(field: Any) -> str:
    kinds = (
        (models.BooleanField, _SORTS[Kind.YES_NO]),
        ((models.IntegerField, models.DecimalField), _NUMBER),
        (models.DateTimeField, _SORTS[Kind.MOMENT]),
        (models.DateField, _SORTS[Kind.DATE]),
    )
    return next((sort for classes, sort in kinds if isinstance(field, classes)), "text")
