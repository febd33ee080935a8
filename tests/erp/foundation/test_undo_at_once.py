"""Several people undo or restore the same thing in the same moment: one does it, all are told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from admin_config.engine.history.belonging import parts_of, state_at
from admin_config.engine.history.restoring import Restored, restore_state
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services import undo, undo_in_chunks
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.undo import Undone, undo_operation
from tests.cast import make_person
from tests.language.crowd import at_once
from tests.language.writing import as_the_house
from tests.toy.models import ToyOrder, ToyOrderLine
from tests.toy.screens.toy_order import SCREEN

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 4


@pytest.fixture
def order() -> ToyOrder:
    """An order of three lines."""
    with as_the_house():
        made = ToyOrder(number="O-1", buyer="Ann", owner=make_person("manager"))
        made.save()
        create_records([ToyOrderLine(order=made, position=n, wording=f"{n}") for n in range(3)])
    return made


def edited(order: ToyOrder) -> Operation:
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        order.buyer = "Bob"
        order.save()
        lines = list(order.lines.all())
        for line in lines:
            line.quantity = Decimal(9)
        save_records(lines)
    return running.row


def facts() -> tuple[str, set[Decimal]]:
    order = ToyOrder.objects.get()
    return order.buyer, set(order.lines.values_list("quantity", flat=True))


def undone_by_a_crowd(target: Operation) -> tuple[list[Undone], list[str]]:
    """Let everybody undo it; return what came of it and what the refused were told."""
    by = Actor.person(make_person("manager"))
    answers = at_once(CROWD, lambda _number: undo_operation(target, by=by))
    done = [answer for answer in answers if isinstance(answer, Undone)]
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(done) + len(refused) == CROWD, answers
    return done, [message for refusal in refused for message in refusal.messages]


def test_one_undo_wins_and_the_others_are_told(order: ToyOrder) -> None:
    target = edited(order)

    done, told = undone_by_a_crowd(target)

    assert [(d.records, d.kept) for d in done] == [(4, [])]
    assert told == ["This operation was already undone."] * (CROWD - 1)
    assert facts() == ("Ann", {Decimal(1)})
    assert Operation.objects.filter(kind=OperationKind.UNDO).count() == 1
    assert ToyOrder.history.count() == 3


def test_one_undo_in_chunks_wins(order: ToyOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (undo, undo_in_chunks):
        monkeypatch.setattr(module, "CHUNK", 2)
    target = edited(order)

    done, told = undone_by_a_crowd(target)

    assert [d.records for d in done] == [4]
    known = {"This operation was already undone.", "Somebody else goes on with this undo."}
    assert set(told) <= known
    assert facts() == ("Ann", {Decimal(1)})
    assert Operation.objects.filter(undoes=target).count() == 1


def test_one_restore_writes_and_the_others_find_it_done(order: ToyOrder) -> None:
    first = order.history.get().operation_id
    edited(order)
    by = Actor.person(make_person("manager"))

    def restore(_number: int) -> Restored:
        state: Any = state_at(ToyOrder, order.pk, first)
        return restore_state(state, parts_of(SCREEN), by=by)

    answers = at_once(CROWD, restore)

    assert all(isinstance(answer, Restored) for answer in answers), answers
    written = [a.operation for a in answers if isinstance(a, Restored) and a.operation]
    assert len(written) == 1
    assert facts() == ("Ann", {Decimal(1)})
    assert ToyOrder.history.count() == 3


def test_an_undo_and_a_restore_at_once_both_end_well(order: ToyOrder) -> None:
    first = order.history.get().operation_id
    target = edited(order)
    by = Actor.person(make_person("manager"))

    def either(number: int) -> object:
        if number % 2:
            return undo_operation(target, by=by)
        state: Any = state_at(ToyOrder, order.pk, first)
        return restore_state(state, parts_of(SCREEN), by=by)

    answers = at_once(2, either)

    assert not [a for a in answers if isinstance(a, Exception)], answers
    assert facts() == ("Ann", {Decimal(1)})
