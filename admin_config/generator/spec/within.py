"""Relations that offer only what belongs to another choice: a contact ``of = "customer"``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.apps import apps

from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places


def with_belonging(places: Places, domain: DomainPlan) -> DomainPlan:
    """Return the domain in which such relations know by which of their own they belong."""
    models = tuple(
        replace(model, fields=tuple(_joined(places, domain, model, f) for f in model.fields))
        for model in domain.models
    )
    return replace(domain, models=models)


def _joined(places: Places, domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> FieldPlan:
    if not field.of:
        return field
    place = f"{model.name}.{field.name}.of"
    known = {name: other for name, other in model.known.items() if other.kind is Kind.RELATION}
    if field.kind is not Kind.RELATION:
        places.wrong(place, "is no relation: only a chosen record belongs to another")
    elif field.of not in known:
        places.wrong(place, f"no relation {field.of!r}.{nearest(field.of, known)}")
    else:
        leading = _leading(domain, field.to, known[field.of].to)
        if len(leading) == 1:
            return replace(field, by=leading[0])
        target = known[field.of].to
        places.wrong(place, f"{field.to} has {len(leading)} required relations to {target}")
    return replace(field, of="")


def _leading(domain: DomainPlan, kind: str, target: str) -> list[str]:
    """Return the relations of a model that always lead to the table of another."""
    own = domain.model(kind)
    if own is not None:
        return [f.name for f in own.fields if f.to == target and f.required]
    if domain.model(target) is not None:
        return []
    model: Any = apps.get_model(kind)
    table = apps.get_model(target)._meta.concrete_model
    fields = model._meta.concrete_fields
    relations = [field for field in fields if field.is_relation and not field.null]
    return [f.name for f in relations if f.related_model._meta.concrete_model is table]
