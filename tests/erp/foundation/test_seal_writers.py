"""Writers wait neither for each other nor for the sealer, and all of them are proven."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind, Seal
from erp.foundation.operation import run
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.verifying import verify_audit
from erp.staff.models import User
from tests.cast import make_person
from tests.language.crowd import at_once
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 4


def make_toy(code: str, owner: User) -> Toy:
    def work(_running: object) -> Toy:
        toy = Toy(code=code, name=code, owner=owner, price=Decimal(1))
        toy.save()
        return toy

    return run(work, OperationKind.CREATE, by=SYSTEM)


def test_a_crowd_writes_while_two_sealers_work() -> None:
    owner = make_person("sales")

    def work(number: int) -> None:
        for turn in range(EACH):
            if number < 2:
                lengthen_chain()
            else:
                make_toy(f"W-{number}-{turn}", owner)

    answers = at_once(WRITERS, work)
    assert answers == [None] * WRITERS
    lengthen_chain()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.unsealed == []
    positions = list(Seal.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, Operation.objects.count() + 1))


def test_an_operation_that_commits_late_comes_later_in_the_chain() -> None:
    """One transaction stays open: another writer and the sealer go on, and nothing is lost."""
    if connection.vendor != "mysql":
        pytest.skip("SQLite has one writer at a time")
    owner = make_person("sales")
    lengthen_chain()
    written, go_on = threading.Event(), threading.Event()

    def work(number: int) -> int:
        if number == 0:
            with transaction.atomic():
                key = _key(make_toy("LATE", owner))
                written.set()
                assert go_on.wait(20)
            return key
        assert written.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
        key = _key(make_toy("EARLY", owner))
        assert lengthen_chain() == 1
        go_on.set()
        return key

    late, early = at_once(2, work)
    assert late < early
    assert lengthen_chain() == 1
    ends = list(Seal.objects.order_by("-position").values_list("operation_id", flat=True)[:2])
    assert ends == [late, early]
    assert verify_audit().findings == []


def _key(toy: Toy) -> int:
    key: int = Toy.history.get(id=toy.pk).operation_id
    return key
