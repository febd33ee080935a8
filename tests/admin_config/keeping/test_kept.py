"""Stars and what was opened lately: per person, bounded, without what is gone or out of reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.keeping import kept
from admin_config.models import Favourite, RecentRecord
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, make_toys
from tests.language.writing import as_the_house
from tests.toy.models import Toy

SignIn = Callable[[User], Client]


def star(client: Client, toy: Toy, on: str = "1") -> Any:
    """Press the star."""
    return client.post(f"{LIST}star/", {"key": toy.pk, "on": on})


def at_hand(client: Client) -> dict[str, list[str]]:
    """Return what Find offers before anything is typed."""
    found = client.get("/search/", headers={"accept": "application/json"}).json()
    return {group["title"]: [hit["title"] for hit in group["hits"]] for group in found["groups"]}


def test_a_star_is_given_once_and_taken(manager: User, finance: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 3)
    client = sign_in(manager)
    for toy in (toys[0], toys[2], toys[2]):
        assert star(client, toy).json() == {"on": True}
    assert at_hand(client) == {"Favourites": [str(toys[2]), str(toys[0])]}
    page = client.get(LIST).content.decode()
    assert page.count('class="st" aria-pressed="true"') == 2
    assert (
        'aria-pressed="true" aria-label="Favourite"'
        in client.get(f"{LIST}{toys[0].pk}/change/").content.decode()
    )
    assert star(client, toys[2], on="0").json() == {"on": False}
    assert list(Favourite.objects.values_list("record", flat=True)) == [toys[0].pk]
    assert "Favourites" not in at_hand(sign_in(finance))


def test_what_was_opened_comes_first_once(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 3)
    client = sign_in(manager)
    for toy in (toys[0], toys[1], toys[0]):
        assert client.get(f"{LIST}{toy.pk}/change/").status_code == 200
    client.get(f"{LIST}{toys[2].pk}/change/?_popup=1")
    assert at_hand(client) == {"Opened lately": [str(toys[0]), str(toys[1])]}
    home = client.get("/").content.decode()
    assert "Opened lately" in home
    assert str(toys[1]) in home


def test_what_is_gone_or_out_of_reach_vanishes(manager: User, sales: User, sign_in: SignIn) -> None:
    toys = make_toys(sales, 3)
    client = sign_in(sales)
    for toy in toys:
        star(client, toy)
        client.get(f"{LIST}{toy.pk}/change/")
    with as_the_house():
        toys[0].delete()
        toys[1].owner = manager
        toys[1].save()
    assert at_hand(client) == {"Favourites": [str(toys[2])], "Opened lately": [str(toys[2])]}


def test_no_star_for_what_one_may_not_see(
    manager: User, sales: User, stranger: User, sign_in: SignIn
) -> None:
    (toy,) = make_toys(manager, 1)
    assert star(sign_in(sales), toy).status_code == 404
    assert star(sign_in(stranger), toy).status_code == 404
    assert sign_in(sales).post(f"{LIST}star/", {"key": "x", "on": "1"}).status_code == 404
    assert sign_in(manager).get(f"{LIST}star/").status_code == 405
    assert not Favourite.objects.exists()


def test_both_are_bounded(manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_FAVOURITES", 2)
    monkeypatch.setattr(kept, "MOST_RECENT", 2)
    toys = make_toys(manager, 3)
    client = sign_in(manager)
    assert [star(client, toy).status_code for toy in toys] == [200, 200, 409]
    for toy in toys:
        client.get(f"{LIST}{toy.pk}/change/")
    assert set(RecentRecord.objects.values_list("record", flat=True)) == {toys[1].pk, toys[2].pk}


def test_one_kept_record_and_many_cost_the_same_queries(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 8)
    client = sign_in(manager)
    costs = []
    for many in (toys[:1], toys):
        for toy in many:
            star(client, toy)
            client.get(f"{LIST}{toy.pk}/change/")
        at_hand(client)
        with CaptureQueriesContext(connection) as queries:
            at_hand(client)
            costs.append(len(queries))
    assert costs[0] == costs[1]
