"""A comparison of a long paper stays readable and costs a bounded number of queries."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.foundation.services.bulk import create_records, save_records
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation
from tests.toy.models import ToyOrder, ToyOrderLine

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_comparison_of_300_lines_begins_with_their_numbers(
    manager: User, sign_in: SignIn
) -> None:
    with as_the_house():
        order = ToyOrder(number="P-1", buyer="Ann", owner=manager)
        order.save()
        create_records([ToyOrderLine(order=order, position=n, wording=f"{n}") for n in range(300)])
    made = newest_operation()

    def work() -> None:
        rows = list(order.lines.all())
        for row in rows[:120]:
            row.quantity = Decimal(5)
        save_records(rows[:120])
        for row in rows[290:]:
            row.delete()
        rows[280].position = 0
        rows[280].save()
        ToyOrderLine(order=order, position=400, wording="extra").save()

    with as_the_house():
        work()
    edited = newest_operation()
    client = sign_in(manager)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/toy/toyorder/{order.pk}/history/compare/?a=o{made.pk}&b=o{edited.pk}")
    found = page.context["comparison"]
    assert found.tally == [("created", 1), ("deleted", 10), ("changed", 120), ("moved", 1)]
    assert found.unchanged == 169
    assert ">changed 120</span>" in page.content.decode()
    assert len(captured) <= 25
