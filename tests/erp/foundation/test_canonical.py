"""What is hashed of a row is the same on every database, whatever the row holds."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from erp.foundation.canonical import Digest, Layout, layout_of, selected, writing_of


@pytest.fixture(scope="module")
def anything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A table with a column of every kind."""
    with isolate_apps("django.contrib.contenttypes"), django_db_blocker.unblock():

        class Anything(models.Model):
            text = models.TextField(null=True)
            short = models.CharField(max_length=40)
            amount = models.DecimalField(max_digits=12, decimal_places=4, null=True)
            factor = models.FloatField(null=True)
            count = models.BigIntegerField(null=True)
            sure = models.BooleanField(null=True)
            day = models.DateField(null=True)
            hour = models.TimeField(null=True)
            moment = models.DateTimeField(null=True)
            lasting = models.DurationField(null=True)
            key = models.UUIDField(null=True)
            blob = models.BinaryField(null=True)
            facts = models.JSONField(null=True)
            address = models.GenericIPAddressField(null=True)

            class Meta:
                app_label = "contenttypes"

            def __str__(self) -> str:
                return self.short

        with connection.schema_editor() as editor:
            editor.create_model(Anything)
        yield Anything
        with connection.schema_editor() as editor:
            editor.delete_model(Anything)


#: What both databases keep: no surrogates, and no NUL, which none of the forms lets through.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
#: Microseconds since 1970, from the year 1000 to the year 9999.
MOMENTS = st.integers(-30_610_137_600_000_000, 253_402_214_400_000_000).map(
    lambda ticks: dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=ticks)
)
ROWS = st.fixed_dictionaries(
    {
        "text": st.none() | TEXT,
        "short": TEXT,
        "amount": st.none() | st.decimals(-(10**8) + 1, 10**8 - 1, places=4),
        "factor": st.none() | st.floats(-1e300, 1e300, allow_subnormal=False),
        "count": st.none() | st.integers(-(2**63), 2**63 - 1),
        "sure": st.none() | st.booleans(),
        "day": st.none() | st.dates(dt.date(1000, 1, 1)),
        "hour": st.none() | st.times(),
        "moment": st.none() | MOMENTS,
        "lasting": st.none() | st.timedeltas(dt.timedelta(-9999), dt.timedelta(9999)),
        "key": st.none() | st.uuids(version=4),
        "blob": st.none() | st.binary(max_size=40),
        "facts": JSON,
        "address": st.none() | st.ip_addresses().map(str),
    }
)


def expected(row: dict[str, Any]) -> list[Any]:
    """Write a row down as the guide says it, without any database."""
    amount, moment, lasting = row["amount"], row["moment"], row["lasting"]
    told = None
    if amount is not None:
        told = format(amount.normalize() + 0, "f")
    return [
        row["text"],
        row["short"],
        told,
        None if row["factor"] is None else repr(row["factor"] + 0.0),
        row["count"],
        None if row["sure"] is None else int(row["sure"]),
        None if row["day"] is None else row["day"].isoformat(),
        None if row["hour"] is None else row["hour"].isoformat("microseconds"),
        None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds"),
        None if lasting is None else lasting // dt.timedelta(microseconds=1),
        None if row["key"] is None else row["key"].hex,
        None if row["blob"] is None else row["blob"].hex(),
        None if row["facts"] is None else json.dumps(row["facts"]),
        row["address"],
    ]


def stored(model: Any, key: int) -> list[Any]:
    columns = layout_of(model).columns
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        statement = f"SELECT {selected(model, columns)} FROM {table} WHERE id = %s"  # noqa: S608 - a table of the test
        cursor.execute(statement, [key])
        return writing_of(model, columns).values(cursor.fetchone())


COLUMNS = "text amount factor count sure day hour moment lasting key blob facts address"
KEY = "1d4f1c2e-8a55-4b0a-9c55-0f3c2a9be001"
ROW: dict[str, Any] = dict.fromkeys(COLUMNS.split())


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
@example(ROW | {"short": "blanks  ", "text": "é e\u0301 \u2028 ｗ 🚂", "facts": {"b": 1, "a": "é"}})
@example(ROW | {"short": "", "amount": Decimal("-0.0000"), "factor": -0.0, "facts": [0.1, 1e22]})
@example(ROW | {"short": "x", "amount": Decimal("0.0001"), "factor": 0.1 + 0.2, "facts": "null"})
@example(ROW | {"short": "x", "moment": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "hour": dt.time(0)})
@example(ROW | {"short": "x", "key": uuid.UUID(KEY), "blob": b"\0\xff", "address": "2001:db8::1"})
def test_a_row_reads_back_as_it_was_written(anything: Any, row: dict[str, Any]) -> None:
    made = anything.objects.create(**row)
    found = stored(anything, made.pk)
    assert found == [made.pk, *expected(row)]
    assert json.loads(json.dumps(found)) == found


def test_a_layout_is_named_by_what_it_covers() -> None:
    one = Layout("toy.toy", ("id", "name"))
    assert one.key == Layout("toy.toy", ("id", "name")).key
    others = [Layout("toy.toy", ("name", "id")), Layout("toy.tag", ("id", "name"))]
    assert one.key not in {other.key for other in others}


def test_order_and_sum_tell_swapped_rows_from_changed_ones(anything: Any) -> None:
    columns = layout_of(anything).columns
    writing = writing_of(anything, columns)
    rest = (None,) * (len(columns) - 2)
    one, two, bent = (1, "a", *rest), (2, "b", *rest), (2, "c", *rest)

    def digest(*rows: Any) -> list[Any]:
        found = Digest()
        found.add(rows, writing)
        return found.facts()

    right, changed = digest(one, two), digest(one, bent)
    swapped = digest((1, *two[1:]), (2, *one[1:]))
    assert right[0] == swapped[0] == changed[0] == 2
    assert right[1] != swapped[1] != changed[1]
    assert right[2] == swapped[2] != changed[2]
