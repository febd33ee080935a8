"""Rows that are written in bulk are stored as they would be one by one, whatever they hold."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from erp.foundation.actor import SYSTEM
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.rows import FEW, _converter, insert_rows
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
ACTS = itertools.count(1_000_000)
COLUMNS = ("content_type_id", "object_pk", "object_id", "object_repr", "action", "changes")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
CHANGES = st.dictionaries(TEXT, st.lists(st.none() | TEXT, min_size=2, max_size=2), max_size=3)


def entries(row: list[Any], count: int) -> list[dict[str, Any]]:
    """Write the row so many times under an operation of its own; return what is stored."""
    act = Operation.objects.create(kind=OperationKind.COMMAND, created_at=timezone.now())
    facts = {"changes_text": "", "timestamp": timezone.now(), "operation_id": act.pk}
    insert_rows(LogEntry, COLUMNS, itertools.repeat(row, count), constants=facts)
    return list(LogEntry.objects.filter(operation=act).order_by("pk").values())


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXT, TEXT, st.none() | st.integers(-(2**63), 2**63 - 1), CHANGES)
@example("", "é e\u0301 \u2028 ｗ 🚂 \\ \\u0041 %s ' \" \t\r\n \x01\x7f", None, {})
@example("1", "null", 0, {'"\\': [None, "深沟球轴承 %"], "price": ["1.50", "true"]})
def test_many_are_stored_as_few_are(
    key: str, label: str, number: int | None, changes: dict[str, Any]
) -> None:
    kind = ContentType.objects.get_for_model(LogEntry).pk
    row = [kind, key, number, label, 1, changes]
    found = entries(row, FEW + 2)
    assert len(found) == FEW + 2
    (alone,), last = entries(row, 1), found[-1]
    assert found[0]["id"] < found[1]["id"] < last["id"]
    told = ("id", "operation_id", "timestamp")
    assert {**alone, **dict.fromkeys(told)} == {**last, **dict.fromkeys(told)}
    assert last["object_repr"] == label
    assert last["object_id"] == number
    assert last["changes"] == changes
    same = LogEntry.objects.filter(
        operation_id__in=[alone["operation_id"], last["operation_id"]]
    ).order_by()
    assert same.annotate(text=Cast("changes", TextField())).values("text").distinct().count() == 1


def test_thousands_go_in_few_statements_and_in_their_order() -> None:
    kind = ContentType.objects.get_for_model(LogEntry).pk
    with operation(OperationKind.COMMAND, by=SYSTEM, details={"for": "a test"}) as running:
        act = running.stored()
        facts = {"changes_text": "", "timestamp": timezone.now(), "operation_id": act.pk}
        rows = ([kind, str(n), n, "x" * 300, 1, {}] for n in range(3000))
        with CaptureQueriesContext(connection) as asked:
            insert_rows(LogEntry, COLUMNS, rows, constants=facts)
    assert len(asked) <= 6
    found = LogEntry.objects.filter(operation=act).order_by("pk")
    assert list(found.values_list("object_id", flat=True)) == list(range(3000))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.decimals(-(10**8) + 1, 10**8 - 1, places=2),
    st.integers(-(10**16), 10**17).map(lambda ticks: START + dt.timedelta(microseconds=ticks)),
    st.none() | st.dates(dt.date(1000, 1, 1)),
    st.booleans(),
)
def test_versions_of_many_that_are_gone_are_those_of_one(
    price: Decimal, moment: dt.datetime, day: dt.date | None, sure: bool
) -> None:
    versions: Any = Toy.history.model
    toy = Toy(pk=7, code="R-7", name="train", owner_id=1, price=price, made_on=day, safe=sure)
    facts = {"created_at": moment, "changed_at": moment, "history_date": moment}
    values = {**toy.values(), **facts, "history_type": "-"}
    kept = [f.attname for f in versions._meta.concrete_fields if f.attname in values]
    row = [values[name] for name in kept]
    stored = []
    for count in (1, FEW + 1):
        act = next(ACTS)
        insert_rows(versions, kept, itertools.repeat(row, count), constants={"operation_id": act})
        rows = list(versions.objects.filter(operation_id=act).order_by("history_id").values())
        assert len(rows) == count
        stored.append({**rows[-1], "history_id": 0, "operation_id": 0})
    assert stored[0] == stored[1]
    assert stored[1]["price"] == price
    assert stored[1]["created_at"] == moment


@pytest.mark.parametrize(
    "moment",
    [
        None,
        START,
        START.replace(microsecond=120),
        START.astimezone(dt.timezone(dt.timedelta(hours=8))),
        timezone.now(),
    ],
)
def test_moments_are_told_as_their_field_tells_them(moment: dt.datetime | None) -> None:
    field = Toy._meta.get_field("seen_at")
    convert = _converter(field)
    assert convert is not None
    assert convert(moment) == field.get_db_prep_save(moment, connection)
