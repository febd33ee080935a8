"""Whatever is asked for, by whomever: the answer is a page, a refusal or "not found"."""

from __future__ import annotations

import os
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from admin_config.engine.registry import registry
from erp.foundation.models import Job, Operation
from erp.staff.models import User
from tests.admin_config.transfer.files import checked
from tests.every_screen.making import make
from tests.fuzz.addresses import NONSENSE, QUERIES, Address, addresses

pytestmark = pytest.mark.django_db
#: ``FUZZ=all`` tries every key and query at every address of every screen, which takes minutes;
#: otherwise the screens share them: each page of the console meets all, at one screen or another.
WHOLE = os.environ.get("FUZZ") == "all"


class Visitor:
    """Asks for addresses as one person and keeps what went wrong; nothing asked for lasts."""

    def __init__(self, who: User, *, thorough: bool = True) -> None:
        """Sign the person in."""
        self.thorough = thorough
        self.client = Client(raise_request_exception=False)
        self.client.force_login(who)
        self.session = self.client.cookies["sessionid"].value
        self.answers: Counter[int] = Counter()
        self.wrong: list[str] = []
        self.last: str = ""
        got_request_exception.connect(self._note)

    def _note(self, sender: Any, request: Any = None, **_facts: Any) -> None:
        self.last = traceback.format_exc(limit=-4)

    def ask(self, address: str, *, post: bool = False, query: str = "") -> None:
        """Ask once; the database is afterwards as it was before."""
        self.last = ""
        self.client.cookies["sessionid"] = self.session
        whole = f"{address}?{query}" if query else address
        with rolled_back():
            response: Any = self.client.post(whole) if post else self.client.get(whole)
            if response.streaming:
                list(response.streaming_content)
        self.answers[response.status_code] += 1
        if response.status_code >= 500 and "healthz" not in address:
            verb = "POST" if post else "GET"
            self.wrong.append(f"{verb} {whole}: {response.status_code}\n{self.last}")


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def existing(system: User) -> dict[str, dict[str, str]]:
    """Return, for each screen and for the house, what the open parts of its addresses may be."""
    run = checked("brand", [["Name"], ["SKF"]], system)
    made = {screen.label: str(make(screen.model).pk) for screen in registry}
    job = Job.objects.order_by("pk").first()
    house = {
        "key": str(Operation.objects.order_by("pk").values_list("pk", flat=True).first()),
        "job": str(job.pk if job else 1),
        "version": "1",
        "kind": "csv",
        "verb": "nothing",
        "place": "0",
        "app_label": "parties",
        "model_name": "customer",
        "field": "name",
        "line_name": "lines",
        "what": "match",
        "url": "no/such/page",
        "object_id": made["parties.customer"],
    }
    return {
        "": house,
        **{label: house | {"object_id": key, "key": str(run.pk)} for label, key in made.items()},
    }


def visit_all(visitor: Visitor, existing: dict[str, dict[str, str]]) -> None:
    """Ask for every address with keys that exist and with nonsense, GET and empty POST."""
    turns: Counter[str] = Counter()
    for address in addresses({screen.label for screen in registry}):
        turn = turns[address.page]
        turns[address.page] += 1
        values = existing[address.about]
        there = address.filled(values)
        if turn % 2 or visitor.thorough:
            visitor.ask(there, post=True)
        for query in chosen(("", *QUERIES), turn):
            visitor.ask(there, query=query)
        for strange in chosen(tuple(nonsense_of(address, values)), turn):
            for post in chosen((False, True), turn // 2):
                visitor.ask(strange, post=post)


def nonsense_of(address: Address, values: dict[str, str]) -> Iterator[str]:
    """Return the address with keys of nothing: in each open part alone, then in all."""
    for key in NONSENSE:
        for part in address.parts:
            yield address.filled(values | {part: key})
        if len(address.parts) > 1:
            yield address.filled(values | dict.fromkeys(address.parts, key))


def chosen(some: tuple[Any, ...], turn: int) -> tuple[Any, ...]:
    """Return all of them, or the one whose turn it is."""
    return some if WHOLE or not some else (some[turn * 7 % len(some)],)


def test_somebody_with_every_right_meets_no_error(
    system: User, existing: dict[str, dict[str, str]]
) -> None:
    visitor = Visitor(system)
    visit_all(visitor, existing)
    assert visitor.wrong == [], "\n".join(visitor.wrong)
    assert visitor.answers.total() > 2000
    assert visitor.answers[200] > 400


def test_somebody_without_any_right_meets_no_error(
    stranger: User, existing: dict[str, dict[str, str]]
) -> None:
    visitor = Visitor(stranger, thorough=False)
    visit_all(visitor, existing)
    assert visitor.wrong == [], "\n".join(visitor.wrong)
    assert visitor.answers.total() > 2000
    assert visitor.answers[403] > 400
