"""The figures of charts: right sums, links that show the same rows, rights and filters kept."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admin_config.engine.charts.bounds import last_months
from admin_config.engine.charts.figures import share, trend
from admin_config.engine.spec import Share, Trend
from erp.foundation.actor import SYSTEM
from erp.foundation.house_day import house_day
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.toy.models import Sale, Shelf, Toy

SignIn = Callable[[User], Client]
Counts = Callable[..., Any]
pytestmark = pytest.mark.django_db
TREND, SHARE = "/toy/toy/charts/0/", "/toy/toy/charts/1/"


def _toy(code: str, owner: User, **facts: object) -> Toy:
    values = {"name": "Kite", "price": Decimal("1.50"), "made_on": house_day(), **facts}
    with operation(OperationKind.CREATE, by=SYSTEM):
        toy = Toy(code=code, owner=owner, **values)
        toy.save()
    return toy


def _figures(client: Client, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200
    return response.json()


def _listed(client: Client, query: str) -> int:
    return client.get(f"/toy/toy/?{query}").context["cl"].result_count


def test_every_sum_is_the_sum_of_the_rows_its_link_lists(manager: User, sign_in: SignIn) -> None:
    months = last_months(3)
    for number, month in enumerate(months):
        _toy(f"G{number}", manager, made_on=month.first, kind="game", price=Decimal(10 + number))
        _toy(f"D{number}", manager, made_on=month.last, kind="doll", price=Decimal("0.25"))
    _toy("OLD", manager, made_on=dt.date(2001, 1, 1), price=Decimal(999))
    client = sign_in(manager)
    answer = _figures(client, TREND)
    assert Decimal(answer["total"]) == Decimal("33.75")
    assert answer["labels"][-3:] == [f"{month.first:%Y-%m}" for month in months]
    by_name = {line["name"]: line for line in answer["lines"]}
    assert [Decimal(v) for v in by_name["game"]["values"][-3:]] == [10, 11, 12]
    assert [Decimal(v) for v in by_name["doll"]["values"][-3:]] == [Decimal("0.25")] * 3
    for line in answer["lines"]:
        for value, query in zip(line["values"], line["queries"], strict=True):
            assert _listed(client, query) == (1 if Decimal(value) else 0)


def test_charts_follow_the_list_s_filter(manager: User, sign_in: SignIn) -> None:
    _toy("A1", manager, kind="game")
    _toy("B1", manager, kind="doll")
    _toy("C1", manager, kind="doll")
    client = sign_in(manager)
    assert _figures(client, SHARE)["total"] == "3"
    narrowed = _figures(client, f"{SHARE}?kind=doll&o=-name")
    assert (narrowed["total"], narrowed["labels"]) == ("2", ["doll"])
    assert narrowed["lines"][0]["queries"] == ["kind=doll"]
    assert _figures(client, f"{SHARE}?q=A1")["total"] == "1"


def test_own_records_alone_where_the_right_ends_there(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    _toy("A1", sales)
    _toy("B1", other_sales)
    assert _figures(sign_in(sales), SHARE)["total"] == "1"


def test_strangers_and_hidden_fields_are_refused(
    stranger: User, purchasing: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign_in(stranger).get(SHARE).status_code == 403
    client = sign_in(purchasing)
    assert client.get(TREND).status_code == 200
    monkeypatch.setattr(Toy, "guarded_fields", ("price",))
    assert client.get(TREND).status_code == 403
    assert [chart.kind for chart in client.get("/toy/toy/").context["charts"]] == ["share"]


def test_there_is_no_chart_beyond_the_last(manager: User, sign_in: SignIn) -> None:
    assert sign_in(manager).get("/toy/toy/charts/2/").status_code == 404


def test_what_takes_too_long_is_said(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from erp.foundation.time_limit import TookTooLong

    def slow(*_args: object) -> None:
        raise TookTooLong

    monkeypatch.setattr("admin_config.engine.charts.part.figures_in_one_currency", slow)
    response = sign_in(manager).get(SHARE)
    assert response.status_code == 503
    assert "Narrow the list" in response.json()["error"]


def test_the_smallest_shares_count_as_one(manager: User) -> None:
    with operation(OperationKind.CREATE, by=SYSTEM):
        shelves = [Shelf(name=f"Shelf {number}") for number in range(4)]
        for shelf in shelves:
            shelf.save()
    for number, shelf in enumerate(shelves):
        for copy in range(4 - number):
            _toy(f"T{number}-{copy}", manager, shelf=shelf)
    _toy("NONE", manager)
    figures = share(Toy.objects.all(), Share("shelf", most=2))
    assert figures.labels == [str(shelves[0]), str(shelves[1]), "others"]
    assert [point.value for point in figures.lines[0].points] == [4, 3, 4]
    assert figures.total == 11
    rest = figures.lines[0].points[2]
    assert rest.query == ()
    assert rest.built == (("shelf", "not", str(shelves[0].pk), str(shelves[1].pk)),)


def test_moments_count_in_the_reader_s_month(manager: User) -> None:
    edge = dt.datetime(2026, 2, 28, 17, tzinfo=dt.UTC)  # already March in Shanghai
    toy = _toy("EDGE", manager, seen_at=edge)
    import zoneinfo

    chart = Trend("seen_at", months=2)
    with timezone.override(zoneinfo.ZoneInfo("Asia/Shanghai")):
        months = last_months(2, dt.date(2026, 3, 15))
    assert toy.seen_at == edge
    from admin_config.engine.charts import figures

    with timezone.override(zoneinfo.ZoneInfo("Asia/Shanghai")):
        inside = [
            Toy.objects.filter(figures._within(Toy, chart.by, month)).count() for month in months
        ]
    assert inside == [0, 1]


def test_a_trend_is_one_statement(manager: User, django_assert_num_queries: Counts) -> None:
    toy = _toy("A1", manager)
    with operation(OperationKind.CREATE, by=SYSTEM):
        for amount in ("1.10", "2.20"):
            Sale(toy=toy, sold_on=house_day(), amount=Decimal(amount)).save()
    with django_assert_num_queries(1):
        figures = trend(Sale.objects.all(), Trend("sold_on", sum_of="amount"))
    assert figures.total == Decimal("3.30")
