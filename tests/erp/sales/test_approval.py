"""Somebody else approves, within an amount; a role may say more."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from erp.company.models import Company
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.house_day import house_day
from erp.foundation.refusal import Refusal
from erp.sales.models import Quotation
from erp.sales.queries.quotation import waiting_for_approval
from erp.sales.services.quotation import (
    approve_quotation,
    submit_quotation,
)
from erp.staff.models import Role, User
from erp.staff.queries.paper_approval import may_approve
from tests.erp.sales.conftest import fresh
from tests.factories import (
    CurrencyFactory,
    ExchangeRateFactory,
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


def limit(code: str, amount: str | None, *, own: bool = False) -> None:
    """Let a role approve up to an amount."""
    with as_the_house():
        role = Role.objects.get(code=code)
        role.approval_limit = Decimal(amount) if amount else None
        role.approves_own = own
        role.save()


def test_who_submits_does_not_approve(quotation: Quotation, manager: User) -> None:
    submitted = submit_quotation(quotation, by=Actor.person(manager))
    assert not may_approve(submitted, Actor.person(manager))
    with nothing_changes(), pytest.raises(Refusal, match="does not approve it"):
        approve_quotation(submitted, by=Actor.person(manager))


def test_a_role_may_say_that_who_submits_also_approves(quotation: Quotation, manager: User) -> None:
    limit("manager", None, own=True)
    submitted = submit_quotation(quotation, by=Actor.person(manager))
    assert approve_quotation(submitted, by=Actor.person(manager)).approved_by == manager


@pytest.mark.parametrize("right", ["own", "all"])
def test_nobody_approves_their_own_whoever_submitted_it(
    right: str, quotation: Quotation, sales: User, manager: User
) -> None:
    if right == "all":
        with as_the_house():
            sales.groups.add(*manager.groups.all())
    seller = Actor.person(User.objects.get(pk=sales.pk))
    submitted = submit_quotation(quotation, by=Actor.person(manager))
    assert not may_approve(submitted, seller)
    assert not waiting_for_approval(seller).exists()
    with nothing_changes(), pytest.raises(Refusal, match="Nobody approves a paper of their own"):
        approve_quotation(submitted, by=seller)


@pytest.mark.parametrize("submitter", ["sales", "manager"])
def test_a_role_may_say_that_own_papers_are_approved_up_to_its_limit(
    submitter: str, quotation: Quotation, sales: User, manager: User
) -> None:
    seller = Actor.person(sales)
    submitted = submit_quotation(
        quotation, by={"sales": seller, "manager": Actor.person(manager)}[submitter]
    )
    limit("sales", "22.59", own=True)
    with nothing_changes(), pytest.raises(Refusal, match="above your limit"):
        approve_quotation(submitted, by=seller)
    limit("sales", "22.60", own=True)
    assert list(waiting_for_approval(seller)) == [submitted]
    assert approve_quotation(submitted, by=seller).approved_by == sales


def test_who_wrote_it_approves_it_when_its_owner_handed_it_in(
    company: Company, sales: User, manager: User
) -> None:
    with as_the_house(Actor.person(manager)):
        made = QuotationFactory(company=company, owner=sales)
        QuotationLineFactory(quotation=made)
    edited = fresh(made)
    edited.remarks = "Mended by the manager"
    with as_the_house(Actor.person(manager)):
        edited.save()
    submitted = submit_quotation(edited, by=Actor.person(sales))
    assert list(waiting_for_approval(Actor.person(manager))) == [submitted]
    assert approve_quotation(submitted, by=Actor.person(manager)).approved_by == manager


def test_approval_ends_at_the_amount_of_the_role(submitted: Quotation, manager: User) -> None:
    assert submitted.base_total == Decimal("22.60")
    limit("manager", "22.59")
    assert not may_approve(submitted, Actor.person(manager))
    with nothing_changes(), pytest.raises(Refusal, match=r"above your limit of 22\.59"):
        approve_quotation(submitted, by=Actor.person(manager))
    limit("manager", "22.60")
    assert approve_quotation(submitted, by=Actor.person(manager)).status == "approved"


def test_a_typed_rate_does_not_slip_under_the_limit(quotation: Quotation, manager: User) -> None:
    limit("manager", "10")
    paper = fresh(quotation)
    paper.currency, paper.rate = CurrencyFactory(code="USD"), Decimal("0.00000001")
    with as_the_house():
        paper.save()
    ExchangeRateFactory(currency=paper.currency, date=paper.issued_on, rate=Decimal(7))
    submitted = submit_quotation(fresh(quotation), by=SYSTEM)
    assert submitted.base_total < 1
    with nothing_changes(), pytest.raises(Refusal, match="above your limit"):
        approve_quotation(submitted, by=Actor.person(manager))


#: A day on which no house kept rates yet.
LONG_AGO = dt.date(1990, 1, 1)


def in_dollars(quotation: Quotation, rates: dict[int, str], *, issued_on: dt.date) -> Quotation:
    """Submit the quotation in dollars at next to nothing, with rates of so many days ago."""
    paper = fresh(quotation)
    paper.currency, paper.rate = CurrencyFactory(code="USD"), Decimal("0.000001")
    paper.issued_on, paper.valid_until = issued_on, house_day() + dt.timedelta(days=5)
    with as_the_house():
        paper.save()
    for days, rate in rates.items():
        day = house_day() - dt.timedelta(days=days)
        ExchangeRateFactory(currency=paper.currency, date=day, rate=Decimal(rate))
    submitted = submit_quotation(fresh(quotation), by=SYSTEM)
    assert submitted.base_total < 1
    return submitted


def approvable(paper: Quotation, manager: User) -> bool:
    """Tell whether the manager could approve it; button, card and service must say the same."""
    by = Actor.person(manager)
    offered = may_approve(paper, by)
    assert list(waiting_for_approval(by)) == ([paper] if offered else [])
    if not offered:
        with nothing_changes(), pytest.raises(Refusal):
            approve_quotation(paper, by=by)
    return offered


@pytest.mark.parametrize(
    ("rates", "issued", "most"),
    [
        ({0: "7"}, LONG_AGO, "158.20"),
        ({30: "7"}, LONG_AGO, "158.20"),
        ({30: "7", 0: "6"}, None, "158.20"),
        ({30: "6", 0: "7"}, None, "158.20"),
        ({30: "6.6663716", -5: "9"}, None, "150.66"),
        ({30: "6.66615"}, None, "150.65"),
    ],
)
def test_the_dearer_of_the_papers_day_and_today_counts(
    rates: dict[int, str],
    issued: dt.date | None,
    most: str,
    quotation: Quotation,
    manager: User,
) -> None:
    issued = issued or house_day() - dt.timedelta(days=10)
    paper = in_dollars(quotation, rates, issued_on=issued)
    limit("manager", str(Decimal(most) - Decimal("0.01")))
    assert not approvable(paper, manager)
    limit("manager", most)
    assert approvable(paper, manager)


def test_the_typed_rate_counts_where_it_gives_more(quotation: Quotation, manager: User) -> None:
    paper = fresh(quotation)
    paper.currency, paper.rate = CurrencyFactory(code="USD"), Decimal(9)
    with as_the_house():
        paper.save()
    ExchangeRateFactory(currency=paper.currency, date=LONG_AGO, rate=Decimal(7))
    submitted = submit_quotation(fresh(quotation), by=SYSTEM)
    limit("manager", "203.39")
    assert not approvable(submitted, manager)
    limit("manager", "203.40")
    assert approvable(submitted, manager)


@pytest.mark.parametrize("rates", [{}, {-5: "7"}])
def test_what_nobody_can_weigh_is_approved_by_who_has_no_limit(
    rates: dict[int, str], quotation: Quotation, manager: User
) -> None:
    paper = in_dollars(quotation, rates, issued_on=LONG_AGO)
    limit("manager", "999999999")
    assert not approvable(paper, manager)
    with pytest.raises(Refusal, match="There is no exchange rate of USD"):
        approve_quotation(paper, by=Actor.person(manager))
    limit("manager", None)
    assert approvable(paper, manager)
    assert approve_quotation(paper, by=Actor.person(manager)).status == "approved"
