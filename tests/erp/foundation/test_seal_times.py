"""An operation that says it is old, and came late, is named, seal and signature or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from erp.foundation.models import Head, Operation, Seal
from erp.foundation.sealing import seal_operation
from erp.foundation.services import sealing, verifying_times
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.verifying import verify_audit
from tests.erp.foundation.test_sealed_chain import acts

__all__ = ["acts"]
pytestmark = pytest.mark.django_db


def put_in(age: dt.timedelta) -> Operation:
    """Write an operation as the house would, seal and all, but of another time."""
    row = Operation(
        kind="change", actor_label="Chen Jing", created_at=timezone.now() - age, summary="approved"
    )
    models.Model.save(row, force_insert=True)
    seal_operation(row, [])
    return row


def words() -> list[str]:
    return [each.words for each in verify_audit().findings]


def test_an_operation_of_long_ago_that_came_today_is_named(acts: list[Operation]) -> None:
    long_work = put_in(dt.timedelta(hours=5))
    lengthen_chain()
    assert long_work.pk
    assert words() == []
    late = put_in(dt.timedelta(days=300))
    assert lengthen_chain() == 1
    (found,) = words()
    said = f"Operation #{late.pk} says that it is of {late.created_at:%Y-%m-%d %H:%M}, and took "
    assert found == f"{said}its place in the chain hours after: it was put in with a false time."


def test_a_queue_of_days_is_no_false_time(
    acts: list[Operation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an outage the rounds are full one after the other, and what waited is as old."""
    Head.objects.update(made_at=timezone.now() - dt.timedelta(days=4))
    _sign_anew()
    for module in (sealing, verifying_times):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    for _number in range(5):
        put_in(dt.timedelta(days=3))
    before = Head.objects.count()
    assert lengthen_chain() == 5
    assert Head.objects.count() == before + 3
    monkeypatch.setattr(verifying_times, "AT_ONCE", 2)
    assert words() == []


def _sign_anew() -> None:
    """Make one head of all that is sealed, of the time that the heads say."""
    made_at: Any = Head.objects.latest("number").made_at
    Head.objects.all().delete()
    last = Seal.objects.exclude(position=None).latest("position")
    head = Head(number=1, position=last.position, link=last.link, former=sealing.START)
    head.made_at, head.key = made_at, sealing.key_name(sealing.own_public_key())
    head.signature = sealing.sign(sealing.head_text(head.facts()))
    head.save(force_insert=True)
    assert words() == []
