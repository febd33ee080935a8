"""Rows owned in one of two ways are paged by the index of each, and every row comes once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admin_config.engine.listing.branches import branches_of, some_keys
from admin_config.engine.listing.cursor import Cursor
from admin_config.engine.listing.order import Order
from admin_config.engine.listing.pager import page_by_key
from erp.foundation.actor import Actor
from erp.foundation.rights import owner_fields
from erp.parties.models import Contact, Party
from erp.staff.models import User
from tests.factories.parties import CustomerFactory
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
ORDERS = [
    Order("", "name_key", descending=False, unique=True),
    Order("", "name_key", descending=True, unique=True),
    Order("", "created_at", descending=True),
    Order("", "pk", descending=False, unique=True),
    Order("", "currency_id", descending=False, nullable=True),
]


@pytest.fixture
def owned(sales: User, other_sales: User) -> list[int]:
    """Some companies are owned as seller, some as buyer, some both ways, some by somebody else."""
    with as_the_house():
        made = [
            CustomerFactory(
                name=f"Company {number * 7 % 23:02}",
                sales_owner=sales if number % 3 else other_sales,
                purchasing_owner=sales if number % 2 else None,
                phone=str(number % 2),
            )
            for number in range(23)
        ]
    return [party.pk for party in made if sales in (party.sales_owner, party.purchasing_owner)]


def owned_rows(who: User) -> Any:
    return Party.objects.owned_by(who).order_by()


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(order.lookups))
def test_every_row_comes_once_forth_and_back(sales: User, owned: list[int], order: Order) -> None:
    rows = owned_rows(sales)
    assert len(branches_of(rows)) == 2
    expected = list(rows.order_by(*order.lookups).values_list("pk", flat=True))
    pages = [page_by_key(rows, order, Cursor(), 4)]
    while pages[-1].next is not None:
        pages.append(page_by_key(rows, order, pages[-1].next, 4))
    assert [key for page in pages for key in page.keys] == expected
    assert sorted(expected) == sorted(owned)
    back = [pages[-1]]
    while back[-1].previous is not None:
        back.append(page_by_key(rows, order, back[-1].previous, 4))
    assert [page.keys for page in reversed(back)] == [page.keys for page in pages]


def test_no_question_mixes_the_two_ways(sales: User, owned: list[int]) -> None:
    with CaptureQueriesContext(connection) as asked:
        page_by_key(owned_rows(sales), ORDERS[0], Cursor(), 4)
        assert sorted(some_keys(owned_rows(sales), 100)) == sorted(owned)
    said = [query["sql"] for query in asked.captured_queries if "FROM" in query["sql"]]
    assert len(said) == 5
    assert not [sql for sql in said if " OR " in sql]


def test_other_conditions_hold_in_both_ways(sales: User, owned: list[int]) -> None:
    rows = owned_rows(sales).filter(phone="1").exclude(name="Company 07")
    expected = list(rows.order_by("name_key").values_list("pk", flat=True))
    assert 0 < len(expected) < len(owned)
    assert page_by_key(rows, ORDERS[0], Cursor(), 50).keys == expected


def test_what_is_no_choice_between_own_columns_stays_whole(sales: User) -> None:
    assert len(owner_fields(Contact)) == 2
    for rows in (
        Contact.objects.owned_by(sales),
        Party.objects.filter(name="A"),
        Party.objects.exclude(pk__in=owned_rows(sales)),
        Party.objects.all(),
    ):
        assert branches_of(rows) == [rows] or branches_of(rows)[0] is rows


def test_reach_of_own_records_is_such_a_choice(sales: User) -> None:
    from erp.foundation.rights import Reach, reach, scoped

    actor = Actor.person(sales)
    assert reach(actor, "view", Party) == Reach.OWN
    assert len(branches_of(scoped(actor, "view", Party.objects.all()))) == 2
