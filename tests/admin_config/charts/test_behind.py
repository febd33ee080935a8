"""Behind every point stand the rows that its link lists; together they are the list's total."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from admin_config.engine.charts.bounds import last_months
from admin_config.engine.registry import registry
from erp.foundation.house_day import house_day
from erp.foundation.services.bulk import create_records
from erp.staff.models import User
from tests.language.writing import as_the_house
from tests.toy.models import Sale, Shelf, Toy

SignIn = Callable[[User], Client]
LIST = "/toy/toy/"


def scatter(owners: list[User], count: int = 60) -> None:
    """Write toys of all kinds, over two years, some without a day or a shelf."""
    chance = random.Random(20260301)  # noqa: S311 - not for secrets
    today = house_day()
    days = [None, *(today - dt.timedelta(days=number * 8) for number in range(90))]
    with as_the_house():
        shelves = [Shelf(name=f"Shelf {number}") for number in range(11)]
        for shelf in shelves:
            shelf.save()
        create_records(
            [
                Toy(
                    code=f"S-{number:03}",
                    name=chance.choice(["Kite", "Ball"]),
                    owner=chance.choice(owners),
                    kind=chance.choice(["game", "doll", "train"]),
                    shelf=chance.choice([None, *shelves]),
                    price=Decimal(chance.randrange(1, 4000)) / 100,
                    made_on=chance.choice(days),
                )
                for number in range(count)
            ]
        )


def total(client: Client, query: str) -> Decimal:
    """Return what the list sums below its price column."""
    found = client.get(f"{LIST}list/totals/?{query}").json()["totals"]["price"][0]
    return Decimal(found.replace(",", ""))


def counted(client: Client, query: str) -> Decimal:
    """Return how many records the list counts."""
    return Decimal(client.get(f"{LIST}list/count/?{query}").json()["count"])


def points_of(figures: dict[str, Any]) -> list[tuple[Decimal, str]]:
    """Return value and link of every point, and of what lies outside."""
    found = [
        (Decimal(value), query)
        for line in figures["lines"]
        for value, query in zip(line["values"], line["queries"], strict=True)
    ]
    beyond = figures["outside"]
    return [*found, *([(Decimal(beyond["value"]), beyond["query"])] if beyond else [])]


def filters() -> list[dict[str, str]]:
    """Return filters that touch the charts' own fields, in every way a list can be filtered."""
    months = last_months(4)
    cut = {
        "made_on__from": (months[0].first + dt.timedelta(days=9)).isoformat(),
        "made_on__to": (months[2].last - dt.timedelta(days=9)).isoformat(),
    }
    tree = ["|", ["kind", "is", "doll"], ["price", "above", "20"]]
    return [
        {},
        {"kind": "doll"},
        {"q": "kite"},
        cut,
        {**cut, "kind": "game", "price__from": "5"},
        {"_f": json.dumps(tree)},
        {"_f": json.dumps(["&", tree, ["made_on", "within", "this_year"]]), "q": "ball", **cut},
        {"made_on__empty": "1"},
    ]


@pytest.mark.parametrize("who", ["manager", "sales"])
@pytest.mark.parametrize("query", filters(), ids=lambda query: "+".join(query) or "all")
def test_sums_of_points_are_the_totals_of_their_lists(
    who: str,
    query: dict[str, str],
    manager: User,
    sales: User,
    sign_in: SignIn,
) -> None:
    scatter([manager, sales])
    client = sign_in({"manager": manager, "sales": sales}[who])
    address = urlencode(query)
    for place, measured in ((0, total), (1, counted)):
        figures = client.get(f"{LIST}charts/{place}/?{address}").json()
        points = points_of(figures)
        assert all(link for _value, link in points)
        for value, link in points:
            assert measured(client, link) == value, link
        assert sum(value for value, _link in points) == measured(client, address)


def test_what_counts_as_others_opens_its_rows(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from admin_config.engine.site import console
    from admin_config.engine.spec import Share, Trend

    scatter([manager])
    admin: Any = console._registry[Toy]
    charts = (Trend("made_on", sum_of="price", split_by="shelf"), Share("shelf", most=3))
    screen = registry.for_model(Toy)
    assert screen is not None
    monkeypatch.setattr(type(admin), "screen", replace(screen, charts=charts))
    client = sign_in(manager)
    for place, measured in ((0, total), (1, counted)):
        figures = client.get(f"{LIST}charts/{place}/?price__from=1").json()
        points = points_of(figures)
        assert "others" in [*figures["labels"], *(line["name"] for line in figures["lines"])]
        for value, link in points:
            assert measured(client, link) == value, link
        assert sum(value for value, _link in points) == measured(client, "price__from=1")


def test_a_chart_of_what_one_owns_through_another_record(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    scatter([sales, other_sales], 10)
    with as_the_house():
        for number, toy in enumerate(Toy.objects.all()):
            Sale(toy=toy, sold_on=house_day(), amount=Decimal(number + 1)).save()
    client = sign_in(sales)
    figures = client.get("/toy/sale/charts/0/").json()
    mine = sum(sale.amount for sale in Sale.objects.filter(toy__owner=sales))
    assert 0 < mine < 55
    assert sum(value for value, _link in points_of(figures)) == mine
