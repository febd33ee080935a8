"""Somebody adds records all the time: paging forth and back still shows every row once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from erp.staff.models import User
from tests.admin_config.listing.conftest import Listed, make_toys
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db(transaction=True)
#: Enough for the whole walk, and an end to it.
MOST = 60


@contextmanager
def toys_coming_in(owner: User) -> Iterator[list[int]]:
    """Add toys before, between and behind the others from a thread; hand out how many came."""
    enough, begun = threading.Event(), threading.Event()
    came: list[int] = []

    def add() -> None:
        try:
            for number in itertools.takewhile(lambda n: n < MOST, itertools.count()):
                if enough.is_set():
                    return
                make_toys(owner, 1, code=f"T-{number * 7 % 90:04}-{number}", made_on="2026-01-02")
                came.append(number)
                begun.set()
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=add)
    thread.start()
    begun.wait()
    try:
        yield came
    finally:
        enough.set()
        thread.join()


@pytest.mark.parametrize("order", ["code", "-code", "made_on", "-made_on", "-price"])
def test_every_row_that_was_there_is_seen_once_forth_and_once_back(
    manager: User, listed: Listed, order: str
) -> None:
    there = [toy.pk for toy in make_toys(manager, 90)]
    with toys_coming_in(manager) as came:
        forth: list[int] = []
        query = f"?_size=25&o={order}"
        while query:
            page = listed(manager, query)
            forth += page.keys
            query = page.shown.next_link
        back: list[int] = []
        query = f"?_size=25&o={order}&_at=last"
        while query:
            page = listed(manager, query)
            query = page.shown.previous_link
            # the first page is always a full one, so on the way back it may repeat some rows
            back += page.keys if query else [key for key in page.keys if key not in back]
    assert came
    assert Toy.objects.count() == 90 + len(came)
    for seen in (forth, back):
        assert len(seen) == len(set(seen))
        assert set(there) <= set(seen)
