"""Pages by key: every row once, in order, whatever is inserted meanwhile; bad places are said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.toy.models import Toy

ORDERS = ("", "code", "-code", "name", "-name", "price", "-price", "made_on", "-made_on")


def expected(order: str) -> list[int]:
    """Return all keys in an order: NULL is smallest, the key breaks ties in the same direction."""
    name = order.lstrip("-") or "code"
    column = {"code": "code_key", "name": "name_key"}.get(name, name)
    if order.startswith("-"):
        rows = Toy.objects.order_by(F(column).desc(nulls_last=True), "-pk")
    else:
        rows = Toy.objects.order_by(F(column).asc(nulls_first=True), "pk")
    return list(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("order", ORDERS)
def test_pages_forth_and_back_show_every_row_once_in_order(
    manager: User, listed: Listed, order: str
) -> None:
    make_toys(manager, 64)
    query = f"?_size=25&o={order}"
    seen: list[list[int]] = []
    while query:
        page = listed(manager, query)
        seen.append(page.keys)
        previous, query = page.shown.previous_link, page.shown.next_link
    assert [len(keys) for keys in seen] == [25, 25, 14]
    assert [key for keys in seen for key in keys] == expected(order)
    assert listed(manager, previous).keys == seen[1]
    assert listed(manager, listed(manager, previous).shown.previous_link).keys == seen[0]
    last = listed(manager, f"?_size=25&o={order}&_at=last")
    assert last.keys == expected(order)[-25:]
    assert last.shown.next_link == ""


def test_rows_inserted_before_the_place_move_nothing(manager: User, listed: Listed) -> None:
    make_toys(manager, 60)
    first = listed(manager, "?_size=25&o=-made_on")
    make_toys(manager, 9, made_on="2027-01-01")
    second = listed(manager, first.shown.next_link)
    third = listed(manager, second.shown.next_link)
    seen = [*first.keys, *second.keys, *third.keys]
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("order", ["made_on", "price", "code"])
def test_a_deleted_place_is_passed_over(manager: User, listed: Listed, order: str) -> None:
    toys = make_toys(manager, 40)
    first = listed(manager, f"?_size=25&o={order}")
    Toy._base_manager.filter(pk=first.keys[-1])._raw_delete("default")
    rest = [key for key in expected(order) if key not in first.keys]
    assert listed(manager, first.shown.next_link).keys == rest
    assert len(toys) == 40


@pytest.mark.parametrize("place", ["xx", "eyJ9", "W10", "a" * 3000, "WzEsMiwzLDQsNV0"])
def test_a_bad_place_shows_the_first_page_and_says_so(
    manager: User, listed: Listed, place: str
) -> None:
    make_toys(manager, 30)
    page = listed(manager, f"?_size=25&_at={place}")
    assert page.keys == expected("")[:25]
    assert page.problems == ["This link leads to no page of the list: here is the first one."]


def test_a_place_of_another_order_is_a_bad_place(manager: User, listed: Listed) -> None:
    make_toys(manager, 30)
    link = listed(manager, "?_size=25&o=price").shown.next_link
    page = listed(manager, link.replace("o=price", "o=-price"))
    assert page.keys == expected("-price")[:25]
    assert len(page.problems) == 1


def test_a_column_that_cannot_be_sorted_is_said(manager: User, listed: Listed) -> None:
    make_toys(manager, 3)
    page = listed(manager, "?o=-age")
    assert page.keys == expected("")
    assert page.problems == ["The list cannot be sorted by “age”; it stands in its own order."]


def test_the_list_begins_at_a_typed_value(manager: User, listed: Listed) -> None:
    make_toys(manager, 60)
    by_code = listed(manager, "?_size=25&o=code&_from=ｔ－００30")
    assert by_code.keys == expected("code")[30:55]
    assert listed(manager, by_code.shown.previous_link).keys == expected("code")[5:30]
    by_day = listed(manager, "?_size=25&o=-made_on&_from=2026-01-02")
    made = [toy.made_on for toy in Toy.objects.filter(pk__in=by_day.keys)]
    assert max(day.isoformat() for day in made if day) == "2026-01-02"
    beyond = listed(manager, "?_size=25&o=code&_from=zzz")
    assert beyond.keys == expected("code")[-25:]
    assert beyond.problems == ["There is nothing behind that place: here is the last page."]
    assert len(listed(manager, "?o=price&_from=abc").problems) == 1


@pytest.mark.parametrize("who", ["manager", "sales"])
def test_one_row_and_thirty_cost_the_same_queries(
    person: Callable[[str], User], sign_in: Callable[[User], Client], who: str
) -> None:
    viewer = person(who)
    client = sign_in(viewer)
    make_toys(viewer, 1)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    make_toys(viewer, 29)
    with CaptureQueriesContext(connection) as thirty:
        answer = client.get(LIST)
    assert len(answer.context_data["cl"].result_list) == 30  # type: ignore[attr-defined]
    assert len(thirty) == len(one)


def test_a_page_of_a_hundred_rows_is_light(manager: User, listed: Listed) -> None:
    make_toys(manager, 120)
    page = listed(manager, "?_size=100")
    assert len(page.keys) == 100
    assert len(page.html.encode()) < 150_000


def test_more_than_the_cap_is_said_and_the_page_still_costs_a_page(
    manager: User, listed: Listed
) -> None:
    make_toys(manager, 1003)
    page = listed(manager, "?_size=25")
    assert page.shown.count == "more than 1,000"
    assert page.shown.span == "1–25"
    assert page.shown.count_is_open
    second = listed(manager, page.shown.next_link)
    assert second.shown.span == "26–50"
    assert listed(manager, "?_size=25&_at=last").keys == expected("")[-25:]


def test_the_head_of_the_list_offers_what_one_may_do(
    manager: User, storekeeper: User, finance: User, listed: Listed
) -> None:
    make_toys(manager, 1)
    assert '<a class="ch-btn ch-main" href="/toy/toy/add/">' in listed(manager).html
    assert 'href="/toy/toy/add/"' in listed(storekeeper).html
    assert 'href="/toy/toy/add/"' not in listed(finance).html


def test_an_empty_list_says_how_to_begin(manager: User, finance: User, listed: Listed) -> None:
    assert "No toys yet" in listed(manager).html
    assert "This is how to begin" in listed(manager).html
    assert "Clear all filters" in listed(manager, "?kind=doll").html
