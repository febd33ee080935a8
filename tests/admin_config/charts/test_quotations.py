"""The charts of quotations in several currencies say what the list sums, point by point."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from admin_config.engine.charts.bounds import last_months
from erp.foundation.house_day import house_day
from erp.foundation.services.bulk import create_records
from erp.sales.models import Quotation, QuotationLine, QuotationStatus
from erp.staff.models import User
from tests.admin_config.charts.test_behind import points_of
from tests.factories import CompanyFactory, CurrencyFactory, CustomerFactory, QuotationFactory
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
LIST = "/sales/quotation/"
#: Digits of each currency and what one unit is worth in the books.
MONEY = {"CNY": (2, None), "USD": (2, "7.12345678"), "JPY": (0, "0.04871")}
COUNT = 45


def write_quotations(owners: list[User]) -> list[Quotation]:
    """Write quotations of every state, owner and currency over two years, a line each."""
    chance = random.Random(20260301)  # noqa: S311 - not for secrets
    money = {code: CurrencyFactory(code=code, digits=facts[0]) for code, facts in MONEY.items()}
    company = CompanyFactory(base_currency=money["CNY"])
    customers = [CustomerFactory() for _number in range(3)]
    today = house_day()
    with as_the_house():
        papers = []
        for _number in range(COUNT):
            code = chance.choice(list(MONEY))
            papers.append(
                QuotationFactory(
                    company=company,
                    customer=chance.choice(customers),
                    owner=chance.choice(owners),
                    currency=money[code],
                    rate=MONEY[code][1] and Decimal(MONEY[code][1]),
                    issued_on=today - dt.timedelta(days=chance.randrange(700)),
                    status=chance.choice(QuotationStatus.values),
                )
            )
        create_records(
            [
                QuotationLine(
                    quotation=paper,
                    wording="Goods",
                    quantity=Decimal(chance.randrange(1, 90)),
                    unit_price=Decimal(chance.randrange(1, 900000)) / 100,
                    discount=Decimal(chance.randrange(0, 3000)) / 100,
                )
                for paper in papers
            ]
        )
    return list(Quotation.objects.all())


def total(client: Client, query: str) -> Decimal:
    """Return what the list sums in the base currency."""
    [found] = client.get(f"{LIST}list/totals/?{query}").json()["totals"]["base_total"]
    return Decimal(found.replace(",", ""))


def filters() -> list[dict[str, str]]:
    """Return filters by the charts' own fields and by others, plain and built."""
    months = last_months(5)
    cut = {
        "issued_on__from": (months[0].first + dt.timedelta(days=7)).isoformat(),
        "issued_on__to": (months[3].last - dt.timedelta(days=7)).isoformat(),
    }
    dear = ["|", ["status", "is", "won"], ["base_total", "above", "1000000"]]
    return [
        {},
        {"status": "approved"},
        {**cut, "base_total__from": "1000"},
        {"_f": json.dumps(dear), **cut},
    ]


def mine(query: dict[str, str], papers: list[Quotation], owner: User | None) -> Decimal:
    """Return the sum in the base currency of what somebody may see, added in Python."""
    reach = [paper for paper in papers if owner is None or paper.owner_id == owner.pk]
    chosen = [paper for paper in reach if query.get("status", paper.status) == paper.status]
    return sum((paper.base_total for paper in chosen), Decimal(0))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["manager", "sales"])
@pytest.mark.parametrize("query", filters(), ids=lambda query: "+".join(query) or "all")
def test_points_add_up_to_the_list_s_total_and_open_their_rows(
    who: str, query: dict[str, str], manager: User, sales: User, sign_in: SignIn
) -> None:
    papers = write_quotations([manager, sales])
    people: dict[str, tuple[User, User | None]] = {
        "manager": (manager, None),
        "sales": (sales, sales),
    }
    person, owner = people[who]
    client, address = sign_in(person), urlencode(query)
    listed, rows = total(client, address), counted_in_list(client, address)
    assert rows > 0
    if "_f" not in query and "base_total__from" not in query:
        assert listed == mine(query, papers, owner)
    for place in (0, 1):
        figures = client.get(f"{LIST}charts/{place}/?{address}").json()
        points = points_of(figures)
        assert sum(value for value, _link in points) == listed
        behind = [(total(client, link), counted_in_list(client, link)) for _value, link in points]
        assert [found for found, _count in behind] == [value for value, _link in points]
        assert sum(count for _found, count in behind) == rows


def counted_in_list(client: Client, query: str) -> int:
    """Return how many quotations the list counts."""
    return int(client.get(f"{LIST}list/count/?{query}").json()["count"])
