"""A gate sees every write before it happens, by whatever way, and may refuse it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from erp.catalog.models import Brand
from erp.foundation import gate
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.gate import Attempt, Verb
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.deleting import delete_chosen, delete_records, refusals_of
from erp.staff.models import Role, User
from tests.factories import BrandFactory, RoleFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen() -> Iterator[list[Attempt]]:
    """Note every attempt on brands and roles; refuse what is named Forbidden."""
    attempts: list[Attempt] = []

    def look(attempt: Attempt) -> None:
        attempts.append(attempt)
        if getattr(attempt.record, "name", "") == "Forbidden":
            raise Refusal({"name": "not this one"})

    before = {model: list(checks) for model, checks in gate._checks.items()}
    gate.guard(Brand, look)
    gate.guard(Role, look)
    yield attempts
    gate._checks.clear()
    gate._checks.update(before)


def test_saving_asks_with_the_actor(manager: User, seen: list[Attempt]) -> None:
    with as_the_house(Actor.person(manager)):
        brand = Brand(name="SKF")
        brand.save()
        brand.note = "Göteborg"
        brand.save()
    assert [(a.verb, a.by.user) for a in seen] == [
        (Verb.CREATE, manager),
        (Verb.CHANGE, manager),
    ]


def test_saving_without_a_difference_asks_nobody(seen: list[Attempt]) -> None:
    brand = BrandFactory()
    seen.clear()
    with as_the_house():
        brand.save()
    assert seen == []


def test_a_refused_write_changes_nothing(seen: list[Attempt]) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house():
        Brand(name="Forbidden").save()
    assert refused.value.message_dict == {"name": ["not this one"]}


def test_writing_many_asks_for_each(seen: list[Attempt]) -> None:
    with as_the_house():
        one, two = create_records([Brand(name="One"), Brand(name="Two")])
        two.note = "changed"
        save_records([one, two])
    assert [(a.verb, a.record) for a in seen] == [
        (Verb.CREATE, one),
        (Verb.CREATE, two),
        (Verb.CHANGE, two),
    ]
    with nothing_changes(), pytest.raises(Refusal), as_the_house():
        create_records([Brand(name="Three"), Brand(name="Forbidden")])


def test_joining_and_parting_ask_with_the_keys(seen: list[Attempt]) -> None:
    from django.contrib.auth.models import Permission

    first, second = Permission.objects.order_by("pk")[:2]
    role = RoleFactory()
    seen.clear()
    with as_the_house():
        role.permissions.add(first, second)
        role.permissions.remove(first)
        role.permissions.clear()
    assert [(a.verb, a.relation, a.added, a.removed) for a in seen] == [
        (Verb.RELATE, "permissions", frozenset({first.pk, second.pk}), frozenset()),
        (Verb.RELATE, "permissions", frozenset(), frozenset({first.pk})),
        (Verb.RELATE, "permissions", frozenset(), frozenset({second.pk})),
    ]


def test_deleting_asks_with_all_that_go_together(seen: list[Attempt]) -> None:
    brands = [BrandFactory(), BrandFactory()]
    keys = frozenset(brand.pk for brand in brands)
    seen.clear()
    delete_records(brands, by=SYSTEM)
    assert [(a.verb, a.together) for a in seen] == [(Verb.DELETE, keys), (Verb.DELETE, keys)]


def test_of_several_only_the_refused_stay(seen: list[Attempt]) -> None:
    free = BrandFactory(name="Free")
    with as_the_house():
        create_records([Brand(name="Kept")])
    kept = Brand.objects.get(name="Kept")
    kept.name = "Forbidden"
    done = delete_chosen([free, kept], by=SYSTEM)
    assert (done.records, done.kept) == (1, [("Forbidden", "not this one")])
    assert list(Brand.objects.values_list("name", flat=True)) == ["Kept"]


def test_what_would_be_refused_is_told_beforehand(seen: list[Attempt]) -> None:
    brand = BrandFactory()
    brand.name = "Forbidden"
    with nothing_changes():
        assert refusals_of([brand], by=SYSTEM) == [("Forbidden", "not this one")]
