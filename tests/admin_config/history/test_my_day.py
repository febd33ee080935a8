"""My day: one's own acts with a way back each; a day is undone step by step through the pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.bulk import save_records
from erp.staff.models import User
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
#: Pages tell days by this zone: for hours of every day it is tomorrow there already.
HOUSE = ZoneInfo(settings.DEFAULT_ZONE)


def make_toy(owner: User) -> Toy:
    with as_the_house():
        toy: Toy = ToyFactory(owner=owner, price=Decimal(10))
    return toy


def reprice(toys: list[Toy], price: int, by: User) -> Operation:
    with operation(OperationKind.CHANGE, by=Actor.person(by)) as running:
        rows = list(Toy.objects.filter(pk__in=[toy.pk for toy in toys]))
        for row in rows:
            row.price = Decimal(price)
        save_records(rows)
    return running.row


def test_only_own_acts_of_the_day_are_shown(manager: User, system: User, sign_in: SignIn) -> None:
    toy = make_toy(manager)
    mine = reprice([toy], 1, manager)
    reprice([toy], 2, system)
    older = reprice([toy], 3, manager)
    yesterday = timezone.now() - dt.timedelta(days=1)
    Operation.objects.filter(pk=older.pk).update(created_at=yesterday)
    client = sign_in(manager)

    today = client.get("/my-day/").context["events"]
    before = client.get(f"/my-day/?day={timezone.localdate(yesterday, HOUSE)}").context["events"]

    assert [event["operation"].pk for event in today] == [mine.pk]
    assert today[0]["undo"].why_not == "It was changed or deleted since."
    assert [event["operation"].pk for event in before] == [older.pk]
    assert [row["touched"].label for row in before[0]["records"]] == [str(toy)]


@pytest.mark.parametrize("day", ["x", "2026-02-31", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_is_today(manager: User, sign_in: SignIn, day: str) -> None:
    page = sign_in(manager).get("/my-day/", {"day": day, "before": "x"})
    assert page.context["day"] == timezone.localdate(timezone=HOUSE)


def test_a_day_is_undone_step_by_step(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    toy = make_toy(manager)
    for price in (20, 30, 40):
        reprice([toy], price, manager)
    with operation(OperationKind.DELETE, by=Actor.person(manager)):
        Toy.objects.get(pk=toy.pk).delete()
    for price in (40, 30, 20, 10):
        page = client.get("/my-day/")
        offered = re.findall(r'href="(/operations/\d+/undo/\?next=[^"]*)"', page.content.decode())
        open_ones = [
            event["operation"].pk
            for event in page.context["events"]
            if event["undo"] and not event["undo"].why_not and not event["operation"].undoes
        ]
        newest = open_ones[0]
        address = next(link for link in offered if f"/{newest}/" in link)
        assert client.get(address).status_code == 200
        answer = client.post(address, {"next": "/my-day/"})
        assert answer.headers["Location"] == "/my-day/"
        assert Toy.objects.get(pk=toy.pk).price == price
        events = {e["operation"].pk: e for e in client.get("/my-day/").context["events"]}
        assert events[newest]["operation"].undone_by.undoes_id == newest
        assert events[newest]["undo"] is None


def test_the_page_after_an_undo_of_200_names_the_4_that_stay(
    manager: User, system: User, sign_in: SignIn
) -> None:
    with as_the_house():
        toys = [ToyFactory(owner=manager, price=Decimal(10)) for _number in range(200)]
    edited = reprice(toys, 99, manager)
    reprice(toys[:3], 55, system)
    with operation(OperationKind.DELETE, by=Actor.person(system)):
        Toy.objects.get(pk=toys[3].pk).delete()

    page = sign_in(manager).post(f"/operations/{edited.pk}/undo/", {"reason": "too dear"})

    assert page.status_code == 200
    words = page.content.decode()
    assert "196 records were taken back." in words
    assert "4 records stay as they are." in words
    assert len(page.context["kept"]) == 4
    for toy in toys[:3]:
        assert re.search(rf"{toy}</b>: changed since by {system}, [-\d]+ [:\d]+ UTC", words)
    assert re.search(rf"{toys[3]}</b>: deleted since by {system}, [-\d]+ [:\d]+ UTC", words)
    assert Toy.objects.filter(price=10).count() == 196
    undone = Operation.objects.get(undoes=edited)
    log = sign_in(system).get(f"/foundation/operation/{undone.pk}/change/").content.decode()
    assert "4 records could not be taken back" in log


def test_who_may_nothing_sees_an_empty_day(stranger: User, sign_in: SignIn) -> None:
    client = sign_in(stranger)
    with nothing_changes():
        page = client.get("/my-day/")
    assert page.status_code == 200
    assert page.context["events"] == []


def test_twenty_acts_cost_as_many_statements_as_two(manager: User, sign_in: SignIn) -> None:
    client, counts = sign_in(manager), []
    toy = make_toy(manager)
    for number in (1, 1, 18):
        for step in range(number):
            reprice([toy], 100 + len(counts) * 50 + step, manager)
        with CaptureQueriesContext(connection) as captured:
            client.get("/my-day/")
        counts.append(len(captured))
    assert counts[1] == counts[2]
