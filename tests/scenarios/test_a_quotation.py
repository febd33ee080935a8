"""From a customer's words to a won quotation, and what others see of it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.catalog.queries.paper_line import match_lines
from erp.company.models import Company
from erp.foundation.actor import Actor
from erp.foundation.services.bulk import create_records
from erp.parties.models import Customer
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import Role, User
from tests.erp.sales.conftest import fresh
from tests.factories import (
    BrandFactory,
    CompanyFactory,
    ContactFactory,
    CurrencyFactory,
    CustomerFactory,
    QuotationFactory,
    SkuFactory,
)
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/sales/quotation/"


@pytest.fixture
def company(db: None) -> Company:
    """The legal entity, with its books in CNY."""
    return CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))


@pytest.fixture
def customer(sales: User) -> Customer:
    """A reseller of the seller's, with a contact."""
    made = CustomerFactory(name="Hengsheng Bearings", kind="reseller", sales_owner=sales)
    ContactFactory(party=made, name="Ye Lei", is_default=True)
    return made


def quoted(company: Company, customer: Customer, owner: User, words: list[str]) -> Quotation:
    """Enter what a customer asked for as a draft of the owner's, matched where it is sure."""
    by = Actor.person(owner)
    matches = match_lines(words, by=by, record=None)
    with as_the_house(by):
        paper = QuotationFactory.build(
            company=company,
            customer=customer,
            contact=customer.contacts.get(),
            currency=company.base_currency,
            owner=owner,
        )
        paper.save()
        create_records(
            [
                QuotationLine(
                    quotation=paper,
                    position=place,
                    wording=text,
                    sku=match.record,
                    quantity=Decimal(10),
                    unit_price=Decimal(12),
                )
                for place, (text, match) in enumerate(zip(words, matches, strict=True), start=1)
            ]
        )
    found: Quotation = fresh(paper)
    return found


def step(client: Client, paper: Quotation, verb: str, **said: str) -> Any:
    """Press a button of the quotation's page and return the paper as it stands then."""
    answer = client.post(f"{LIST}{paper.pk}/do/{verb}_quotation/", said)
    assert answer.status_code == 302, answer
    return fresh(paper)


@pytest.fixture
def draft(company: Company, customer: Customer, sales: User) -> Quotation:
    """Two wordings of a customer as a draft: one is known goods, the other words alone."""
    from erp.company.services.reference import make_number_series
    from erp.foundation.actor import SYSTEM

    make_number_series(by=SYSTEM)
    SkuFactory(code="SKF-6204-2RS", brand=BrandFactory(name="SKF"), model="6204-2RS")
    return quoted(company, customer, sales, ["SKF 6204 2RS", "something round"])


def titles(client: Client) -> list[str]:
    """Return the cards of somebody's home page."""
    return [card.title for card in client.get("/").context["cards"]]


def test_words_become_a_quotation_that_is_approved_revised_and_won(
    draft: Quotation, sales: User, manager: User, sign_in: SignIn
) -> None:
    assert [bool(line.sku_id) for line in draft.lines.all()] == [True, False]
    assert (draft.number[-6:], draft.total) == ("000001", Decimal("240.00"))
    assert (draft.valid_until - draft.issued_on).days == 7
    seller, boss = sign_in(sales), sign_in(manager)
    assert step(seller, draft, "submit").status == "submitted"
    assert "Quotations that wait for my approval" in titles(boss)
    assert "Quotations that wait for my approval" not in titles(seller)
    assert step(seller, draft, "approve").status == "submitted"
    assert step(boss, draft, "approve").status == "approved"
    assert step(seller, draft, "revise").status == "superseded"
    revision = Quotation.objects.get(revises=draft)
    with as_the_house(Actor.person(sales)):
        line = revision.lines.first()
        line.unit_price = Decimal(11)
        line.save()
    difference = seller.get(f"{LIST}{revision.pk}/panel/0/").content.decode()
    assert ("<del>12</del>" in difference, "<ins>11</ins>" in difference) == (True, True)
    assert step(seller, revision, "submit").total == Decimal("230.00")
    step(boss, revision, "approve")
    won = step(seller, revision, "win")
    assert (won.number, won.status) == (f"{draft.number}-R2", "won")
    papers = seller.get(f"/parties/customer/{draft.customer_id}/panel/0/").content.decode()
    assert papers.index(won.number) < papers.index(f">{draft.number}<")


def test_a_rejected_one_comes_back_with_the_reason(
    draft: Quotation, sales: User, manager: User, sign_in: SignIn
) -> None:
    seller, boss = sign_in(sales), sign_in(manager)
    step(seller, draft, "submit")
    asked = boss.post(f"{LIST}{draft.pk}/do/reject_quotation/", {})
    assert asked.status_code == 200
    assert fresh(draft).status == "submitted"
    back = step(boss, draft, "reject", reason="The second line has no goods")
    assert (back.status, back.reject_reason) == ("draft", "The second line has no goods")
    assert "Quotations that came back" in titles(seller)
    assert "The second line has no goods" in (
        seller.get(f"{LIST}{draft.pk}/change/").content.decode()
    )
    assert step(seller, draft, "submit").status == "submitted"


def test_a_seller_sees_nothing_of_another_s(
    draft: Quotation, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    stranger = sign_in(other_sales)
    page = f"{LIST}{draft.pk}/"
    assert draft.number not in stranger.get(LIST).content.decode()
    assert stranger.get(f"{page}change/").status_code == 302
    assert stranger.get(f"{page}panel/1/").status_code == 404
    assert stranger.get(f"/parties/customer/{draft.customer_id}/panel/0/").status_code == 404
    with nothing_changes():
        for verb in ("submit", "approve", "revise", "cancel"):
            answer = stranger.post(f"{page}do/{verb}_quotation/", {"reason": "mine now"})
            assert answer.status_code == 404
    assert fresh(draft).owner == sales


def test_above_the_limit_of_a_deputy_the_manager_approves(
    draft: Quotation, sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    with as_the_house():
        deputy = Role(name="Deputy", approval_limit=Decimal(100))
        deputy.save()
        rights = ("view_quotation", "approve_quotation")
        deputy.permissions.set(_permissions(rights))
        other_sales.groups.add(deputy)
    step(sign_in(sales), draft, "submit")
    deputy_side = sign_in(User.objects.get(pk=other_sales.pk))
    with nothing_changes():
        deputy_side.post(f"{LIST}{draft.pk}/do/approve_quotation/", {})
    labels = {tool.label for tool in _bar(deputy_side, draft)}
    assert "Approve" not in labels
    assert step(sign_in(manager), draft, "approve").status == "approved"


def _permissions(names: tuple[str, ...]) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


def _bar(client: Client, paper: Quotation) -> list[Any]:
    context = client.get(f"{LIST}{paper.pk}/change/").context
    bar: list[Any] = context["record_bar"]
    return bar
