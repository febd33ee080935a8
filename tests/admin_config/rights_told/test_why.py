"""What somebody may do is said with the role that brings it, and what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from admin_config.engine.registry import registry
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.models.recorded import ACTIONS
from erp.foundation.queries.why import explain_reach, explain_record, sources_of_person
from erp.foundation.rights import Reach, may, reach
from erp.sales.models import Quotation
from erp.sales.services.quotation import submit_quotation
from erp.staff.models import Role, User
from erp.staff.services.user import set_rights
from tests.cast import ROLE_OF, make_person
from tests.factories import QuotationFactory, QuotationLineFactory, RoleFactory, UserFactory
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def text_of(html: bytes | str) -> str:
    """Return what can be read on a page, on one line."""
    words = re.sub(r"<[^>]+>", " ", html.decode() if isinstance(html, bytes) else html)
    return re.sub(r"\s+", " ", words)


def test_the_explanation_agrees_with_the_one_place_that_decides() -> None:
    tried = 0
    for name in ROLE_OF:
        person = make_person(name)
        sources = sources_of_person(person)
        for screen in registry:
            for action in ACTIONS:
                told = explain_reach(person, sources, action, screen.model)
                assert told.reach == reach(Actor.person(person), action, screen.model)
                assert told.because
                tried += 1
    assert tried == len(ROLE_OF) * len(list(registry)) * len(ACTIONS)


def test_one_record_is_explained_by_owner_state_and_role(sales: User, other_sales: User) -> None:
    line = QuotationLineFactory(quotation__owner=sales)
    paper = Quotation.objects.get(pk=line.quotation_id)
    mine, theirs = sources_of_person(sales), sources_of_person(other_sales)
    assert explain_record(sales, mine, "change", paper).reach == Reach.OWN
    told = explain_record(other_sales, theirs, "change", paper)
    assert (told.reach, told.because) == (
        Reach.NONE,
        "own records only (role Sales); the owner is Sales",
    )
    submit_quotation(paper, by=SYSTEM)
    paper = Quotation.objects.get(pk=paper.pk)
    told = explain_record(sales, mine, "change", paper)
    assert (told.reach, told.because) == (Reach.NONE, "it is submitted and locked")
    told = explain_record(sales, mine, "import", paper)
    assert told.because == "no role of theirs brings this right"
    assert may(Actor.person(sales), "view", paper)


def test_two_roles_and_an_own_right_are_named(manager: User, sales: User, system: User) -> None:
    with as_the_house():
        sales.groups.add(Role.objects.get(code="manager"))
    right = Permission.objects.get(codename="delete_customer")
    set_rights(sales, [right], by=Actor.person(system))
    told = explain_reach(
        sales,
        sources_of_person(User.objects.get(pk=sales.pk)),
        "delete",
        registry.find("customer").model,  # type: ignore[union-attr]
    )
    assert (told.reach, told.because) == (Reach.ALL, "role Manager, own right")


def test_the_page_is_for_whoever_sees_the_account_and_for_oneself(
    manager: User, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    address = f"/staff/user/{other_sales.pk}/rights/"
    boss, seller = sign_in(manager), sign_in(sales)
    with nothing_changes():
        page = Page(boss.get(address))
        mine = Page(seller.get("/my-rights/"))
        refused = seller.get(address)
        unknown = boss.get("/staff/user/0/rights/")
    assert "role Sales" in page.words
    assert "role Sales" in mine.words
    assert (refused.status_code, unknown.status_code) == (403, 404)
    form = Page(boss.get(f"/staff/user/{other_sales.pk}/change/"))
    assert address in form.links


def test_a_question_about_one_record_is_answered_within_the_readers_reach(
    manager: User, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    paper = QuotationFactory(owner=sales)
    asked = {"kind": "sales.quotation", "text": paper.number}
    told = sign_in(manager).get(f"/staff/user/{other_sales.pk}/rights/", asked).content
    assert "the owner is Sales" in text_of(told)
    hidden = sign_in(other_sales).get("/my-rights/", asked).content
    assert "No record is named like this" in text_of(hidden)
    QuotationFactory(owner=sales)
    several = sign_in(manager).get(
        f"/staff/user/{other_sales.pk}/rights/", {"kind": "sales.quotation", "text": "QT-"}
    )
    assert f"key={paper.pk}" in several.content.decode()


def test_only_what_differs_is_compared(manager: User, sign_in: SignIn) -> None:
    names = ("view_brand", "own_view_customer")
    left = RoleFactory(name="Left", permissions=Permission.objects.filter(codename__in=names))
    names = ("view_brand", "view_customer", "see_latest_cost_sku")
    right = RoleFactory(name="Right", permissions=Permission.objects.filter(codename__in=names))
    client = sign_in(manager)
    page = client.get("/staff/role/compare/", {"left": left.pk, "right": right.pk})
    html = page.content.decode()
    found = re.findall(r'<tr><th scope="row">([^<]+)</th><td>([^<]+)</td>', html)
    assert found == [("Customers", "Look up"), ("Skus", "See: latest cost")]
    people = [UserFactory(groups=[role]) for role in (left, left)]
    same = client.get("/staff/user/compare/", {"left": people[0].pk, "right": people[1].pk})
    assert "They may do the same." in same.content.decode()
    assert client.get("/staff/user/compare/", {"left": "x"}).status_code == 200


def test_a_copied_role_has_the_rights_and_is_none_of_the_house(
    system: User, sales: User, sign_in: SignIn
) -> None:
    role = Role.objects.get(code="sales")
    assert sign_in(system).post(f"/staff/role/{role.pk}/copy/").status_code == 302
    copy = Role.objects.get(name="Sales (copy)")
    assert set(copy.permissions.all()) == set(role.permissions.all())
    assert (copy.code, copy.rights_given) == (None, None)


def test_who_does_not_hold_the_rights_copies_no_role_with_them(
    sales: User, sign_in: SignIn
) -> None:
    names = ("view_role", "add_role", "copy_role")
    clerk = UserFactory(
        groups=[RoleFactory(permissions=Permission.objects.filter(codename__in=names))]
    )
    role = Role.objects.get(code="sales")
    client = sign_in(clerk)
    with nothing_changes():
        client.post(f"/staff/role/{role.pk}/copy/")
    assert not Role.objects.filter(name="Sales (copy)").exists()


def test_comparing_people_is_filed_as_looking_at_both(
    system: User, sales: User, finance: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    page = f"/staff/user/compare/?left={sales.pk}&right="
    with nothing_changes():
        client.get(page)
        client.get(f"/staff/role/compare/?left={sales.groups.get().pk}&right={make_other().pk}")
    assert client.get(f"{page}{finance.pk}").status_code == 200
    reads = Operation.objects.filter(kind=OperationKind.READ)
    assert sorted(read.entries.get().object_id for read in reads) == sorted([sales.pk, finance.pk])
    assert {read.actor for read in reads} == {system}


def make_other() -> Role:
    return Role.objects.exclude(code="sales").first() or RoleFactory()
