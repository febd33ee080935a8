"""An offer whose last day is over takes no step towards the customer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.formats import date_format

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import moving
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.sales.models import Quotation
from erp.sales.queries.prefill import last_day
from erp.sales.services.expiry import expire_quotations
from erp.sales.services.quotation import (
    approve_quotation,
    reject_quotation,
    submit_quotation,
)
from erp.sales.services.revision import revise_quotation
from erp.staff.models import User
from erp.staff.queries.paper_approval import may_approve
from tests.erp.sales.conftest import fresh
from tests.factories import (
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


def set_last_day(paper: Quotation, days: int) -> Quotation:
    """Let a quotation of ten days ago hold until so many days from the house's today."""
    paper = fresh(paper)
    paper.issued_on = house_day() - dt.timedelta(days=10)
    paper.valid_until = house_day() + dt.timedelta(days=days)
    with as_the_house(), moving(paper):
        paper.save()
    return fresh(paper)


@pytest.mark.parametrize("state", ["quotation", "submitted"])
def test_what_is_over_is_neither_submitted_nor_approved(
    state: str, request: pytest.FixtureRequest, manager: User
) -> None:
    verb = {"quotation": submit_quotation, "submitted": approve_quotation}[state]
    over = set_last_day(request.getfixturevalue(state), -1)
    for by in (Actor.person(manager), SYSTEM):
        with nothing_changes(), pytest.raises(Refusal) as refused:
            verb(over, by=by)
        day = date_format(over.valid_until, "SHORT_DATE_FORMAT")
        assert refused.value.message_dict == {
            "valid_until": [f"“Valid until” is over ({day}): choose a later day."]
        }
    today = set_last_day(over, 0)
    assert verb(today, by=Actor.person(manager)).status != over.status


def test_what_is_over_is_given_back_and_gets_a_later_day(
    submitted: Quotation, sales: User, manager: User
) -> None:
    over = set_last_day(submitted, -1)
    assert may_approve(over, Actor.person(manager))
    back = reject_quotation(over, by=Actor.person(manager), reason="Over")
    back.valid_until = house_day() + dt.timedelta(days=5)
    with as_the_house(Actor.person(sales)):
        back.save()
    again = submit_quotation(back, by=Actor.person(sales))
    assert approve_quotation(again, by=Actor.person(manager)).status == "approved"


def test_history_that_is_over_enters_by_import(quotation: Quotation) -> None:
    day = house_day() - dt.timedelta(days=400)
    with operation(OperationKind.IMPORT, by=SYSTEM):
        paper = QuotationFactory(company=quotation.company, issued_on=day, status="approved")
        QuotationLineFactory(quotation=paper)
    old = fresh(paper)
    assert (old.status, old.valid_until < house_day()) == ("approved", True)
    assert expire_quotations(by=SYSTEM) == 1


@pytest.mark.parametrize(("kind", "days"), [("reseller", 7), ("end_user", 30)])
def test_a_revision_of_an_old_one_holds_anew(
    kind: str, days: int, approved: Quotation, sales: User
) -> None:
    with as_the_house():
        approved.customer.kind = kind
        approved.customer.save()
    old = set_last_day(approved, -1)
    new = fresh(revise_quotation(old, by=Actor.person(sales)))
    assert (new.issued_on, (new.valid_until - new.issued_on).days) == (house_day(), days)
    assert submit_quotation(new, by=Actor.person(sales)).status == "submitted"


def test_the_calendar_ends_before_the_validity_does(quotation: Quotation) -> None:
    with as_the_house():
        paper = fresh(quotation)
        paper.issued_on, paper.valid_until = dt.date(9999, 12, 31), None
        paper.save()
    assert fresh(quotation).valid_until == dt.date.max
    assert last_day(dt.date(9999, 12, 30), 30) == dt.date.max
