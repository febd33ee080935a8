"""Saved views, chosen columns, page size: one's own, remembered, and dropping nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from admin_config.models import ListChoice, SavedView
from erp.foundation.actor import SYSTEM
from erp.foundation.services.deleting import delete_records
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.factories import RoleFactory
from tests.language.writing import as_the_house
from tests.toy.models import Toy

VIEWS = f"{LIST}list/views/"


def save(client: Client, query: str = "", **fields: Any) -> dict[str, str]:
    """Post to the views and return the answer."""
    answer: dict[str, str] = client.post(VIEWS + query, {"do": "save", **fields}).json()
    return answer


def let_share(who: User) -> None:
    """Give somebody the right to share views."""
    with as_the_house():
        who.user_permissions.add(Permission.objects.get(codename="share_savedview"))


def test_a_view_keeps_filters_search_order_columns_and_size(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    query = "?kind=doll&kind=train&price__from=2&q=toy&o=-price&_size=100&_at=last&bad=1"
    answer = save(client, query, name="  Dear   toys ")
    view = SavedView.objects.get()
    assert view.name == "Dear toys"
    assert view.filters == {"kind": ["doll", "train"], "price__from": ["2"]}
    assert (view.search, view.order, view.page_size) == ("toy", "-price", 100)
    assert view.columns[0] == "code"
    assert f"_view={view.pk}" in answer["go"]
    assert "_at" not in answer["go"]


def test_applying_a_view_drops_no_filter_that_it_does_not_own(
    manager: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 3)
    save(sign_in(manager), "?kind=doll", name="Dolls")
    page = listed(manager, "?kind=game&price__from=2")
    link = page.shown.views[0]["link"]
    assert "kind=doll" in link
    assert "kind=game" not in link
    assert "price__from=2" in link


def test_the_default_view_opens_a_bare_list_and_can_be_left(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    save(client, "?kind=doll", name="Dolls", default="1")
    save(client, "?kind=train", name="Trains", default="1")
    assert ListChoice.objects.get().default_view == SavedView.objects.get(name="Trains")
    answer = client.get(LIST)
    assert answer.status_code == 302
    assert "kind=train" in answer.headers["Location"]
    assert client.get(f"{LIST}?_view=0").status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "ｄｏｌｌｓ", "Dolls "])
def test_a_name_that_is_empty_long_or_taken_is_refused(
    manager: User, sign_in: Callable[[User], Client], name: str
) -> None:
    client = sign_in(manager)
    save(client, "", name="Dolls")
    assert "error" in save(client, "", name=name)
    assert SavedView.objects.count() == 1


def test_only_ones_own_view_is_changed_or_deleted(
    manager: User, sales: User, sign_in: Callable[[User], Client]
) -> None:
    save(sign_in(manager), "?kind=doll", name="Dolls")
    view = SavedView.objects.get()
    for verb in ("update", "change", "delete"):
        answer = save(sign_in(sales), "?kind=game", do=verb, view=str(view.pk), name="Mine")
        assert "error" in answer
    view.refresh_from_db()
    assert (view.name, view.filters) == ("Dolls", {"kind": ["doll"]})
    client = sign_in(manager)
    assert "go" in save(client, "?kind=train", do="update", view=str(view.pk))
    assert "go" in save(client, "", do="change", view=str(view.pk), name="Trains")
    view.refresh_from_db()
    assert (view.name, view.filters) == ("Trains", {"kind": ["train"]})
    assert "go" in save(client, "", do="delete", view=str(view.pk))
    assert not SavedView.objects.exists()


def test_sharing_needs_the_right_and_shows_the_view_to_others(
    manager: User, sales: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(sales, 1)
    assert "error" in save(sign_in(sales), "", name="Ours", shared="1")
    let_share(manager)
    assert "go" in save(sign_in(manager), "?kind=doll", name="Ours", shared="1")
    assert [entry["view"].name for entry in listed(sales).shown.views] == ["Ours"]


def test_who_may_not_share_any_more_changes_nothing_that_others_see(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    save(client, "?kind=doll", name="Ours")
    SavedView.objects.update(is_shared=True)
    view = SavedView.objects.values().get()
    for verb in ("update", "change"):
        sent = {"do": verb, "view": str(view["id"]), "name": "Mine", "shared": "1"}
        assert save(client, "?kind=game", **sent) == {"error": "You may not share views."}
    client.post(f"{LIST}list/columns/?_view={view['id']}", {"column": ["name"]})
    assert SavedView.objects.values().get() == view
    assert "go" in save(client, "", do="change", view=str(view["id"]), name="Mine")
    assert not SavedView.objects.get().is_shared


def test_a_shared_view_shows_no_hidden_column(
    manager: User, storekeeper: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 1)
    let_share(manager)
    client = sign_in(manager)
    client.post(f"{LIST}list/columns/", {"column": ["code", "cost"]})
    save(client, "", name="Costs", shared="1")
    page = listed(storekeeper, f"?_view={SavedView.objects.get().pk}")
    assert [head.column.name for head in page.shown.heads] == ["code"]


def test_columns_are_remembered_in_their_order_per_person(
    manager: User, finance: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 1)
    chosen = {"column": ["price", "code", "nonsense", "owner__password", "note"]}
    assert sign_in(manager).post(f"{LIST}list/columns/", chosen).json() == {"go": "?"}
    assert [h.column.name for h in listed(manager).shown.heads] == ["price", "code", "note"]
    assert [h.column.name for h in listed(finance).shown.heads][:2] == ["code", "name"]
    sign_in(manager).post(f"{LIST}list/columns/", {})
    assert [h.column.name for h in listed(manager).shown.heads][:2] == ["code", "name"]


def test_the_page_size_is_remembered_and_nonsense_is_not(manager: User, listed: Listed) -> None:
    make_toys(manager, 60)
    assert len(listed(manager).keys) == 50
    assert len(listed(manager, "?_size=25").keys) == 25
    assert len(listed(manager).keys) == 25
    for size in ("0", "-1", "99999", "x", "²"):
        assert len(listed(manager, "", _size=size).keys) == 25
    assert ListChoice.objects.get().page_size == 25


def test_a_view_is_offered_to_chosen_roles_or_to_everybody(
    manager: User, sales: User, finance: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    let_share(manager)
    client = sign_in(manager)
    roles = dict(reversed(pair) for pair in client.get(f"{LIST}list/views/").json()["roles"])
    role = Group.objects.get(pk=finance.groups.get().pk)
    assert roles[role.name] == role.pk
    save(client, "?kind=doll", name="Dolls", shared="1", role=str(role.pk))
    save(client, "?kind=train", name="Trains", shared="1")
    save(client, "", name="Mine")
    assert [e["view"].name for e in listed(finance).shown.views] == ["Dolls", "Trains"]
    assert [e["view"].name for e in listed(sales).shown.views] == ["Trains"]
    assert sign_in(sales).get(f"{LIST}list/views/").json() == {"roles": []}
    dolls = SavedView.objects.get(name="Dolls")
    assert listed(sales, f"?_view={dolls.pk}").shown.view is None
    answer = save(client, "", do="change", view=str(dolls.pk), name="Dolls", shared="1", role="0")
    assert "error" in answer
    assert list(dolls.shared_with.all()) == [role]


def test_a_view_is_offered_to_nobody_else_once_its_last_role_is_gone(
    manager: User, sales: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    let_share(manager)
    with as_the_house():
        role = RoleFactory(code=None)
    client = sign_in(manager)
    save(client, "", name="Board", shared="1", role=str(role.pk))
    assert listed(sales).shown.views == []
    delete_records([role], by=SYSTEM)
    view = SavedView.objects.get()
    assert not view.shared_with.exists()
    assert listed(sales).shown.views == []
    assert [entry["view"].name for entry in listed(manager).shown.views] == ["Board"]
    save(client, "", do="change", view=str(view.pk), name="Board", shared="1")
    assert [entry["view"].name for entry in listed(sales).shown.views] == ["Board"]


def test_anybody_begins_with_a_view_that_is_offered(
    manager: User, finance: User, sign_in: Callable[[User], Client]
) -> None:
    let_share(manager)
    save(sign_in(manager), "?kind=doll", name="Dolls", shared="1")
    save(sign_in(manager), "?kind=train", name="Trains")
    dolls, trains = SavedView.objects.order_by("name")
    client = sign_in(finance)
    assert "error" in save(client, "", do="default", view=str(trains.pk))
    assert "go" in save(client, "", do="default", view=str(dolls.pk))
    assert "kind=doll" in client.get(LIST).headers["Location"]
    assert sign_in(manager).get(LIST).status_code == 200
    dolls.is_shared = False
    dolls.save()
    assert client.get(LIST).status_code == 200
    dolls.delete()
    assert ListChoice.objects.get(person=finance).default_view is None


def test_views_stand_in_the_order_of_each_person(
    manager: User, finance: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    let_share(manager)
    client = sign_in(manager)
    for name in ("A", "B", "C"):
        save(client, "", name=name, shared="1")
    last = SavedView.objects.get(name="C")
    assert "go" in save(client, "", do="up", view=str(last.pk))
    assert [e["view"].name for e in listed(manager).shown.views] == ["A", "C", "B"]
    save(client, "", name="AA")
    assert [e["view"].name for e in listed(manager).shown.views] == ["A", "C", "B", "AA"]
    assert [e["view"].name for e in listed(finance).shown.views] == ["A", "B", "C"]


def test_a_view_keeps_a_built_filter_and_joins_it_to_ones_own(
    manager: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 10)
    client = sign_in(manager)
    save(client, '?_f=["%26",["price","above","1"]]', name="Dear")
    assert SavedView.objects.get().filters == {"_f": ['["&",["price","above","1"]]']}
    link = listed(manager, '?_f=["%26",["price","below","4"]]').shown.views[0]["link"]
    page = listed(manager, link)
    assert [chip.summary for chip in page.shown.chips] == ["is less than 4", "is more than 1"]
    prices = Toy.objects.filter(pk__in=page.keys).values_list("price", flat=True)
    assert {int(price) for price in prices} == {2, 3}


def test_from_one_view_to_the_next_only_what_the_first_brought_goes(
    manager: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 3)
    client = sign_in(manager)
    save(client, "?kind=doll&price__from=1", name="A")
    save(client, "?safe=1", name="B")
    first, _second = SavedView.objects.order_by("name")
    page = listed(manager, f"?kind=doll&price__from=2&owner={manager.pk}&_view={first.pk}")
    link = page.shown.views[1]["link"]
    assert "kind" not in link
    assert "price__from=2" in link
    assert f"owner={manager.pk}" in link
    assert "safe=1" in link
    assert "kind" not in page.shown.without_view
    assert "price__from=2" in page.shown.without_view


def test_a_shared_view_says_that_something_was_left_out(
    manager: User, storekeeper: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 3, cost=5)
    let_share(manager)
    client = sign_in(manager)
    client.post(f"{LIST}list/columns/", {"column": ["code", "cost"]})
    save(client, '?_f=["%26",["cost","above","9"]]&cost__from=9', name="Costs", shared="1")
    entry = listed(storekeeper).shown.views[0]
    page = listed(storekeeper, entry["link"])
    assert len(page.keys) == 3
    assert [chip.label for chip in page.shown.chips] == []
    assert "This view has columns that you may not see; they were left out." in page.problems
    assert len(page.problems) == 3
