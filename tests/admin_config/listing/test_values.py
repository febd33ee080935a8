"""Defined values in a list: filtered exactly, shown as columns, at the cost of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.along import listing
from erp.catalog.models import Sku, SkuSpecification, SpecificationKind
from erp.staff.models import User
from tests.factories import (
    CategoryFactory,
    ProductFactory,
    SkuFactory,
    SkuSpecificationFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
)

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "/catalog/sku/"


class Goods:
    """Six bearings with a bore, a seal, a grease and a split; one chain without any."""

    def __init__(self) -> None:
        """Make them."""
        self.top = CategoryFactory(name="Bearings")
        self.low = CategoryFactory(name="Ball bearings", parent=self.top)
        kinds = SpecificationKind
        self.bore = SpecificationFactory(category=self.top, code="bore")
        self.seal = SpecificationFactory(
            category=self.top, code="seal", kind=kinds.CHOICE, unit_text=""
        )
        self.grease = SpecificationFactory(
            category=self.top, code="grease", kind=kinds.TEXT, unit_text=""
        )
        self.split = SpecificationFactory(
            category=self.low, code="split", kind=kinds.YES_NO, unit_text=""
        )
        seals = [
            SpecificationChoiceFactory(specification=self.seal, name=n) for n in ("Rubber", "Steel")
        ]
        for i in range(6):
            sku = SkuFactory(code=f"B{i}", product=ProductFactory(category=self.low))
            self._give(sku, self.bore, number=10 * i)
            self._give(sku, self.seal, number=None, choice=seals[i % 2])
            self._give(sku, self.grease, number=None, text=("Lithium", "Ｌime", "None")[i % 3])
            if i < 4:
                self._give(sku, self.split, number=None, yes_no=i == 0)
        SkuFactory(code="C0", product=ProductFactory(category=CategoryFactory(name="Chains")))

    def _give(self, sku: Sku, specification: Any, **value: Any) -> SkuSpecification:
        return SkuSpecificationFactory(sku=sku, specification=specification, **value)


def codes(client: Client, query: str) -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert not response.context["cl"].list_query.problems
    return [row.code for row in response.context["cl"].result_list]


@pytest.mark.parametrize("few", [3_000, 0], ids=["by key", "row by row"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("specifications__bore__from=10&specifications__bore__to=30", "B1 B2 B3"),
        ("specifications__bore__from=45", "B5"),
        ("specifications__seal=Steel", "B1 B3 B5"),
        ("specifications__seal=Steel&specifications__seal=Rubber", "B0 B1 B2 B3 B4 B5"),
        ("specifications__split=1", "B0"),
        ("specifications__split=0", "B1 B2 B3"),
        ("specifications__grease=LI", "B0 B1 B3 B4"),
        ("specifications__grease=lit", "B0 B3"),
        ("specifications__seal=Steel&specifications__bore__to=20", "B1"),
        ("specifications__split__empty=1", "B4 B5 C0"),
        ("specifications__split=1&specifications__split__empty=1", "B0 B4 B5 C0"),
    ],
)
def test_a_filter_finds_exactly_the_rows_that_hold_the_value(
    query: str, found: str, few: int, manager: User, sign_in: SignIn, monkeypatch: Any
) -> None:
    Goods()
    monkeypatch.setattr(listing, "FEW", few)

    assert codes(sign_in(manager), query) == found.split()


def test_a_branch_of_the_tree_means_all_below_and_offers_its_filters(
    manager: User, sign_in: SignIn
) -> None:
    goods = Goods()
    client = sign_in(manager)

    assert codes(client, f"category={goods.top.pk}") == ["B0", "B1", "B2", "B3", "B4", "B5"]
    filters = client.get(f"{LIST}?category={goods.top.pk}").context["cl"].list_query.filters
    offered = [f.name for f in filters if f.name.startswith("specifications__")]
    assert sorted(offered) == [
        "specifications__bore",
        "specifications__grease",
        "specifications__seal",
        "specifications__split",
    ]
    plain = client.get(LIST).context["cl"].list_query.filters
    assert not [f for f in plain if f.name.startswith("specifications__")]


def test_a_filter_that_cannot_be_read_says_so(manager: User, sign_in: SignIn) -> None:
    Goods()
    page = sign_in(manager).get(f"{LIST}?specifications__bore__from=wide")

    found = next(
        f for f in page.context["cl"].list_query.filters if f.name == "specifications__bore"
    )
    assert found.error == "“wide” is no number."
    assert len(page.context["cl"].result_list) == 7


def test_values_are_columns_and_cost_the_same_for_one_row_and_for_all(
    manager: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    Goods()
    client = sign_in(manager)
    names = ["code", "specifications__bore", "specifications__seal", "specifications__split"]
    client.post(f"{LIST}list/columns/", {"column": names})

    counts = []
    for query in ("specifications__split=1", ""):
        with django_assert_max_num_queries(60) as counted:
            page = client.get(f"{LIST}?{query}").content.decode()
        counts.append(len(counted))

    assert "Rubber" in page
    assert "50" in page
    assert counts[1] <= counts[0]
