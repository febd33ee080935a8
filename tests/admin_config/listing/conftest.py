"""Toys to list, and reading a page of the list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.foundation.services.bulk import create_records
from erp.staff.models import User
from tests.language.writing import as_the_house
from tests.toy.models import Toy

LIST = "/toy/toy/"
Listed = Callable[..., "Listing"]


class Listing:
    """What one page of the list of toys shows."""

    def __init__(self, html: str, context: Any) -> None:
        """Read the page."""
        self.html = html
        self.shown = context["list"]
        self.keys = [int(key) for key in re.findall(r'<tr data-k="(\d+)"', html)]

    @property
    def problems(self) -> list[str]:
        """Return what the page says about its address."""
        return list(self.shown.query.problems)


def make_toys(owner: User, count: int, **facts: Any) -> list[Toy]:
    """Write toys whose made-on days repeat and are missing for every third."""
    first = Toy.objects.count()
    toys = [
        Toy(
            **{
                "code": f"T-{number:04}",
                "name": f"Toy {number % 7}",
                "owner": owner,
                "price": Decimal(number % 5),
                "made_on": None if number % 3 == 0 else dt.date(2026, 1, 1 + number % 4),
                **facts,
            }
        )
        for number in range(first, first + count)
    ]
    with as_the_house():
        create_records(toys)
    return toys


@pytest.fixture
def listed(sign_in: Callable[[User], Client]) -> Listed:
    """Return a function that gives a page of the list of toys as a person sees it."""

    def page(who: User, query: str = "", **params: Any) -> Listing:
        answer = sign_in(who).get(LIST + query, params or None)
        assert answer.status_code == 200, answer.headers.get("Location")
        return Listing(answer.content.decode(), answer.context_data)  # type: ignore[attr-defined]

    return page
