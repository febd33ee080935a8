"""A revision stands under the same number beside the paper that it closes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from erp.foundation.actor import Actor
from erp.foundation.life_cycle import moving
from erp.foundation.models import Operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation
from erp.sales.services.quotation import (
    approve_quotation,
    cancel_quotation,
    lose_quotation,
    submit_quotation,
    win_quotation,
)
from erp.sales.services.revision import revise_quotation
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
from tests.factories import QuotationFactory
from tests.language.crowd import at_once
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def test_it_takes_head_and_lines_over_and_closes_the_former(
    approved: Quotation, sales: User
) -> None:
    new = fresh(revise_quotation(approved, by=Actor.person(sales)))
    former = fresh(approved)
    assert (new.number, new.revision, new.status) == (f"{former.number}-R2", 2, "draft")
    assert (new.revises, former.status) == (former, "superseded")
    assert (new.submitted_by, new.approved_by) == (None, None)
    assert (new.customer, new.total) == (former.customer, former.total)
    facts = ("position", "wording", "sku_id", "quantity", "unit_price", "amount")
    assert list(new.lines.values_list(*facts)) == list(former.lines.values_list(*facts))


def test_the_third_follows_the_second(approved: Quotation, sales: User, manager: User) -> None:
    second = revise_quotation(approved, by=Actor.person(sales))
    submit_quotation(second, by=Actor.person(sales))
    approve_quotation(second, by=Actor.person(manager))
    third = revise_quotation(second, by=Actor.person(sales))
    assert third.number == f"{approved.number}-R3"
    assert fresh(second).status == "superseded"


def test_there_is_one_open_revision_at_a_time(approved: Quotation, sales: User) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    with nothing_changes(), pytest.raises(Refusal, match=new.number):
        revise_quotation(approved, by=Actor.person(sales))
    with nothing_changes(), pytest.raises(Refusal, match="is draft"):
        revise_quotation(new, by=Actor.person(sales))


def test_the_former_stays_closed_while_its_revision_lives(
    approved: Quotation, sales: User, manager: User
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    revised = newest_operation()
    submit_quotation(new, by=Actor.person(sales))
    approve_quotation(new, by=Actor.person(manager))
    undo_operation(revised, by=Actor.person(manager))
    assert [fresh(approved).status, fresh(new).status] == ["superseded", "approved"]


def test_undoing_it_removes_the_draft_and_opens_the_former(
    approved: Quotation, sales: User, manager: User
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    done = undo_operation(newest_operation(), by=Actor.person(manager))
    assert done.kept == []
    assert not Quotation.objects.filter(pk=new.pk).exists()
    assert fresh(approved).status == "approved"


def test_the_house_says_what_changed(approved: Quotation, sales: User) -> None:
    from admin_config.engine.panels.differing import differences_between
    from admin_config.screens.sales.panels import REVISED

    new = revise_quotation(approved, by=Actor.person(sales))
    with as_the_house(Actor.person(sales)):
        line = new.lines.get()
        line.unit_price = Decimal("9.50")
        line.save()
    head, changed = differences_between(
        REVISED, fresh(approved), fresh(new), by=Actor.person(sales)
    )
    assert ("Unit price", "10", "9.5") in [(d.label, d.old, d.new) for d in changed.differences]
    assert "Total amount" in [d.label for d in head.differences]
    assert "Cost" not in [d.label for d in changed.differences]


@pytest.mark.django_db(transaction=True)
def test_of_four_who_revise_at_once_one_makes_it(approved: Quotation, sales: User) -> None:
    def revise(_number: int) -> str:
        by = Actor.person(User.objects.get(pk=sales.pk))
        return revise_quotation(approved, by=by).number

    answers = at_once(4, revise)
    assert [a for a in answers if isinstance(a, str)] == [f"{approved.number}-R2"]
    assert len([a for a in answers if isinstance(a, Refusal)]) == 3
    assert Quotation.objects.filter(revises=approved).count() == 1


def undone(target: Operation, by: User) -> Operation:
    """Undo an operation as a whole and return the undo."""
    done = undo_operation(target, by=Actor.person(by))
    assert done.kept == []
    assert done.operation is not None
    return done.operation


def states(*papers: Quotation) -> list[str | None]:
    """Return where papers stand; ``None`` for one that is gone."""
    found = dict(Quotation.objects.values_list("pk", "status"))
    return [found.get(paper.pk) for paper in papers]


def test_a_revision_is_undone_and_made_again_as_often_as_one_likes(
    approved: Quotation, sales: User, manager: User
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    act, lines = newest_operation(), new.lines.count()
    for _round in range(2):
        act = undone(act, manager)
        assert states(approved, new) == ["approved", None]
        act = undone(act, manager)
        assert states(approved, new) == ["superseded", "draft"]
        assert new.lines.count() == lines == 1


def test_a_revision_does_not_come_back_beside_a_paper_that_went_on(
    approved: Quotation, sales: User, manager: User
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    undo = undone(newest_operation(), manager)
    win_quotation(approved, by=Actor.person(sales))
    with nothing_changes():
        done = undo_operation(undo, by=Actor.person(manager))
    assert states(approved, new) == ["won", None]
    assert [row.reason for row in done.kept if row.label == new.number] == [
        f"“{approved.number}” stands again: “{new.number}” cannot stand beside it."
    ]


def test_nobody_saves_a_revision_beside_the_paper_that_it_replaces(approved: Quotation) -> None:
    with nothing_changes(), pytest.raises(Refusal, match="stands again"), as_the_house():
        QuotationFactory(
            company=approved.company, customer=approved.customer, revises=approved, number="QT-X"
        )


@pytest.mark.parametrize(("over", "state"), [(False, "approved"), (True, "expired")])
def test_deleting_a_revision_takes_the_former_up_again(
    approved: Quotation, sales: User, manager: User, over: bool, state: str
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    if over:
        former = fresh(approved)
        former.issued_on, former.valid_until = dt.date(2020, 1, 1), dt.date(2020, 1, 31)
        with as_the_house(), moving(former):
            former.save()
    delete_records([fresh(new)], by=Actor.person(manager))
    deletion = newest_operation()
    assert states(approved, new) == [state, None]
    version = Quotation.history.filter(id=approved.pk).latest("history_id")
    assert (version.status, version.operation_id) == (state, deletion.pk)
    undo = undone(deletion, manager)
    assert states(approved, new) == ["superseded", "draft"]
    undone(undo, manager)
    assert states(approved, new) == [state, None]


def test_cancelling_a_revision_takes_the_former_up_again(
    approved: Quotation, sales: User, manager: User
) -> None:
    new = revise_quotation(approved, by=Actor.person(sales))
    cancel_quotation(new, by=Actor.person(sales), reason="As before")
    cancelling = newest_operation()
    assert states(approved, new) == ["approved", "cancelled"]
    undo = undone(cancelling, manager)
    assert states(approved, new) == ["superseded", "draft"]
    undone(undo, manager)
    assert states(approved, new) == ["approved", "cancelled"]


def test_what_was_taken_up_is_revised_under_the_next_number(
    approved: Quotation, sales: User, manager: User
) -> None:
    second = revise_quotation(approved, by=Actor.person(sales))
    cancel_quotation(second, by=Actor.person(sales), reason="As before")
    cancelling = newest_operation()
    third = revise_quotation(approved, by=Actor.person(sales))
    assert (third.number, third.revision) == (f"{approved.number}-R3", 3)
    assert states(approved, second, third) == ["superseded", "cancelled", "draft"]
    with nothing_changes():
        undo_operation(cancelling, by=Actor.person(manager))


def test_a_lost_paper_is_lost_again_without_its_revision(
    approved: Quotation, sales: User, manager: User
) -> None:
    lose_quotation(approved, by=Actor.person(sales), reason="Late")
    new = revise_quotation(approved, by=Actor.person(sales))
    delete_records([fresh(new)], by=Actor.person(manager))
    assert states(approved) == ["lost"]
