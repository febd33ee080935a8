"""What a bulk action is about: ticked rows or all that match, never more than was on offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest
from django.test import Client, RequestFactory

from admin_config.engine.site import console
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.toy.models import Toy


def asked(who: User, query: str = "", **data: Any) -> HttpRequest:
    """Return the request of a posted action."""
    request = RequestFactory().post(f"{LIST}{query}", data)
    request.user = who
    return request


def selected(who: User, query: str = "", **data: Any) -> set[int]:
    """Return the keys that a posted action is about."""
    admin: Any = console._registry[Toy]
    return set(admin.selected_records(asked(who, query, **data)).values_list("pk", flat=True))


def test_ticked_rows_within_reach(sales: User, other_sales: User) -> None:
    mine, theirs = make_toys(sales, 3), make_toys(other_sales, 2)
    ticked = [mine[0].pk, mine[1].pk, theirs[0].pk, "nonsense"]
    assert selected(sales, **{ACTION_CHECKBOX_NAME: ticked}) == {mine[0].pk, mine[1].pk}
    assert selected(sales) == set()


def test_ticked_rows_count_even_if_they_no_longer_match(sales: User) -> None:
    toy = make_toys(sales, 1, kind="game")[0]
    assert selected(sales, "?kind=doll", **{ACTION_CHECKBOX_NAME: [toy.pk]}) == {toy.pk}


def test_all_that_match_up_to_the_newest_on_offer(sales: User, other_sales: User) -> None:
    mine = make_toys(sales, 30, kind="doll")
    make_toys(sales, 3, kind="train")
    make_toys(other_sales, 5, kind="doll")
    newest = Toy.objects.order_by("-pk")[0].pk
    make_toys(sales, 4, kind="doll")
    data = {"select_across": "1", "select_until": str(newest)}
    assert selected(sales, "?kind=doll", **data) == {toy.pk for toy in mine}
    assert len(selected(sales, "?kind=doll", select_across="1")) == 34


def test_all_that_a_search_matches_are_more_than_the_listed_ones(manager: User) -> None:
    make_toys(manager, 1100, name="Kreisel")
    make_toys(manager, 2, name="Ball")
    assert len(selected(manager, "?q=kreisel", select_across="1")) == 1100
    assert selected(manager, "?q=…", select_across="1") == set()


def test_a_viewer_is_offered_no_boxes_to_tick_without_an_action(
    purchasing: User, manager: User, listed: Listed
) -> None:
    make_toys(manager, 2)
    page = listed(purchasing)
    assert ("_selected_action" in page.html) is bool(page.shown.actions)


def test_the_form_leads_back_to_this_page(manager: User, sign_in: Callable[[User], Client]) -> None:
    make_toys(manager, 30)
    html = sign_in(manager).get(LIST, {"kind": "game", "_size": "25"}).content.decode()
    assert "/change/?_changelist_filters=kind%3Dgame%26_size%3D25" in html
