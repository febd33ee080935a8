"""A revision stands under the same number beside the paper that it closes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.sales.services.revision import revise_quotation
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
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
