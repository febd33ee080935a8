"""When somebody leaves, what they own moves in one step, and one undo gives all of it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry
from erp.foundation.queries.holding import held_by, holdings
from erp.foundation.refusal import Refusal
from erp.foundation.rights import scoped
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.parties.models import Customer
from erp.sales.models import Quotation
from erp.sales.services.quotation import submit_quotation
from erp.staff.models import User
from erp.staff.services.handover import hand_over
from tests.factories import CustomerFactory, QuotationFactory, QuotationLineFactory, SupplierFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CUSTOMERS, SUPPLIERS = "parties.party.sales_owner", "parties.party.purchasing_owner"
QUOTATIONS = "sales.quotation.owner"


def again(person: User) -> User:
    """Return the account as a request of its own would read it."""
    found: User = User.objects.get(pk=person.pk)
    return found


def test_every_kind_that_names_an_owner_is_known_by_its_roles() -> None:
    known = {holding.key: [role.__name__ for role in holding.roles] for holding in holdings()}
    assert known[CUSTOMERS] == ["Customer"]
    assert known[SUPPLIERS] == ["Supplier"]
    assert known[QUOTATIONS] == ["Quotation"]
    assert not any("quotationline" in key or "contact" in key for key in known)


def test_all_moves_in_turn_even_what_is_locked_and_undo_gives_it_back(
    system: User, sales: User, other_sales: User, manager: User
) -> None:
    customers = [CustomerFactory(sales_owner=sales) for _n in range(4)]
    foreign = CustomerFactory(sales_owner=other_sales)
    line = QuotationLineFactory(quotation__owner=sales)
    submit_quotation(Quotation.objects.get(pk=line.quotation_id), by=SYSTEM)
    shares = {CUSTOMERS: [other_sales, manager], QUOTATIONS: [other_sales]}
    moved = hand_over(
        sales, shares, by=Actor.person(system), deactivate=True, reason="leaves in May"
    )
    assert moved == {CUSTOMERS: 4, QUOTATIONS: 1}
    owners = [Customer.objects.get(pk=one.pk).sales_owner for one in customers]
    assert owners == [other_sales, manager, other_sales, manager]
    assert Quotation.objects.get(pk=line.quotation_id).owner == other_sales
    assert not again(sales).is_active
    done = newest_operation()
    assert (done.verb, done.reason, done.records) == ("hand_over", "leaves in May", 6)
    assert done.details["from"] == str(sales)
    entry = LogEntry.objects.get(operation=done, object_repr=str(customers[0]))
    assert entry.changes["sales_owner"] == [str(sales.pk), str(other_sales.pk)]
    undone = undo_operation(done, by=Actor.person(again(system)))
    assert (undone.records, undone.kept) == (6, [])
    assert all(Customer.objects.get(pk=one.pk).sales_owner == sales for one in customers)
    paper = Quotation.objects.get(pk=line.quotation_id)
    assert (paper.owner, paper.status) == (sales, "submitted")
    assert again(sales).is_active
    assert Customer.objects.get(pk=foreign.pk).sales_owner == other_sales


def test_who_may_not_reopen_the_account_takes_nothing_back(
    system: User, sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    customers = [CustomerFactory(sales_owner=sales) for _n in range(2)]
    hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(system), deactivate=True)
    done = newest_operation()
    by = Actor.person(again(manager))
    assert reasons_against_undo([done], by=by) == {
        done.pk: "It goes back as a whole, and you may not take this back: user."
    }
    assert reasons_against_undo([done], by=Actor.person(again(system))) == {}
    with nothing_changes(), pytest.raises(Refusal) as refused:
        undo_operation(done, by=by)
    assert refused.value.code == "half"
    client = sign_in(again(manager))
    address = reverse("console:undo", args=(done.pk,))
    assert "It goes back as a whole" in client.get(address).text
    with nothing_changes():
        told = client.post(address, {"reason": "back"}, follow=True)
    assert "This goes back as a whole or not at all." in told.text
    undo_operation(done, by=Actor.person(again(system)))
    assert again(sales).is_active
    assert all(Customer.objects.get(pk=one.pk).sales_owner == sales for one in customers)


def test_who_handed_over_without_shutting_the_account_takes_it_back_alone(
    sales: User, other_sales: User, manager: User
) -> None:
    first, second = (CustomerFactory(sales_owner=sales) for _n in range(2))
    hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(manager))
    done = newest_operation()
    with as_the_house():
        moved = Customer.objects.get(pk=second.pk)
        moved.sales_owner = manager
        moved.save()
    by = Actor.person(again(manager))
    assert reasons_against_undo([done], by=by) == {}
    undone = undo_operation(done, by=by)
    assert (undone.records, len(undone.kept)) == (1, 1)
    assert Customer.objects.get(pk=first.pk).sales_owner == sales
    assert Customer.objects.get(pk=second.pk).sales_owner == manager


def test_what_is_over_stays(system: User, sales: User, other_sales: User) -> None:
    from erp.sales.services.quotation import cancel_quotation

    paper = QuotationFactory(owner=sales)
    cancel_quotation(paper, by=SYSTEM, reason="no")
    holding = next(one for one in holdings() if one.key == QUOTATIONS)
    assert held_by(holding, sales.pk).count() == 0
    assert held_by(holding, sales.pk, over=True).get() == paper
    moved = hand_over(sales, {QUOTATIONS: [other_sales]}, by=Actor.person(system), deactivate=True)
    assert moved == {QUOTATIONS: 0}
    assert Quotation.objects.get(pk=paper.pk).owner == sales


def test_nobody_takes_over_what_their_roles_do_not_reach(
    system: User, sales: User, purchasing: User, storekeeper: User, stranger: User
) -> None:
    CustomerFactory(sales_owner=sales)
    by = Actor.person(system)
    for receiver in (purchasing, storekeeper, stranger):
        with nothing_changes(), pytest.raises(Refusal) as refused:
            hand_over(sales, {CUSTOMERS: [receiver]}, by=by, deactivate=True)
        assert refused.value.code == "reach"
    with nothing_changes(), pytest.raises(Refusal) as refused:
        hand_over(sales, {CUSTOMERS: [sales]}, by=by)
    assert refused.value.code == "same"
    with nothing_changes(), pytest.raises(Refusal):
        hand_over(sales, {}, by=by)


def test_nor_gives_it_away_who_may_change_only_own_ones(
    sales: User, other_sales: User, purchasing: User, manager: User, auditor: User
) -> None:
    CustomerFactory(sales_owner=sales)
    for person in (other_sales, purchasing, auditor):
        with nothing_changes(), pytest.raises(Refusal):
            hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(person))
    assert hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(manager)) == {CUSTOMERS: 1}


def test_and_shuts_nobody_out_without_the_right(
    sales: User, other_sales: User, manager: User
) -> None:
    CustomerFactory(sales_owner=sales)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(manager), deactivate=True)
    assert refused.value.code == "right"


def test_thousands_move_with_a_bounded_number_of_statements(
    system: User, sales: User, other_sales: User, django_assert_max_num_queries: object
) -> None:
    from erp.foundation.services.bulk import create_records

    with as_the_house():
        create_records([Customer(name=f"C {n}", sales_owner=sales) for n in range(1200)])
    with django_assert_max_num_queries(90):  # type: ignore[operator]
        moved = hand_over(sales, {CUSTOMERS: [other_sales]}, by=Actor.person(system))
    assert moved == {CUSTOMERS: 1200}
    mine = scoped(Actor.person(again(other_sales)), "view", Customer.objects.all())
    assert mine.count() == 1200
    assert SupplierFactory(purchasing_owner=sales).purchasing_owner == sales
    undone = undo_operation(newest_operation_of("hand_over"), by=Actor.person(again(system)))
    assert undone.records == 1200
    assert Customer.objects.filter(sales_owner=sales).count() == 1200


def newest_operation_of(verb: str) -> object:
    """Return the newest operation of a verb."""
    from erp.foundation.models import Operation

    return Operation.objects.filter(verb=verb).order_by("-pk")[0]
