"""Type-ahead: exact first, then beginnings; only active records within reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from admin_config.engine.listing.suggest import MOST, ranked_keys
from admin_config.engine.site import console
from erp.catalog.models import Brand
from erp.staff.models import User
from tests.admin_config.listing.conftest import make_toys
from tests.language.writing import as_the_house
from tests.toy.models import Toy


def offered(who: User, model: Any, term: str) -> list[str]:
    """Return the names that Django's type-ahead would offer, through the model's admin."""
    request = RequestFactory().get("/")
    request.user = who
    admin: Any = console._registry[model]
    rows, doubled = admin.get_search_results(request, admin.get_queryset(request), term)
    assert not doubled
    return [str(row) for row in rows]


def test_exact_then_beginning_then_holding(manager: User) -> None:
    with as_the_house():
        for name in ("Big SKF", "SKF Explorer", "SKF", "SKFX", "Other"):
            Brand(name=name).save()
    assert offered(manager, Brand, "ｓｋｆ") == ["SKF", "SKF Explorer", "SKFX", "Big SKF"]


def test_inactive_records_are_not_offered(manager: User) -> None:
    with as_the_house():
        Brand(name="Gone", active=False).save()
        Brand(name="Going").save()
    assert offered(manager, Brand, "go") == ["Going"]
    assert offered(manager, Brand, "") == ["Going"]


def test_only_records_within_reach(sales: User, other_sales: User) -> None:
    make_toys(sales, 2)
    make_toys(other_sales, 3)
    assert len(offered(sales, Toy, "t")) == 2


def test_never_more_than_a_bounded_number(manager: User) -> None:
    make_toys(manager, 300)
    assert len(ranked_keys(Toy.objects.all(), "toy")) <= MOST
    assert len(ranked_keys(Toy.objects.all(), "")) <= MOST


@pytest.mark.parametrize("term", ["", "t", "T-0001", "%", "轴"])
def test_the_consoles_own_address_answers(
    manager: User, sign_in: Callable[[User], Client], term: str
) -> None:
    make_toys(manager, 3)
    asked = {"app_label": "toy", "model_name": "sale", "field_name": "toy", "term": term}
    answer = sign_in(manager).get("/autocomplete/", asked)
    assert answer.status_code == 200
    assert set(answer.json()) == {"results", "pagination"}
