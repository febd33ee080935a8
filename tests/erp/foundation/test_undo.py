"""Undo: what goes back, what stays and why, who may, and that an undo can be undone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import may_undo, undo_operation
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Sale, Shelf, Tag, Toy

pytestmark = pytest.mark.django_db


def make_toy(owner: User, code: str = "T-1", **values: object) -> Toy:
    with as_the_house():
        toy = Toy(**{"code": code, "name": "train", "owner": owner, "price": Decimal(10), **values})
        toy.save()
    return toy


def change(record: object, by: Actor = SYSTEM, **values: object) -> Operation:
    with operation(OperationKind.CHANGE, by=by) as running:
        for name, value in values.items():
            setattr(record, name, value)
        record.save()  # type: ignore[attr-defined]
    return running.row


def test_deleted_toy_comes_back_with_pieces_and_tags(manager: User) -> None:
    toy = make_toy(manager)
    with as_the_house():
        tag = Tag(name="fast")
        tag.save()
        toy.tags.add(tag)
        piece = Piece(toy=toy, name="wagon")
        piece.save()
    key, piece_key = toy.pk, piece.pk
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        toy.delete()

    done = undo_operation(running.row, by=SYSTEM)

    assert (done.records, done.kept) == (2, [])
    back = Toy.objects.get(pk=key)
    assert list(back.tags.all()) == [tag]
    assert list(back.pieces.values_list("pk", flat=True)) == [piece_key]


def test_toys_get_a_deleted_tag_back(manager: User) -> None:
    toy = make_toy(manager)
    with as_the_house():
        tag = Tag(name="fast")
        tag.save()
        toy.tags.add(tag)
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        tag.delete()
    assert list(toy.tags.all()) == []
    entry = LogEntry.objects.get(operation=running.row, object_repr=str(toy))
    assert entry.changes["tags"]["removed"] == [toy_tag_key(running.row)]

    undo_operation(running.row, by=SYSTEM)

    assert [t.name for t in toy.tags.all()] == ["fast"]


def toy_tag_key(row: Operation) -> int:
    found = Tag.history.get(operation_id=row.pk)
    return int(found.id)


def test_a_tree_deleted_at_once_comes_back(manager: User) -> None:
    with as_the_house():
        top = Shelf(name="top")
        top.save()
        below = Shelf(name="below", parent=top)
        below.save()
    key = top.pk
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        below.delete()
        top.delete()

    done = undo_operation(running.row, by=SYSTEM)

    assert (done.records, done.kept) == (2, [])
    assert Shelf.objects.get(name="below").parent_id == key


def test_swapped_codes_go_back(manager: User) -> None:
    one, other = make_toy(manager, "A"), make_toy(manager, "B")
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for toy, code in ((one, "X"), (other, "A"), (one, "B")):
            toy.code = code
            toy.save()

    done = undo_operation(running.row, by=SYSTEM)

    assert (done.records, done.kept) == (2, [])
    assert (Toy.objects.get(pk=one.pk).code, Toy.objects.get(pk=other.pk).code) == ("A", "B")


def test_what_changed_since_stays_and_says_so(manager: User) -> None:
    one, other = make_toy(manager, "A"), make_toy(manager, "B")
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for toy in (one, other):
            toy.price = Decimal(99)
            toy.save()
    change(Toy.objects.get(pk=one.pk), price=Decimal(50), by=Actor.person(manager))

    done = undo_operation(running.row, by=SYSTEM)

    assert done.records == 1
    assert [kept.label for kept in done.kept] == ["A train"]
    assert done.kept[0].reason.startswith("changed since by Manager")
    assert Toy.objects.get(pk=one.pk).price == 50
    assert Toy.objects.get(pk=other.pk).price == 10
    assert newest_operation().details["kept_count"] == 1


def test_a_toy_stays_when_others_added_to_it(manager: User) -> None:
    toy = make_toy(manager)
    created = newest_operation()
    with as_the_house():
        Piece(toy=toy, name="later").save()

    with nothing_changes():
        done = undo_operation(created, by=SYSTEM)

    assert done.operation is None
    assert [kept.reason for kept in done.kept] == ["pieces were added to it since"]


def test_a_taken_code_refuses_and_a_second_try_works(manager: User) -> None:
    toy = make_toy(manager, "A")
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        toy.delete()
    rival = make_toy(manager, "a")
    with nothing_changes():
        done = undo_operation(running.row, by=SYSTEM)
    assert (done.records, len(done.kept)) == (0, 1)

    change(rival, code="B")
    assert undo_operation(running.row, by=SYSTEM).records == 1


def test_an_undo_can_be_undone_and_only_once(manager: User) -> None:
    toy = make_toy(manager)
    row = change(toy, price=Decimal(20))
    first = undo_operation(row, by=SYSTEM)
    assert Toy.objects.get().price == 10
    assert first.operation is not None

    again = undo_operation(first.operation, by=SYSTEM)
    assert again.records == 1
    assert Toy.objects.get().price == 20
    with nothing_changes(), pytest.raises(Refusal, match="already undone"):
        undo_operation(row, by=SYSTEM)


def test_only_records_within_reach_go_back(sales: User, other_sales: User) -> None:
    mine, theirs = make_toy(sales, "A"), make_toy(other_sales, "B")
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for toy in (mine, theirs):
            toy.price = Decimal(99)
            toy.save()

    done = undo_operation(running.row, by=Actor.person(sales))

    assert done.records == 1
    assert [(k.label, k.reason) for k in done.kept] == [
        ("toy …", "you do not have the right to take it back")
    ]
    assert Toy.objects.get(pk=theirs.pk).price == 99


def test_who_may_change_nothing_of_it_is_not_offered_the_undo(
    manager: User, stranger: User, auditor: User
) -> None:
    row = change(make_toy(manager), price=Decimal(20))
    assert may_undo(row, by=Actor.person(manager))
    assert not may_undo(row, by=Actor.person(stranger))
    assert not may_undo(row, by=Actor.person(auditor))


def test_a_secret_is_neither_stored_nor_brought_back(manager: User) -> None:
    stored = manager.password
    assert set(User.history.filter(id=manager.pk).values_list("password", flat=True)) == {""}
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        manager.name = "New"
        manager.set_password("another one 123")
        manager.save()
    kept = manager.password
    undo_operation(running.row, by=SYSTEM)
    manager.refresh_from_db()
    assert manager.name == "Manager"
    assert manager.password == kept != stored


def test_joining_renews_the_version_token(manager: User) -> None:
    toy = make_toy(manager)
    before = toy.version
    with as_the_house():
        tag = Tag(name="fast")
        tag.save()
        toy.tags.add(tag)
    assert Toy.objects.get().version == before + 1
    assert toy.version == before + 1
    change(toy, price=Decimal(11))


def test_a_refused_deletion_leaves_no_trace_in_the_operation(manager: User) -> None:
    kept, gone = make_toy(manager, "A"), make_toy(manager, "B")
    with as_the_house():
        Sale(toy=kept, sold_on=dt.date(2026, 1, 1), amount=1).save()
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        with pytest.raises(Refusal):
            kept.delete()
        gone.delete()
    assert [e.object_repr for e in LogEntry.objects.filter(operation=running.row)] == ["B train"]


def test_what_others_did_to_their_own_is_neither_offered_nor_named(
    sales: User, other_sales: User
) -> None:
    theirs = make_toy(other_sales, "B", name="a secret train")
    with as_the_house():
        piece = Piece(toy=theirs, name="a secret wagon")
        piece.save()
    by = Actor.person(other_sales)
    done = [change(theirs, by, note="x"), change(piece, by, name="a secret coach")]

    assert [may_undo(row, by=by) for row in done] == [True, True]
    assert [may_undo(row, by=Actor.person(sales)) for row in done] == [False, False]
    with nothing_changes():
        kept = undo_operation(done[0], by=Actor.person(sales)).kept
    assert [row.label for row in kept] == ["toy …"]


def test_what_one_may_not_see_one_cannot_take_back(manager: User, sales: User) -> None:
    toy = make_toy(sales, cost=Decimal(7))
    dearer = change(toy, Actor.person(manager), cost=Decimal(8))
    with nothing_changes():
        done = undo_operation(dearer, by=Actor.person(sales))
    assert [row.reason for row in done.kept] == ["you do not have the right to take it back"]
    assert Toy.objects.get().cost == Decimal(8)


def test_a_password_that_was_handed_out_stays_to_be_changed(storekeeper: User) -> None:
    with as_the_house():
        storekeeper.must_change_password = True
        storekeeper.save()
    undo_operation(newest_operation(), by=SYSTEM)
    storekeeper.refresh_from_db()
    assert storekeeper.must_change_password is True
