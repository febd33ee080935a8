"""What the builder's dialog is drawn from: fields, operators, periods."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from admin_config.engine.listing.building.offered import Offer, offers
from admin_config.engine.listing.building.periods import PERIODS
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor


def catalogue(screen: Screen, actor: Actor) -> dict[str, Any]:
    """Return the fields in groups, the record's own first, each with what can be asked of it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for offer in offers(screen, actor).values():
        heading = (
            capfirst(str(offer.step.verbose_name))
            if offer.step is not None
            else capfirst(str(screen.model._meta.verbose_name))
        )
        groups.setdefault(f"{offer.step is not None:d}{heading}", []).append(_field(offer))
    return {
        "groups": [{"label": heading[1:], "fields": fields} for heading, fields in groups.items()],
        "periods": [[name, str(label)] for name, label in PERIODS.items()],
    }


def _field(offer: Offer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "path": offer.path,
        "label": offer.label,
        "kind": offer.kind,
        "operators": [[o.name, str(o.label), str(o.takes)] for o in offer.operators],
    }
    if offer.kind in {"choice", "several", "flag"}:
        found["choices"] = _choices(offer)
    if offer.names_people:
        found["people"] = True
    return found


def _choices(offer: Offer) -> list[list[str]]:
    from django.http import QueryDict

    from admin_config.engine.listing.filters.make import make_filter

    made: Any = make_filter(offer.field.name, offer.field, offer.label, QueryDict())
    return [[value, label] for value, label, _ticked in made.options()]
