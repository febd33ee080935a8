"""The log names a record to whoever may look it up, wherever a row of the log is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admin_config.models import ListChoice
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, Operation, OperationKind, OutboxMail
from erp.foundation.operation import operation
from erp.foundation.services.deleting import delete_chosen
from erp.foundation.services.names_told import keep_names_back
from erp.foundation.telling import about_record
from erp.parties.models import Customer
from erp.staff.models import User
from tests.factories import BrandFactory, CustomerFactory, RoleFactory
from tests.language.page import Page

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LOG = "/foundation/operation/"


@pytest.fixture
def reader(sales: User) -> User:
    """A seller who may read the log and take it along."""
    with operation(OperationKind.RIGHTS, by=SYSTEM):
        rights = Permission.objects.filter(
            codename__in=("view_operation", "export_operation"),
            content_type__app_label="foundation",
        )
        sales.user_permissions.add(*rights)
    return User.objects.get(pk=sales.pk)


@pytest.fixture
def customers(reader: User, other_sales: User) -> list[Customer]:
    """One of the reader's own, one of somebody else, one that is gone."""
    mine = CustomerFactory(name="Mine Works", sales_owner=reader)
    theirs = CustomerFactory(name="Their Works", sales_owner=other_sales)
    gone = CustomerFactory(name="Gone Works", sales_owner=other_sales)
    delete_chosen([gone], by=SYSTEM)
    return [mine, theirs]


def test_names_of_records_out_of_reach_stay_untold(
    customers: list[Customer], reader: User, sign_in: SignIn
) -> None:
    RoleFactory(name="Keepers of keys")
    BrandFactory(name="Nachi")
    client = sign_in(reader)
    words = Page(client.get(LOG, {"_all": "1"})).words
    assert "customer Mine Works" in words
    assert "brand Nachi" in words
    assert "customer …" in words
    assert "role …" in words
    for name in ("Their Works", "Gone Works", "Keepers of keys"):
        assert name not in words
    for one in Operation.objects.order_by("pk"):
        page = client.get(reverse("console:foundation_operation_change", args=(one.pk,))).text
        glance = client.get(f"{LOG}list/look/", {"key": str(one.pk)})
        assert glance.status_code == 200
        look = glance.text
        for name in ("Their Works", "Gone Works", "Keepers of keys"):
            assert name not in page + look


def test_neither_a_file_nor_a_filter_tells_them(
    customers: list[Customer], reader: User, system: User, sign_in: SignIn
) -> None:
    client = sign_in(reader)
    wanted = {"format": "csv", "columns": ["kind", "about", "summary", "details"], "what": "all"}
    file = b"".join(client.post(f"{LOG}export/", wanted)).decode()  # type: ignore[call-overload]
    assert "command" in file
    assert "Works" not in file
    theirs = f"parties.party:{customers[1].pk}"
    page = Page(client.get(LOG, {"record": theirs}))
    assert "You may not look these records up." in page.words
    assert "Their Works" not in page.html
    own = Page(client.get(LOG, {"record": f"parties.party:{customers[0].pk}"}))
    assert "Mine Works" in own.words
    whole = sign_in(system).post(f"{LOG}export/", wanted)
    assert "Their Works" in b"".join(whole).decode()  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["system", "manager", "auditor"])
def test_whoever_reviews_the_house_reads_every_name(
    customers: list[Customer], name: str, person: Callable[[str], User], sign_in: SignIn
) -> None:
    role = RoleFactory(name="Keepers of keys")
    mail = OutboxMail(to="ada@new.example", subject="Hello")
    with operation(OperationKind.MAIL, by=SYSTEM) as running:
        running.row.be_about(about_record(OutboxMail, mail))
        running.stored()
    words = Page(sign_in(person(name)).get(LOG)).words
    told = ("Mine Works", "Their Works", "Gone Works", str(role), "Hello → ada@new.example")
    assert [one for one in told if one not in words] == []


def test_what_somebody_did_themselves_they_know(
    customers: list[Customer], reader: User, other_sales: User
) -> None:
    with operation(OperationKind.CHANGE, by=Actor.person(reader)) as running:
        running.row.be_about(about_record(Customer, customers[1]))
        own = running.stored()
    foreign = Operation.objects.get(pk=own.pk)
    foreign.actor_id = other_sales.pk
    keep_names_back([own, foreign], Actor.person(reader))
    assert (own.told(), foreign.told()) == ("customer Their Works", "customer …")


def test_a_page_of_names_costs_the_same_however_long_it_is(
    customers: list[Customer], reader: User, manager: User, other_sales: User
) -> None:
    for number in range(30):
        owner = reader if number % 2 else other_sales
        CustomerFactory(name=f"Works {number}", sales_owner=owner)

    def statements(who: User, most: int) -> int:
        rows: list[Any] = list(Operation.objects.order_by("-pk")[:most])
        by = Actor.person(User.objects.get(pk=who.pk))
        keep_names_back(rows[:1], by)  # what somebody may do is asked once a request
        with CaptureQueriesContext(
            connection,
        ) as seen:
            keep_names_back(rows, by)
        return len(seen)

    assert statements(reader, 30) == statements(reader, 4) == 3
    assert statements(manager, 30) == 0


def test_nor_does_whatever_points_to_an_act(
    customers: list[Customer], reader: User, sign_in: SignIn
) -> None:
    def act(**relations: Operation) -> Operation:
        with operation(OperationKind.CHANGE, by=SYSTEM) as running:
            running.row.be_about(about_record(Customer, customers[1]))
            for name, other in relations.items():
                setattr(running.row, name, other)
            return running.stored()

    target = act()
    undo, part = act(undoes=target), act(part_of=target)
    job = Job.objects.create(kind="console.delete", title="x", asked_by=reader, operation=target)
    columns = ["created_at", "act", "undoes", "part_of"]
    ListChoice.objects.create(person=reader, screen="foundation.operation", columns=columns)
    client = sign_in(reader)
    looks = [(LOG, undo), (LOG, part), ("/foundation/job/", job)]
    pages = [client.get(f"{at}list/look/", {"key": str(one.pk)}) for at, one in looks]
    for page in [*pages, client.get(LOG), client.get(f"/foundation/job/{job.pk}/change/")]:
        assert page.status_code == 200
        assert "Their Works" not in page.text
    assert all(f"(#{target.pk})" in page.text for page in pages)


def test_the_trash_tells_names_within_reach_alone(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    foreign = CustomerFactory(name="Aaa Theirs", sales_owner=other_sales)
    own = CustomerFactory(name="Mine Works", sales_owner=sales)
    delete_chosen([foreign, own], by=SYSTEM)
    delete_chosen([CustomerFactory(name="Own Works", sales_owner=sales)], by=SYSTEM)
    page = sign_in(sales).get("/trash/").text
    assert "Aaa Theirs" not in page
    assert "customer Own Works" in page
