"""What a person may not see appears nowhere in the list, and rights hold at every address."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys

SECRET = Decimal("7654.32")


def test_a_guarded_column_is_there_for_who_may_see_it(manager: User, listed: Listed) -> None:
    make_toys(manager, 1, cost=SECRET)
    assert "7,654.32" in listed(manager).html


@pytest.mark.parametrize(
    "query",
    ["", "?o=-cost", "?cost__from=7000", "?_from=1&o=cost", "?_at=last&o=cost", "?_view=1"],
)
def test_a_hidden_field_is_no_column_filter_or_order(
    storekeeper: User, manager: User, listed: Listed, query: str
) -> None:
    make_toys(manager, 2, cost=SECRET)
    page = listed(storekeeper, query)
    assert len(page.keys) == 2
    assert "7,654.32" not in page.html
    assert "7654" not in page.html
    assert "cost" not in {head.column.name for head in page.shown.heads}
    assert "cost" not in {found.name for found in page.shown.filters}


def test_a_hidden_field_is_in_no_total_look_or_chooser(
    storekeeper: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    toy = make_toys(manager, 1, cost=SECRET)[0]
    client = sign_in(storekeeper)
    client.post(f"{LIST}list/columns/", {"column": ["code", "cost", "price"]})
    for address in (
        f"{LIST}list/totals/",
        f"{LIST}list/look/?key={toy.pk}",
        f"{LIST}list/columns/",
        LIST,
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"7654" not in answer.content
        assert b"7,654" not in answer.content
        assert b'value="cost"' not in answer.content
    heads = client.get(LIST).context_data["list"].heads  # type: ignore[attr-defined]
    assert [head.column.name for head in heads] == ["code", "price"]


@pytest.mark.parametrize("page", ["", "count/", "totals/", "look/?key=1", "suggest/", "columns/"])
def test_a_stranger_is_refused_at_every_address(
    stranger: User, sign_in: Callable[[User], Client], page: str
) -> None:
    address = f"{LIST}list/{page}" if page else LIST
    assert sign_in(stranger).get(address).status_code == 403


def test_own_records_only(
    sales: User, other_sales: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    mine = make_toys(sales, 3)
    theirs = make_toys(other_sales, 4)
    assert set(listed(sales).keys) == {toy.pk for toy in mine}
    client = sign_in(sales)
    assert client.get(f"{LIST}list/count/").json()["count"] == 3
    assert client.get(f"{LIST}list/look/?key={theirs[0].pk}").status_code == 404
    assert client.get(f"{LIST}list/look/?key={mine[0].pk}").status_code == 200
    assert client.get(f"{LIST}list/look/?key=nonsense").status_code == 404
    assert listed(sales, f"?q={theirs[0].code}").keys == []
