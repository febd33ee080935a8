"""Exact counts and totals, asked for after the page and each within a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from admin_config.engine.listing import changelist, figures
from erp.foundation import time_limit
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys


def test_the_exact_count_follows_filters_and_search(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    make_toys(manager, 1002)
    make_toys(manager, 5, kind="doll", name="Ｂlue 娃娃")
    client = sign_in(manager)
    assert client.get(f"{LIST}list/count/").json() == {"count": 1007, "text": "1,007 records"}
    assert client.get(f"{LIST}list/count/?kind=doll").json()["count"] == 5
    assert client.get(f"{LIST}list/count/?q=娃娃").json()["count"] == 5
    assert client.get(f"{LIST}list/count/?q=娃娃&kind=game").json()["count"] == 0


def test_totals_are_over_all_that_match(manager: User, sign_in: Callable[[User], Client]) -> None:
    make_toys(manager, 3, price=Decimal("1000.10"))
    make_toys(manager, 1, price=Decimal("0.05"), kind="doll")
    client = sign_in(manager)
    assert client.get(f"{LIST}list/totals/").json() == {"totals": {"price": ["3,000.35"]}}
    assert client.get(f"{LIST}list/totals/?kind=doll").json() == {"totals": {"price": ["0.05"]}}
    assert client.get(f"{LIST}list/totals/?kind=train").json() == {"totals": {"price": ["0.00"]}}


def test_a_total_of_a_column_that_is_not_shown_is_not_computed(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    make_toys(manager, 1)
    client = sign_in(manager)
    client.post(f"{LIST}list/columns/", {"column": ["code"]})
    assert client.get(f"{LIST}list/totals/").json() == {"totals": {}}


def test_figures_that_take_too_long_say_so(
    manager: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_toys(manager, 3000)
    monkeypatch.setattr(time_limit, "_STEPS", 10)
    monkeypatch.setattr(figures, "COUNT_TIME", 0.000001)
    monkeypatch.setattr(figures, "TOTALS_TIME", 0.000001)
    client = sign_in(manager)
    # SQLite counts a whole table in one step, which no limit stops: only rows it walks through do.
    with connection.execute_wrapper(slowed):
        for name in ("count", "totals"):
            answer = client.get(f"{LIST}list/{name}/?kind=game")
            assert answer.status_code == 200
            assert "takes too long" in answer.json()["error"]


def slowed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let MariaDB wait within statements over toys: it looks at the limit only now and then."""
    if connection.vendor == "mysql":
        slow = "FROM `toy_toy` JOIN (SELECT SLEEP(5) AS s LIMIT 1) AS slow"
        sql = sql.replace("FROM `toy_toy`", slow, 1) if sql.startswith("SELECT") else sql
    return execute(sql, params, many, context)


def test_a_page_that_takes_too_long_says_what_to_do(
    manager: User, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_toys(manager, 3000)
    monkeypatch.setattr(time_limit, "_STEPS", 10)
    monkeypatch.setattr(changelist, "PAGE_TIME", 0.000001)
    with connection.execute_wrapper(slowed):
        page = listed(manager, "?kind=game&o=-made_on")
    assert page.keys == []
    assert "This takes too long" in page.html
    assert page.shown.chips[0].label == "Kind"
