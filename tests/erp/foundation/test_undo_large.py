"""Undo of many: what changed since stays and is named, few statements, chunks outlive a kill."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.gate import Attempt, _checks, guard
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services import undo, undo_in_chunks
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.undo import may_undo, undo_operation
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Shelf, Tag, Toy

pytestmark = pytest.mark.django_db


class KilledError(Exception):
    """Stands for a worker that is no more."""


def make_toys(owner: User, count: int, *, pieces: int = 0) -> list[Toy]:
    with as_the_house():
        toys = [
            Toy(code=f"T-{n:04}", name=f"train {n}", owner=owner, price=Decimal(10))
            for n in range(count)
        ]
        create_records(toys)
        create_records([Piece(toy=t, name=f"wagon {n}") for t in toys for n in range(pieces)])
    return toys


def reprice(toys: Sequence[Toy], price: int) -> Operation:
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        rows = list(Toy.objects.filter(pk__in=[toy.pk for toy in toys]).order_by("pk"))
        for row in rows:
            row.price = Decimal(price)
        save_records(rows)
    return running.row


def delete(records: Sequence[Any], by: Actor = SYSTEM) -> Operation:
    from erp.foundation.deletion import delete_inside_operation

    with operation(OperationKind.DELETE, by=by) as running:
        delete_inside_operation(list(records))
    return running.row


def edit_200_and_touch_four(manager: User, sales: User) -> tuple[list[Toy], Operation]:
    """Edit 200 toys at once; then one person changes three of them and another deletes one."""
    toys = make_toys(manager, 200)
    edited = reprice(toys, 99)
    for toy in Toy.objects.filter(pk__in=[toys[n].pk for n in (3, 50, 120)]):
        with operation(OperationKind.CHANGE, by=Actor.person(manager)):
            toy.price = Decimal(55)
            toy.save()
    delete([Toy.objects.get(pk=toys[7].pk)], by=Actor.person(sales))
    return toys, edited


def moment_of(toy: Toy) -> str:
    versions = Toy.history.filter(code=toy.code).order_by("history_id").values_list("history_date")
    moments = [moment for (moment,) in versions]
    return str(moments[2].strftime("%Y-%m-%d %H:%M UTC"))


def test_of_200_edited_196_go_back_and_4_are_named(manager: User, sales: User) -> None:
    toys, edited = edit_200_and_touch_four(manager, sales)

    done = undo_operation(edited, by=Actor.person(manager))

    assert done.records == 196
    assert sorted((kept.label, kept.reason) for kept in done.kept) == [
        ("T-0003 train 3", f"changed since by Manager, {moment_of(toys[3])}"),
        ("T-0007 train 7", f"deleted since by Sales, {moment_of(toys[7])}"),
        ("T-0050 train 50", f"changed since by Manager, {moment_of(toys[50])}"),
        ("T-0120 train 120", f"changed since by Manager, {moment_of(toys[120])}"),
    ]
    prices = dict(Toy.objects.values_list("pk", "price"))
    touched = {toys[n].pk for n in (3, 50, 120)}
    assert toys[7].pk not in prices
    assert {prices[key] for key in touched} == {Decimal(55)}
    assert {price for key, price in prices.items() if key not in touched} == {Decimal(10)}
    assert newest_operation().details["kept_count"] == 4


def test_taking_that_back_brings_the_196_edits_again(manager: User, sales: User) -> None:
    _toys, edited = edit_200_and_touch_four(manager, sales)
    first = undo_operation(edited, by=SYSTEM)
    assert first.operation is not None

    again = undo_operation(first.operation, by=SYSTEM)

    assert (again.records, again.kept) == (196, [])
    assert Toy.objects.filter(price=99).count() == 196


@pytest.mark.parametrize("verb", ["edit", "delete", "create"])
def test_thirty_cost_as_many_statements_as_three(manager: User, verb: str) -> None:
    counts = []
    for count in (2, 3, 30):  # the first one learns rights and kinds
        toys = make_toys(manager, count, pieces=2)
        row = newest_operation()
        if verb == "edit":
            row = reprice(toys, 99)
        elif verb == "delete":
            row = delete(toys)
        with CaptureQueriesContext(connection) as captured:
            done = undo_operation(row, by=Actor.person(manager))
        assert done.kept == []
        counts.append(len(captured))
        Piece.objects.all()._raw_delete("default")
        Toy.objects.all()._raw_delete("default")
    assert counts[1] == counts[2]


def test_own_reach_costs_no_statement_a_row(sales: User, other_sales: User) -> None:
    counts = []
    for count in (2, 3, 30):  # the first one learns rights and kinds
        mine, theirs = make_toys(sales, count, pieces=1), []
        with as_the_house():
            theirs = [Toy(code=f"X{n}", name="x", owner=other_sales, price=1) for n in range(3)]
            create_records(theirs)
        pieces = list(Piece.objects.all())
        with operation(OperationKind.CHANGE, by=SYSTEM) as running:
            for piece in pieces:
                piece.quantity = Decimal(7)
            save_records(pieces)
        with CaptureQueriesContext(connection) as captured:
            done = undo_operation(running.row, by=Actor.person(sales))
        assert (done.records, done.kept) == (len(mine), [])
        counts.append(len(captured))
        Piece.objects.all()._raw_delete("default")
        Toy.objects.all()._raw_delete("default")
    assert counts[1] == counts[2]


def test_a_name_taken_since_keeps_one_and_no_other(manager: User) -> None:
    toys = make_toys(manager, 40, pieces=1)
    gone = delete(toys)
    with as_the_house():
        Toy(code="t 0011", name="rival", owner=manager, price=1).save()

    done = undo_operation(gone, by=SYSTEM)

    assert done.records == 78
    assert [(kept.label, kept.reason) for kept in done.kept] == [
        ("T-0011 train 11", "Toy with this Code already exists."),
        ("wagon 0", "the toy “T-0011 train 11” it belonged to is gone"),
    ]
    assert Toy.objects.filter(name__startswith="train").count() == 39


def test_a_gate_keeps_what_it_refuses(manager: User) -> None:
    toys = make_toys(manager, 12)
    edited = reprice(toys, 99)

    def locked(attempt: Attempt) -> None:
        if attempt.record.code == "T-0005":  # type: ignore[attr-defined]
            raise Refusal("this toy is locked", code="locked")

    guard(Toy, locked)
    try:
        done = undo_operation(edited, by=SYSTEM)
    finally:
        _checks[Toy].remove(locked)

    assert done.records == 11
    assert [(kept.label, kept.reason) for kept in done.kept] == [
        ("T-0005 train 5", "this toy is locked")
    ]
    assert Toy.objects.get(code="T-0005").price == 99


def test_a_deep_tree_comes_back(manager: User) -> None:
    with as_the_house():
        shelves = []
        for number in range(6):
            shelf = Shelf(name=f"s{number}", parent=shelves[-1] if shelves else None)
            shelf.save()
            shelves.append(shelf)
    made = newest_operation()
    gone = undo_operation(made, by=SYSTEM)
    assert (gone.records, Shelf.objects.count()) == (6, 0)
    assert gone.operation is not None
    assert undo_operation(gone.operation, by=SYSTEM).records == 6
    assert Shelf.objects.get(name="s5").parent == Shelf.objects.get(name="s4")


def test_tags_of_many_come_back(manager: User) -> None:
    toys = make_toys(manager, 5)
    with as_the_house():
        tags = [Tag(name=name) for name in ("fast", "red")]
        create_records(tags)
        for toy in toys:
            toy.tags.set(tags)
    gone = delete([Tag.objects.get(name="fast")])
    assert undo_operation(gone, by=SYSTEM).kept == []
    assert {t.name for toy in Toy.objects.all() for t in toy.tags.all()} == {"fast", "red"}


@pytest.fixture
def chunks_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (undo, undo_in_chunks):
        monkeypatch.setattr(module, "CHUNK", 10)


@pytest.mark.usefixtures("chunks_of_ten")
def test_a_large_one_goes_in_chunks_and_back_again(manager: User) -> None:
    toys = make_toys(manager, 25, pieces=1)
    told: list[tuple[int, int]] = []

    done = undo_operation(delete(toys), by=SYSTEM, tell=lambda *row: told.append(row))

    assert (done.records, done.kept) == (50, [])
    assert told == [*((n, 50) for n in range(0, 50, 10)), (50, 50)]
    assert done.operation is not None
    assert done.operation.parts.count() == 5
    assert Piece.objects.count() == 25
    again = undo_operation(done.operation, by=SYSTEM)
    assert (again.records, Toy.objects.count(), Piece.objects.count()) == (50, 0, 0)


@pytest.mark.usefixtures("chunks_of_ten")
def test_a_large_one_lists_what_stays(manager: User, sales: User) -> None:
    _toys, edited = edit_200_and_touch_four(manager, sales)
    done = undo_operation(edited, by=SYSTEM)
    assert done.records == 196
    assert sorted(kept.label.split()[0] for kept in done.kept) == [
        "T-0003",
        "T-0007",
        "T-0050",
        "T-0120",
    ]
    assert done.operation is not None
    done.operation.refresh_from_db()
    assert done.operation.details["kept_count"] == 4


@pytest.mark.usefixtures("chunks_of_ten")
def test_a_killed_worker_leaves_nothing_twice_and_nothing_out(manager: User) -> None:
    edited = reprice(make_toys(manager, 35), 99)

    def killed(seen: int, _total: int) -> None:
        if seen == 20:
            raise KilledError

    with pytest.raises(KilledError):
        undo_operation(edited, by=SYSTEM, tell=killed)
    assert Toy.objects.filter(price=10).count() == 20
    assert may_undo(edited, by=SYSTEM)

    done = undo_operation(edited, by=SYSTEM)

    assert (done.records, done.kept) == (35, [])
    assert Toy.objects.filter(price=10, version=2).count() == 35
    assert LogEntry.objects.filter(operation__part_of=done.operation).count() == 35
    assert not may_undo(edited, by=SYSTEM)
    with nothing_changes(), pytest.raises(Refusal, match="already undone"):
        undo_operation(edited, by=SYSTEM)


@pytest.mark.usefixtures("chunks_of_ten")
def test_a_swap_across_chunks_goes_back(manager: User) -> None:
    toys = make_toys(manager, 25)
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        codes = [toy.code for toy in toys]
        for turn in (lambda n: f"Z{n}", lambda n: codes[n - 24]):
            rows = list(Toy.objects.order_by("pk"))
            for number, toy in enumerate(rows):
                toy.code = turn(number)
            save_records(rows)
    assert Toy.objects.get(pk=toys[0].pk).code == "T-0001"

    done = undo_operation(running.row, by=SYSTEM)

    assert (done.records, done.kept) == (25, [])
    assert list(Toy.objects.order_by("pk").values_list("code", flat=True)) == codes


@pytest.mark.usefixtures("chunks_of_ten")
def test_an_undo_of_which_nothing_goes_leaves_no_operation(manager: User) -> None:
    toys = make_toys(manager, 15)
    edited = reprice(toys, 99)
    reprice(toys, 50)
    with nothing_changes():
        done = undo_operation(edited, by=SYSTEM)
    assert (done.operation, done.records, len(done.kept)) == (None, 0, 15)
    assert not Operation.objects.filter(undoes=edited).exists()
