"""The page of handing over shows what moves, moves it once, and keeps out who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from erp.foundation.models import JobState
from erp.parties.models import Customer
from erp.staff.models import User
from tests.factories import CustomerFactory, QuotationFactory
from tests.language.jobs import work_off
from tests.language.page import Page
from tests.language.writing import newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CUSTOMERS = "parties.party.sales_owner"


def test_counts_are_shown_before_and_it_is_done_once(
    system: User, sales: User, other_sales: User, purchasing: User, sign_in: SignIn
) -> None:
    for _number in range(3):
        CustomerFactory(sales_owner=sales)
    QuotationFactory(owner=sales)
    client = sign_in(system)
    address = f"/staff/user/{sales.pk}/hand-over/"
    assert address in Page(client.get(f"/staff/user/{sales.pk}/change/")).links
    page = Page(client.get(address))
    assert "Customers: 3" in page.words
    assert "Quotations: 1" in page.words
    form = next(form for form in page.forms if CUSTOMERS in form.names)
    html = page.html
    assert f'name="{CUSTOMERS}" value="{other_sales.pk}"' in html
    assert f'name="{CUSTOMERS}" value="{purchasing.pk}"' not in html
    token = form.values["_form_token"][0]
    sent = {CUSTOMERS: [str(other_sales.pk)], "reason": "leaves", "_form_token": token}
    sent["deactivate"] = "on"  # type: ignore[assignment]
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/staff/user/{sales.pk}/change/")
    assert Customer.objects.filter(sales_owner=other_sales).count() == 3
    assert not User.objects.get(pk=sales.pk).is_active
    done = newest_operation()
    assert (done.verb, done.records, done.reason) == ("hand_over", 4, "leaves")
    with nothing_changes():
        client.post(address, sent)
    assert (
        reverse("console:undo", args=(done.pk,))
        in client.get(f"/staff/user/{sales.pk}/change/").content.decode()
    )


def test_a_receiver_whose_role_does_not_reach_it_is_not_taken(
    system: User, sales: User, purchasing: User, sign_in: SignIn
) -> None:
    CustomerFactory(sales_owner=sales)
    client = sign_in(system)
    with nothing_changes():
        answer = client.post(
            f"/staff/user/{sales.pk}/hand-over/", {CUSTOMERS: [str(purchasing.pk)]}
        )
    assert "Choose what is handed over, and to whom." in answer.content.decode()


@pytest.mark.parametrize("name", ["sales", "auditor", "storekeeper"])
def test_who_may_not_move_them_finds_no_page(
    name: str, other_sales: User, person: Callable[[str], User], sign_in: SignIn
) -> None:
    CustomerFactory(sales_owner=other_sales)
    client = sign_in(person(name))
    address = f"/staff/user/{other_sales.pk}/hand-over/"
    with nothing_changes():
        codes = {client.get(address).status_code, client.post(address, {}).status_code}
    assert codes == {403}


def test_many_go_on_in_the_background(
    system: User,
    sales: User,
    other_sales: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from admin_config.people import handover_page

    monkeypatch.setattr(handover_page, "AT_ONCE", 1)
    for _number in range(2):
        CustomerFactory(sales_owner=sales)
    sign_in(system).post(
        f"/staff/user/{sales.pk}/hand-over/", {CUSTOMERS: [str(other_sales.pk)], "reason": "r"}
    )
    assert Customer.objects.filter(sales_owner=sales).count() == 2
    assert work_off() == [JobState.DONE]
    assert Customer.objects.filter(sales_owner=other_sales).count() == 2
    assert newest_operation().verb == "hand_over"
