"""A paper's versions hold its lines: compared by identity, restored with keys and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.history.belonging import parts_of, state_at
from admin_config.engine.history.comparing import compare
from admin_config.engine.history.moves import moved
from admin_config.engine.history.restoring import restore_state
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.gate import Attempt, _checks, guard
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Toy, ToyOrder, ToyOrderLine
from tests.toy.screens.toy_order import SCREEN

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def lines_of(order: ToyOrder) -> list[tuple[int, int, str, Decimal]]:
    rows = order.lines.order_by("position", "pk")
    return list(rows.values_list("pk", "position", "wording", "quantity"))


def an_operation(work: Callable[[], object], by: Actor = SYSTEM) -> Operation:
    with operation(OperationKind.CHANGE, by=by) as running:
        work()
    return running.row


@pytest.fixture
def order(sales: User) -> ToyOrder:
    """An order of four lines."""
    with as_the_house(Actor.person(sales)):
        made = ToyOrder(number="O-1", buyer="Ann", owner=sales)
        made.save()
        create_records(
            [
                ToyOrderLine(
                    order=made, position=n, wording=f"line {n}", quantity=n, unit_price=1, cost=7
                )
                for n in (1, 2, 3, 4)
            ]
        )
    return ToyOrder.objects.get()


@pytest.fixture
def edited(order: ToyOrder) -> Operation:
    """One line is removed, one added, one changed, one moved to the top; the buyer changes."""

    def work() -> None:
        first, second, third, fourth = order.lines.order_by("position")
        first.delete()
        fourth.position = 0
        fourth.save()
        third.quantity, third.cost = Decimal(30), Decimal(9)
        third.save()
        ToyOrderLine(order=order, position=9, wording="extra").save()
        second.save()
        order.buyer = "Bob"
        order.save()

    return an_operation(work)


def at(order: ToyOrder, done: Operation | None) -> Any:
    found = state_at(ToyOrder, order.pk, done.pk if done else None)
    assert found is not None
    return found


def first_of(order: ToyOrder) -> Operation:
    return Operation.objects.get(pk=order.history.earliest("history_id").operation_id)


def test_lines_are_compared_by_identity(
    order: ToyOrder, edited: Operation, manager: User, sales: User
) -> None:
    made = first_of(order)

    found = compare(SCREEN, at(order, made), at(order, edited), by=Actor.person(sales))

    assert [(d.label, d.old, d.new) for d in found.fields if d.label == "Buyer"] == [
        ("Buyer", "Ann", "Bob")
    ]
    assert [(row.sign, row.label, row.place) for row in found.children] == [
        ("deleted", "line 1", "1"),
        ("moved", "line 4", "4 → 1"),
        ("changed", "line 3", "3"),
        ("created", "extra", "4"),
    ]
    changed = found.children[2]
    assert [(d.label, d.old, d.new) for d in changed.differences] == [
        ("Quantity", "3", "30"),
        ("Amount", "3.00", "30.00"),
    ]
    assert found.unchanged == 1
    labels = {d.label for row in found.children for d in row.differences}
    assert "Cost" not in labels
    seen = compare(SCREEN, at(order, made), at(order, edited), by=Actor.person(manager))
    assert ("Cost", "7.00", "9.00") in [
        (d.label, d.old, d.new) for d in seen.children[2].differences
    ]


def test_removing_the_first_row_moves_no_other() -> None:
    assert moved([1, 2, 3, 4], [2, 3, 4]) == set()
    assert moved([1, 2, 3, 4], [4, 1, 2, 3]) == {4}
    assert moved([1, 2, 3, 4], [2, 1, 9, 4, 3]) in ({1, 3}, {1, 4}, {2, 3}, {2, 4})
    assert moved([], [1]) == moved([1], []) == set()


def test_a_restore_brings_lines_back_with_keys_order_and_quantity(
    order: ToyOrder, manager: User
) -> None:
    before = lines_of(order)
    made = first_of(order)
    an_operation(lambda: order.lines.get(position=2).delete())

    def work() -> None:
        order.lines.get(position=1).delete()
        ToyOrderLine(order=order, position=1, wording="other").save()
        last = order.lines.get(position=4)
        last.position, last.quantity = 0, Decimal(40)
        last.save()
        order.refresh_from_db()
        order.buyer = "Bob"
        order.save()

    an_operation(work)
    total = ToyOrder.objects.get().total

    done = restore_state(
        at(order, made), parts_of(SCREEN), by=Actor.person(manager), reason="as agreed"
    )

    assert lines_of(order) == before
    again = ToyOrder.objects.get()
    assert (again.buyer, again.total) == ("Ann", Decimal("10.00"))
    assert total != again.total
    assert done.operation is not None
    assert (done.operation.kind, done.operation.reason) == (OperationKind.RESTORE, "as agreed")
    assert newest_operation() == done.operation


def test_a_restore_is_one_operation_and_undone_as_one(
    order: ToyOrder, edited: Operation, manager: User
) -> None:
    after = lines_of(order)
    by = Actor.person(manager)
    done = restore_state(at(order, first_of(order)), parts_of(SCREEN), by=by)
    assert done.operation is not None

    undone = undo_operation(done.operation, by=by)

    assert undone.kept == []
    assert lines_of(order) == after
    assert ToyOrder.objects.get().buyer == "Bob"
    assert undone.operation is not None
    assert undo_operation(undone.operation, by=by).kept == []
    assert [row[2] for row in lines_of(order)] == ["line 1", "line 2", "line 3", "line 4"]


def test_a_state_between_two_changes_of_lines_alone_can_be_restored(
    order: ToyOrder, manager: User, sign_in: SignIn
) -> None:
    line = order.lines.get(position=2)
    first = an_operation(lambda: _note(line, "box"))
    an_operation(lambda: _note(line, "paper"))
    client = sign_in(manager)

    page = client.post(f"/toy/toyorder/{order.pk}/history/o{first.pk}/restore/", {"reason": ""})

    assert page.status_code == 302
    assert ToyOrderLine.objects.get(pk=line.pk).wrapping == "box"


def _note(line: ToyOrderLine, wrapping: str) -> None:
    line.wrapping = wrapping
    line.save()


def test_what_one_does_not_see_stays(order: ToyOrder, edited: Operation, sales: User) -> None:
    restore_state(at(order, first_of(order)), parts_of(SCREEN), by=Actor.person(sales))
    third = order.lines.get(wording="line 3")
    assert (third.quantity, third.cost) == (3, 9)


def test_a_gone_toy_refuses_and_is_named(order: ToyOrder, manager: User) -> None:
    with as_the_house():
        toy = Toy(code="T", name="train", owner=manager, price=1)
        toy.save()
        line = order.lines.get(position=1)
        line.toy = toy
        line.save()
    named = newest_operation()
    an_operation(line.delete)
    an_operation(toy.delete)

    with nothing_changes(), pytest.raises(Refusal) as refused:
        restore_state(at(order, named), parts_of(SCREEN), by=Actor.person(manager))
    (reason,) = refused.value.messages
    assert reason == "Toy order line “line 1”: the toy “T train” it belonged to is gone."


@pytest.fixture
def locked(order: ToyOrder) -> Iterator[None]:
    """Orders and their lines are locked, as those of an approved paper."""

    def refuse(attempt: Attempt) -> None:
        raise Refusal("“O-1” is approved and locked.", code="locked")

    for model in (ToyOrder, ToyOrderLine):
        guard(model, refuse)
    yield
    for model in (ToyOrder, ToyOrderLine):
        _checks[model].remove(refuse)


@pytest.mark.usefixtures("locked")
def test_a_locked_paper_refuses_and_nothing_changes(order: ToyOrder, manager: User) -> None:
    row = order.history.latest("history_id")
    ToyOrder.history.filter(pk=row.pk).update(buyer="Old")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        restore_state(at(order, first_of(order)), parts_of(SCREEN), by=Actor.person(manager))
    assert "“O-1” is approved and locked." in refused.value.messages


def test_a_line_that_moved_to_another_paper_refuses(order: ToyOrder, manager: User) -> None:
    with as_the_house():
        other = ToyOrder(number="O-2", buyer="Cid", owner=manager)
        other.save()
    line = order.lines.get(position=1)
    line.order = other
    an_operation(line.save)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        restore_state(at(order, first_of(order)), parts_of(SCREEN), by=Actor.person(manager))
    assert refused.value.messages == [
        "Toy order line “line 1”: it belongs to another record by now."
    ]


def test_who_may_not_is_refused(
    order: ToyOrder, edited: Operation, other_sales: User, auditor: User
) -> None:
    for who in (other_sales, auditor):
        with nothing_changes(), pytest.raises(Refusal):
            restore_state(at(order, first_of(order)), parts_of(SCREEN), by=Actor.person(who))


def test_the_pages_show_lines(
    order: ToyOrder, edited: Operation, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    made = first_of(order)
    address = f"/toy/toyorder/{order.pk}/history"
    history = client.get(f"{address}/").content.decode()
    assert f"{address}/o{made.pk}/restore/" in history
    assert f"{address}/o{edited.pk}/restore/" not in history, "it is how the paper stands"
    pages = [
        client.get(f"{address}/compare/?a=o{made.pk}&b=o{edited.pk}"),
        client.get(f"{address}/o{made.pk}/restore/"),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for word in ("line 1", "removed", "4 → 1" if page is pages[0] else "1 → 4", "extra"):
            assert word in text
        assert "Cost" not in text
    assert client.get(f"{address}/compare/?a=o0&b=o{edited.pk}").status_code == 404
    assert client.get(f"{address}/oxyz/restore/").status_code == 404


def test_thirty_lines_are_compared_and_restored_like_three(manager: User) -> None:
    counts = []
    for number, size in enumerate((2, 3, 30)):
        with as_the_house():
            order = ToyOrder(number=f"P-{number}", buyer="Ann", owner=manager)
            order.save()
            create_records(
                [ToyOrderLine(order=order, position=n, wording=f"{n}") for n in range(size)]
            )
        made = newest_operation()

        def work(order: ToyOrder = order) -> None:
            for line in order.lines.all()[1:]:
                line.delete()
            rest = order.lines.get()
            rest.quantity = Decimal(5)
            rest.save()

        an_operation(work)
        with CaptureQueriesContext(connection) as captured:
            compare(SCREEN, at(order, made), at(order, None), by=Actor.person(manager))
            restore_state(at(order, made), parts_of(SCREEN), by=Actor.person(manager))
        assert order.lines.count() == size
        counts.append(len(captured))
    assert counts[1] == counts[2]
