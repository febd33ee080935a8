"""A deputy approves what waits for a colleague who is away: that much, so long, and no further."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import models
from django.test import Client

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.house_day import house_day
from erp.foundation.models import Operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import may, scoped, those_allowed
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation, QuotationLine
from erp.sales.queries.quotation import waiting_as_deputy, waiting_for_approval
from erp.sales.services.quotation import approve_quotation, reject_quotation, submit_quotation
from erp.staff.models import Deputyship, Role, User
from erp.staff.services.user import set_roles
from tests.factories import DeputyshipFactory, QuotationLineFactory, RoleFactory, UserFactory
from tests.language.page import Page
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)


def acting(person: User) -> Actor:
    """Return somebody as a request of their own would know them."""
    return Actor.person(User.objects.get(pk=person.pk))


def submitted(owner: User, price: int = 10, by: User | None = None) -> Quotation:
    """Return a paper that waits, of twice this price and tax."""
    line = QuotationLineFactory(quotation__owner=owner, unit_price=Decimal(price))
    paper = Quotation.objects.get(pk=line.quotation_id)
    return submit_quotation(paper, by=SYSTEM if by is None else acting(by))


def again(paper: Quotation) -> Quotation:
    found: Quotation = Quotation.objects.get(pk=paper.pk)
    return found


def test_a_deputy_looks_at_and_approves_what_waits_for_the_other(
    manager: User, sales: User, other_sales: User
) -> None:
    paper = submitted(other_sales)
    assert not may(acting(sales), "view", paper)
    DeputyshipFactory(person=manager, deputy=sales)
    by = acting(sales)
    assert may(by, "view", paper)
    assert may(by, "approve", paper)
    assert not may(by, "change", paper)
    assert list(waiting_as_deputy(by)) == [paper]
    assert list(waiting_for_approval(by)) == []
    assert those_allowed(by, "view", [paper]) == [paper]
    lines = scoped(by, "view", QuotationLine.objects.all())
    assert [line.quotation_id for line in lines] == [paper.pk]
    approve_quotation(again(paper), by=by)
    done = Operation.objects.get(verb="approve_quotation")
    assert (done.actor, done.on_behalf_of) == (sales, manager)
    found = again(paper)
    assert (found.status, found.approved_by) == ("approved", sales)
    assert may(acting(sales), "view", found)
    assert not may(acting(sales), "approve", found)


def test_a_deputy_gives_a_paper_back_on_behalf(
    manager: User, sales: User, other_sales: User
) -> None:
    DeputyshipFactory(person=manager, deputy=sales)
    paper = submitted(other_sales)
    reject_quotation(paper, by=acting(sales), reason="too cheap")
    assert again(paper).status == "draft"
    assert Operation.objects.get(verb="reject_quotation").on_behalf_of == manager


def test_nobody_approves_their_own_paper_as_a_deputy(
    manager: User, sales: User, other_sales: User
) -> None:
    DeputyshipFactory(person=manager, deputy=sales)
    own, other = submitted(sales), submitted(other_sales)
    models.QuerySet(Quotation).filter(pk=other.pk).update(submitted_by=sales)
    for paper in (own, again(other)):
        with nothing_changes(), pytest.raises(Refusal):
            approve_quotation(paper, by=acting(sales))
    assert list(waiting_as_deputy(acting(sales))) == []


def test_nor_the_paper_of_the_one_who_is_away_who_could_not_either(
    sales: User, other_sales: User
) -> None:
    DeputyshipFactory(person=other_sales, deputy=sales)
    theirs = submitted(other_sales, by=other_sales)
    with nothing_changes(), pytest.raises(Refusal):
        approve_quotation(theirs, by=acting(sales))
    assert list(waiting_as_deputy(acting(sales))) == []


def test_the_limit_is_that_of_the_person(sales: User, other_sales: User) -> None:
    rights = Permission.objects.filter(codename__in=("view_quotation", "approve_quotation"))
    small = UserFactory(groups=[RoleFactory(permissions=rights, approval_limit=100)])
    DeputyshipFactory(person=small, deputy=sales)
    light, heavy = submitted(other_sales, 10), submitted(other_sales, 1000)
    approve_quotation(light, by=acting(sales))
    with nothing_changes(), pytest.raises(Refusal):
        approve_quotation(heavy, by=acting(sales))
    assert list(waiting_as_deputy(acting(sales))) == []


def test_there_is_no_chain(manager: User, sales: User, other_sales: User, finance: User) -> None:
    paper = submitted(other_sales)
    DeputyshipFactory(person=manager, deputy=sales)
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(acting(sales)):
        Deputyship(
            person=sales, deputy=finance, starts_on=house_day(), ends_on=house_day() + DAY
        ).save()
    assert "starts_on" in refused.value.message_dict
    # and were there one, nothing would pass along it
    DeputyshipFactory(person=sales, deputy=finance, starts_on=house_day() + 30 * DAY)
    models.QuerySet(Deputyship).filter(person=sales).update(starts_on=house_day())
    assert not may(acting(finance), "approve", paper)
    with nothing_changes(), pytest.raises(Refusal):
        approve_quotation(paper, by=acting(finance))


@pytest.mark.parametrize("first", [-9, 2])
def test_it_begins_and_ends_by_itself(
    first: int, manager: User, sales: User, other_sales: User
) -> None:
    paper = submitted(other_sales)
    DeputyshipFactory(
        person=manager,
        deputy=sales,
        starts_on=house_day() + first * DAY,
        ends_on=house_day() + (first + 8) * DAY,
    )
    assert not may(acting(sales), "view", paper)
    with nothing_changes(), pytest.raises(Refusal):
        approve_quotation(paper, by=acting(sales))


def test_it_ends_with_the_access_of_the_person(
    manager: User, sales: User, other_sales: User
) -> None:
    paper = submitted(other_sales)
    DeputyshipFactory(person=manager, deputy=sales)
    with as_the_house():
        gone = User.objects.get(pk=manager.pk)
        gone.is_active = False
        gone.save()
    assert not may(acting(sales), "view", paper)


def test_people_name_a_deputy_for_themselves_and_not_for_those_above(
    manager: User, sales: User, other_sales: User, system: User
) -> None:
    days = {"starts_on": house_day(), "ends_on": house_day() + DAY}
    for person, by in ((manager, sales), (system, manager)):
        deputy = UserFactory(groups=[Role.objects.get(code="sales")])
        with nothing_changes(), pytest.raises(Refusal), as_the_house(acting(by)):
            Deputyship(person=person, deputy=deputy, **days).save()
    with as_the_house(acting(sales)):
        Deputyship(person=sales, deputy=other_sales, **days).save()
    assert Deputyship.objects.get().deputy == other_sales


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"deputy": "same"}, "deputy"),
        ({"deputy": "stranger"}, "deputy"),
        ({"deputy": "gone"}, "deputy"),
        ({"ends_on": house_day() - DAY}, "ends_on"),
        ({"deputy": "second"}, "starts_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    wrong: dict[str, Any], place: str, manager: User, sales: User, other_sales: User
) -> None:
    stranger, gone = UserFactory(), UserFactory(is_active=False)
    people = {"same": manager, "stranger": stranger, "gone": gone, "second": other_sales}
    if wrong.get("deputy") == "second":
        DeputyshipFactory(person=manager, deputy=sales)
    facts = {"deputy": sales, "starts_on": house_day(), "ends_on": house_day() + DAY}
    facts |= {name: people.get(value, value) for name, value in wrong.items()}
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(acting(manager)):
        Deputyship(person=manager, **facts).save()
    assert list(refused.value.message_dict) == [place]


def test_who_only_reads_approves_nothing_for_anybody(manager: User, auditor: User) -> None:
    days = {"starts_on": house_day(), "ends_on": house_day()}
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(acting(manager)):
        Deputyship(person=manager, deputy=auditor, **days).save()
    assert refused.value.message_dict == {
        "deputy": [f"“{auditor}” only reads and approves nothing, for nobody."]
    }


def test_who_becomes_an_auditor_stands_in_for_nobody_any_more(
    manager: User, system: User, sales: User, other_sales: User, auditor: User
) -> None:
    paper = submitted(other_sales)
    past = DeputyshipFactory(
        person=manager, deputy=sales, starts_on=house_day() - 9 * DAY, ends_on=house_day() - DAY
    )
    now = DeputyshipFactory(person=manager, deputy=sales)
    kept = DeputyshipFactory(
        person=sales,
        deputy=manager,
        starts_on=house_day() + 40 * DAY,
        ends_on=house_day() + 41 * DAY,
    )
    role = auditor.groups.get()
    with as_the_house():
        account = User.objects.get(pk=sales.pk)
        account.ends_on = house_day() + 90 * DAY
        account.save()
    set_roles(account, [role], by=acting(system))
    assert list(Deputyship.objects.order_by("pk")) == [past, kept]
    assert not may(acting(sales), "approve", paper)
    done = newest_operation()
    gone = Deputyship.history.get(history_type="-")
    assert (done.verb, gone.operation_id, gone.id) == ("set_roles", done.pk, now.pk)


def test_so_does_everybody_whose_role_loses_its_rights_to_decide(
    manager: User, system: User, sales: User
) -> None:
    rights = Permission.objects.filter(codename__in=("view_quotation", "approve_quotation"))
    role = RoleFactory(permissions=rights)
    deputy = UserFactory(groups=[role])
    approves = RoleFactory(permissions=rights)
    small = UserFactory(groups=[approves])
    DeputyshipFactory(person=small, deputy=deputy)
    other = DeputyshipFactory(person=small, deputy=sales, starts_on=house_day() + 30 * DAY)
    with as_the_house(acting(system)):
        role.permissions.remove(*rights.filter(codename="approve_quotation"))
    assert list(Deputyship.objects.all()) == [other]
    undone = undo_operation(newest_operation(), by=acting(system))
    assert undone.kept == []
    assert Deputyship.objects.filter(deputy=deputy).exists()


def test_the_home_page_the_paper_and_the_button_show_it(
    manager: User, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    paper = submitted(other_sales)
    client = sign_in(sales)
    address = f"/sales/quotation/{paper.pk}/change/"
    assert client.get(address).status_code == 302
    DeputyshipFactory(person=manager, deputy=sales)
    home = Page(client.get("/"))
    assert "Quotations that wait for me as a deputy" in home.words
    assert paper.number in home.words
    page = Page(client.get(address))
    assert "Bearing" in page.html
    assert f"/sales/quotation/{paper.pk}/do/approve_quotation/" in page.posts
    client.post(f"/sales/quotation/{paper.pk}/do/approve_quotation/")
    assert again(paper).status == "approved"
    assert "Quotations that wait for me as a deputy" not in Page(client.get("/")).words
