"""The screen of quotations: money is never mixed, buttons only for who may, papers locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.company.models import Company
from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    ExchangeRateFactory,
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/sales/quotation/"


@pytest.fixture
def company(db: None) -> Company:
    """The legal entity, with its books in CNY."""
    return CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))


def paper(company: Company, owner: User, price: str, **facts: Any) -> Quotation:
    """Return a draft of one piece at a price, without tax."""
    made = QuotationFactory(company=company, owner=owner, **facts)
    QuotationLineFactory(
        quotation=made, quantity=Decimal(1), unit_price=Decimal(price), tax_rate=None
    )
    return fresh(made)


def test_totals_and_charts_never_mix_currencies(
    company: Company, manager: User, sign_in: SignIn
) -> None:
    dollar = CurrencyFactory(code="USD", name="US dollar")
    ExchangeRateFactory(currency=dollar, rate=Decimal(7))
    paper(company, manager, "100")
    paper(company, manager, "10", currency=dollar)
    client = sign_in(manager)
    assert client.get(f"{LIST}list/totals/").json() == {
        "totals": {"total": ["CNY 100.00", "USD 10.00"], "base_total": ["170.00"]}
    }
    chart = client.get(f"{LIST}charts/1/").json()
    assert Decimal(chart["total"]) == Decimal("170.00")


def test_a_locked_paper_is_shown_and_not_typed(
    company: Company, sales: User, manager: User, sign_in: SignIn
) -> None:
    made = paper(company, sales, "100", remarks="As agreed")
    submit_quotation(made, by=Actor.person(sales))
    client = sign_in(sales)
    page = client.get(f"{LIST}{made.pk}/change/")
    assert b'name="remarks"' not in page.content
    assert b"As agreed" in page.content
    assert page.context["inline_admin_formsets"][0].formset.allowed == frozenset()
    with nothing_changes():
        answer = client.post(f"{LIST}{made.pk}/change/", {"remarks": "Changed"})
    assert answer.status_code == 403


def test_each_sees_the_steps_that_he_may_take(
    company: Company, sales: User, manager: User, sign_in: SignIn
) -> None:
    made = paper(company, sales, "100")
    address = f"{LIST}{made.pk}/change/"

    def offered(who: User) -> set[str]:
        page = sign_in(who).get(address)
        return {tool.label for tool in page.context["record_bar"]} & _STEPS

    assert offered(sales) == {"Submit", "Cancel"}
    submit_quotation(made, by=Actor.person(sales))
    assert offered(sales) == {"Reject", "Cancel"}
    assert offered(manager) == {"Approve", "Reject", "Cancel"}
    approve_quotation(made, by=Actor.person(manager))
    assert offered(sales) == {"Won", "Lost", "Revise", "Reopen", "Cancel"}


_STEPS = {"Submit", "Approve", "Reject", "Won", "Lost", "Revise", "Reopen", "Cancel"}


def test_revising_opens_the_revision(
    company: Company, sales: User, manager: User, sign_in: SignIn
) -> None:
    made = paper(company, sales, "100")
    submit_quotation(made, by=Actor.person(sales))
    approve_quotation(made, by=Actor.person(manager))
    answer = sign_in(sales).post(f"{LIST}{made.pk}/do/revise_quotation/", {})
    revision = Quotation.objects.get(revises=made)
    assert answer.url == f"{LIST}{revision.pk}/change/"
    assert revision.number == f"{made.number}-R2"


def test_a_seller_finds_no_quotation_of_another(
    company: Company, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    made = paper(company, sales, "100")
    client = sign_in(other_sales)
    assert client.get(f"{LIST}{made.pk}/change/").status_code == 302
    with nothing_changes():
        assert client.post(f"{LIST}{made.pk}/do/submit_quotation/", {}).status_code == 404
    assert made.number not in client.get(LIST).content.decode()


def test_a_copy_of_an_old_one_holds_from_its_own_day(
    company: Company, sales: User, sign_in: SignIn
) -> None:
    today = house_day()
    old = paper(
        company, sales, "100", issued_on=today - dt.timedelta(days=90), customer__kind="reseller"
    )
    assert old.valid_until == today - dt.timedelta(days=83)
    client = sign_in(sales)
    with nothing_changes():
        refused = client.post(f"{LIST}{old.pk}/do/submit_quotation/", {}, follow=True)
    assert refused.content.decode().count("is over (") == 2  # above the form, and at the field
    [(name, [text])] = refused.context["adminform"].form.errors.items()
    assert (name, "choose a later day" in text) == ("valid_until", True)
    assert client.get(f"{LIST}{old.pk}/change/").context["adminform"].form.errors == {}
    client.post(f"{LIST}{old.pk}/copy/", {})
    copy = Quotation.objects.get(origin=old)
    assert (copy.issued_on, copy.valid_until) == (today, today + dt.timedelta(days=7))
    client.post(f"{LIST}{copy.pk}/do/submit_quotation/", {})
    assert fresh(copy).status == "submitted"


def test_a_paper_that_is_read_shows_its_state_in_colour_and_no_hints(
    company: Company, sales: User, manager: User, sign_in: SignIn
) -> None:
    made = paper(company, sales, "100000")
    hint = "Empty: as many days as the company grants this kind of customer."
    address = f"{LIST}{made.pk}/change/"
    assert hint in sign_in(sales).get(address).content.decode()
    submit_quotation(made, by=Actor.person(sales))
    response = sign_in(manager).get(address)
    page = response.content.decode()
    assert '<span class="cl-tag cl-wait">Submitted</span>' in page
    assert "100,000.00" in page
    assert "1.00000000" not in page
    assert hint not in page
    bar = {tool.label: tool.main for tool in response.context["record_bar"]}
    assert [label for label, main in bar.items() if main] == ["Approve"]


def test_a_chart_draws_states_in_the_colours_of_the_list(
    company: Company, sales: User, manager: User, sign_in: SignIn
) -> None:
    paper(company, sales, "1")
    submit_quotation(paper(company, sales, "2"), by=Actor.person(sales))
    client = sign_in(manager)
    lines = client.get(f"{LIST}charts/0/").json()["lines"]
    assert [(line["name"], line["tone"]) for line in lines] == [
        ("submitted", "wait"),
        ("draft", "calm"),
    ]
    assert client.get(f"{LIST}charts/1/").json()["lines"][0]["tones"] == [""]
