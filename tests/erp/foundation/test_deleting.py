"""Deleting: the impact in counts, several at once, long ones in parts undone as a whole."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services import deleting
from erp.foundation.services.deleting import delete_chosen, delete_in_chunks
from erp.foundation.services.impact import impact_of
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Piece, Sale, Shelf, Toy

pytestmark = pytest.mark.django_db


def toys(owner: User, count: int) -> list[Toy]:
    made = []
    with as_the_house():
        for number in range(count):
            toy = Toy(code=f"T{number}", name="train", owner=owner, price=Decimal(1))
            toy.save()
            Piece(toy=toy, name="wagon").save()
            made.append(toy)
    return made


def sell(toy: Toy) -> None:
    with as_the_house():
        Sale(toy=toy, sold_on=dt.date(2026, 1, 1), amount=1).save()


def test_the_impact_is_counted_and_nothing_is_loaded(
    manager: User, django_assert_num_queries: object
) -> None:
    made = toys(manager, 3)
    sell(made[1])
    for chosen in (made, Toy.objects.all()):
        impact = impact_of(chosen)
        assert impact.gone == {Toy: 3, Piece: 3}
        assert impact.forbidden_by == {Sale: (1, ["2026-01-01 1.00"])}
        assert impact.blocked == 1
        assert not impact.allowed


def test_a_tree_is_in_its_own_way(manager: User) -> None:
    with as_the_house():
        top = Shelf(name="top")
        top.save()
        Shelf(name="below", parent=top).save()
    assert impact_of([top]).forbidden_by == {Shelf: (1, ["below"])}


def test_what_is_in_use_stays_and_the_others_go(manager: User) -> None:
    made = toys(manager, 3)
    sell(made[1])
    done = delete_chosen(made, by=Actor.person(manager), reason="spring")
    assert (done.records, done.rows) == (2, 4)
    assert [name for name, _reason in done.kept] == ["T1 train"]
    assert done.operation is not None
    assert (done.operation.reason, done.operation.records) == ("spring", 4)
    assert list(Toy.objects.values_list("code", flat=True)) == ["T1"]


def test_records_of_others_stay(sales: User, other_sales: User) -> None:
    theirs = toys(other_sales, 1)
    with nothing_changes():
        done = delete_chosen(theirs, by=Actor.person(sales))
    assert done.records == 0
    assert done.kept == [("T0 train", "you may not delete it")]


def lead_of(count: int) -> Operation:
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        running.row.details = {"asked": count}
        running.stored()
    return running.row


def test_a_long_deletion_is_undone_as_a_whole(
    manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "CHUNK", 2)
    made = toys(manager, 5)
    sell(made[4])
    keys = [toy.pk for toy in made]
    told: list[int] = []
    lead = lead_of(5)

    result = delete_in_chunks(Toy, keys, by=SYSTEM, lead=lead, tell=told.append)

    assert told == [2, 4, 5]
    assert (result["asked"], result["deleted"], result["kept"], result["gone_before"]) == (
        5,
        4,
        1,
        0,
    )
    assert lead.parts.count() == 2
    with pytest.raises(Refusal, match="part of a longer operation"):
        undo_operation(lead.parts.first(), by=SYSTEM)

    done = undo_operation(lead, by=SYSTEM)
    assert (done.records, done.kept) == (8, [])
    assert Toy.objects.count() == Piece.objects.count() == 5

    assert done.operation is not None
    assert undo_operation(done.operation, by=SYSTEM).records == 8
    assert Toy.objects.count() == 1


def test_a_deletion_that_is_started_again_counts_everything_once(
    manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "CHUNK", 2)
    keys = [toy.pk for toy in toys(manager, 4)]
    lead = lead_of(4)

    class KilledError(Exception):
        pass

    def killed(done: int) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        delete_in_chunks(Toy, keys, by=SYSTEM, lead=lead, tell=killed)
    assert Toy.objects.count() == 2

    result = delete_in_chunks(Toy, keys, by=SYSTEM, lead=lead, tell=lambda _done: None)
    assert (result["asked"], result["deleted"], result["kept"], result["gone_before"]) == (
        4,
        4,
        0,
        0,
    )


def test_an_undo_that_was_killed_goes_on(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleting, "CHUNK", 2)
    keys = [toy.pk for toy in toys(manager, 4)]
    lead = lead_of(4)
    delete_in_chunks(Toy, keys, by=SYSTEM, lead=lead, tell=lambda _done: None)
    last = lead.parts.order_by("-id").first()
    with operation(OperationKind.UNDO, by=SYSTEM, undoes=lead) as running:
        running.stored()
    from erp.foundation.services.undo import _undo_once

    _undo_once(last, SYSTEM, "", running.row)
    assert Toy.objects.count() == 2

    whole = undo_operation(lead, by=SYSTEM).records
    assert whole == 8, "what was taken back before the worker was killed counts as well"
    assert Toy.objects.count() == 4
    with pytest.raises(Refusal, match="already undone"):
        undo_operation(lead, by=SYSTEM)
