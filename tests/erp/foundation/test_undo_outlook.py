"""An undo that would take nothing back is known beforehand, with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation
from tests.toy.models import Piece, Sale, Shelf, Toy

pytestmark = pytest.mark.django_db


def make_toy(code: str = "T-1", **facts: object) -> Operation:
    with as_the_house():
        Toy(code=code, name="Train", price=Decimal(10), **facts).save()
    return newest_operation()


def reason(target: Operation, by: Actor = SYSTEM) -> str | None:
    """Return the reason, and prove that the undo agrees with it."""
    found = reasons_against_undo([target], by=by).get(target.pk)
    if found is not None:
        assert undo_operation(target, by=by).records == 0
    return found


def test_what_nobody_touched_since_has_a_chance(manager: User) -> None:
    made = make_toy(owner=manager)
    assert reason(made) is None
    assert undo_operation(made, by=SYSTEM).records == 1


def test_what_was_changed_since_stays(manager: User) -> None:
    made = make_toy(owner=manager)
    with as_the_house():
        toy = Toy.objects.get()
        toy.name = "Tram"
        toy.save()
    assert reason(made) == "It was changed or deleted since."
    assert reason(newest_operation()) is None


def test_what_is_in_use_stays(manager: User) -> None:
    made = make_toy(owner=manager)
    with as_the_house():
        Sale(toy=Toy.objects.get(), sold_on=dt.date(2026, 1, 1), amount=1).save()
    assert reason(made) == "It is in use."


def test_a_taken_code_keeps_the_deleted_record_away(manager: User) -> None:
    make_toy(owner=manager)
    with as_the_house():
        Toy.objects.get().delete()
    deleted = newest_operation()
    assert reason(deleted) is None
    make_toy("t1", owner=manager)
    assert reason(deleted) == "Its name or number is taken by now."


def test_a_gone_parent_keeps_the_child_away_but_not_when_both_went_together(manager: User) -> None:
    with as_the_house():
        shelf = Shelf(name="North")
        shelf.save()
    make_toy(owner=manager, shelf=shelf)
    with as_the_house():
        Piece(toy=Toy.objects.get(), name="Wagon", cost=1).save()
    with as_the_house():
        Piece.objects.get().delete()
    child = newest_operation()
    with as_the_house():
        Toy.objects.get().delete()
    together = newest_operation()
    assert reason(child) == "The toy “T-1 Train” it belonged to is gone."
    with as_the_house():
        shelf.delete()
    assert reason(together) == "The shelf “North” it belonged to is gone."


def test_what_one_may_not_delete_is_not_offered(auditor: User, manager: User) -> None:
    made = make_toy(owner=manager)
    assert reason(made, Actor.person(auditor)) == "You do not have the right to take it back."


def test_own_reach_ends_at_the_records_of_others(
    sales: User, other_sales: User, manager: User
) -> None:
    mine, theirs = make_toy("A", owner=sales), make_toy("B", owner=other_sales)
    with as_the_house():
        for toy in Toy.objects.all():
            toy.name = "Tram"
            toy.save()
    both = newest_operation()
    found = reasons_against_undo([mine, theirs, both], by=Actor.person(sales))
    assert both.pk not in found
    assert set(found) == {mine.pk, theirs.pk}


def test_a_page_of_operations_costs_as_much_as_one(manager: User) -> None:
    targets = [make_toy(f"T-{number}", owner=manager) for number in range(30)]
    reasons_against_undo(targets[:1], by=SYSTEM)
    costs = []
    for some in (targets[:1], targets):
        with CaptureQueriesContext(connection) as asked:
            assert reasons_against_undo(some, by=SYSTEM) == {}
        costs.append(len(asked))
    assert costs[0] == costs[1] < 10


def test_the_pages_say_why_in_place_of_the_button(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    made = make_toy(owner=manager)
    with as_the_house():
        toy = Toy.objects.get()
        toy.name = "Tram"
        toy.save()
    changed = newest_operation()
    client = sign_in(manager)
    page = client.get(f"/toy/toy/{toy.pk}/history/").content.decode()
    assert f'href="/operations/{changed.pk}/undo/' in page
    assert f'href="/operations/{made.pk}/undo/' not in page
    assert page.count('title="It was changed or deleted since."') == 1
    asked = client.get(f"/operations/{made.pk}/undo/").content.decode()
    assert "It was changed or deleted since." in asked
    with operation(OperationKind.DELETE, by=SYSTEM):
        toy.delete()
    make_toy(owner=manager)
    trash = client.get("/trash/").content.decode()
    assert 'title="Its name or number is taken by now."' in trash
