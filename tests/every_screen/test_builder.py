"""The filter builder of every screen: each field × each operator is answered by the database."""

from __future__ import annotations

import json
from typing import Any

from admin_config.engine.listing.building.built import Built
from admin_config.engine.listing.building.offered import Offer, offers
from admin_config.engine.listing.building.operators import Operator
from erp.foundation.actor import Actor
from tests.every_screen.making import make
from tests.every_screen.visiting import Visit

_SAMPLES = {"flag": "1", "text": "a1", "number": "1", "day": "2026-02-28"}
_TAKEN = {"nothing": 0, "two": 2}
#: So many conditions are asked for in one address.
_AT_ONCE = 20


def sample(offer: Offer, operator: Operator) -> list[str]:
    """Return a condition with values that fit it."""
    takes = str(operator.takes)
    value = _SAMPLES.get(offer.kind, "1")
    if offer.kind == "choice":
        value = str(next(v for v, _label in offer.field.flatchoices if v not in {"", None}))
    if offer.kind == "several":
        value = offer.field.codes[0]
    value = {"period": "last_month", "count": "30"}.get(takes, value)
    return [offer.path, operator.name, *[value] * _TAKEN.get(takes, 1)]


def test_builder_asks_every_field_every_question(visit: Visit) -> None:
    record = make(visit.model)
    actor = Actor.person(visit.who)
    found = offers(visit.screen, actor)
    assert found
    conditions = [sample(offer, op) for offer in found.values() for op in offer.operators]
    for condition in conditions:
        built = Built(json.dumps(condition), visit.screen, actor)
        assert built.problems == [], condition
        assert all(words for _label, words, _left in built.chips())
        list(visit.model._base_manager.filter(built.condition()).values_list("pk")[:2])
    either = [one for one in conditions if one[1] in {"empty", "filled"} and "__" not in one[0]]
    for name in {one[0] for one in either}:
        tree = json.dumps(["|", [name, "empty"], [name, "filled"]])
        assert record.pk in keys_left(visit, tree), name


def keys_left(visit: Visit, tree: str) -> set[Any]:
    """Return the keys of the records that a built filter leaves."""
    built = Built(tree, visit.screen, Actor.person(visit.who))
    return set(visit.model._base_manager.filter(built.condition()).values_list("pk", flat=True))


def test_builder_goes_with_the_list_its_count_and_its_totals(visit: Visit) -> None:
    make(visit.model)
    found = offers(visit.screen, Actor.person(visit.who))
    conditions = [sample(offer, offer.operators[0]) for offer in found.values()][:_AT_ONCE]
    tree = json.dumps(["|", *conditions])
    page = visit.page("changelist", _f=tree)
    assert "cannot be read" not in page.words
    assert visit.get("list_count", _f=tree).json()["count"] == len(keys_left(visit, tree))
    assert set(visit.get("list_totals", _f=tree).json()) == {"totals"}
    fields = visit.get("list_builder").json()["groups"]
    assert {field["path"] for group in fields for field in group["fields"]} == set(found)
