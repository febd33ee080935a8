"""What is hashed of a row is the same on every database, whatever the row holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from erp.foundation.canonical import Digest, Form, Layout, layout_of, selected, writing_of
from erp.foundation.filed_rows import digest_of, digests_of
from erp.foundation.models import LogEntry, Operation


@pytest.fixture(scope="module")
def anything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A table with a column of every kind."""
    with isolate_apps("django.contrib.contenttypes"), django_db_blocker.unblock():

        class Most(models.Model):
            operation_id = models.BigIntegerField()
            text = models.TextField(null=True)
            short = models.CharField(max_length=40)
            amount = models.DecimalField(max_digits=12, decimal_places=4, null=True)
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
                abstract = True

            def __str__(self) -> str:
                return self.short

        class Plain(Most):
            """What a database can hash itself."""

        class Anything(Most):
            factor = models.FloatField(null=True)

        with connection.schema_editor() as editor:
            editor.create_model(Plain)
            editor.create_model(Anything)
        Anything.plain = Plain  # type: ignore[attr-defined]
        yield Anything
        with connection.schema_editor() as editor:
            editor.delete_model(Anything)
            editor.delete_model(Plain)


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
#: Django writes an old address within a new one in its own way before it is stored.
ADDRESSES = st.ip_addresses().filter(lambda address: not getattr(address, "ipv4_mapped", None))
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
        "address": st.none() | ADDRESSES.map(str),
    }
)


def expected(row: dict[str, Any], act: int) -> list[Any]:
    """Write a row down as the guide says it, without any database."""
    amount, moment, lasting = row["amount"], row["moment"], row["lasting"]
    told = None
    if amount is not None:
        told = format(amount.normalize() + 0, "f")
    return [
        act,
        row["text"],
        row["short"],
        told,
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
        None if row["factor"] is None else repr(row["factor"] + 0.0),
    ]


#: Which of these hold any text, and so stand with their length.
TEXTS = (1, 2, 12, 13)


def written(row: dict[str, Any], act: int) -> str:
    """Write a row down as one text, as the guide says it."""
    values = []
    for place, value in enumerate(expected(row, act)):
        text = "-" if value is None else str(value)
        if place not in TEXTS:
            values.append(f"{text},")
        else:
            values.append(text if value is None else f"{len(text)}:{text}")
    return "".join(values)


def stored(model: Any, key: int) -> list[Any]:
    columns = layout_of(model).columns
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        statement = f"SELECT {selected(model, columns)} FROM {table} WHERE id = %s"  # noqa: S608 - a table of the test
        cursor.execute(statement, [key])
        return writing_of(model, layout_of(model)).values(cursor.fetchone())


def digest_as_told(key: int, text: str) -> str:
    """Return the digest of one row as a seal says it."""
    each = hashlib.sha256(text.encode()).digest()
    return hashlib.sha256(b"%d:%b" % (key, each)).hexdigest()


ACTS = itertools.count(1)


COLUMNS = "text amount factor count sure day hour moment lasting key blob facts address"
KEY = "1d4f1c2e-8a55-4b0a-9c55-0f3c2a9be001"
ROW: dict[str, Any] = dict.fromkeys(COLUMNS.split())


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS)
@example(ROW | {"short": "blanks  ", "text": "é e\u0301 \u2028 ｗ 🚂", "facts": {"b": 1, "a": "é"}})
@example(ROW | {"short": "", "amount": Decimal("-0.0000"), "factor": -0.0, "facts": [0.1, 1e22]})
@example(ROW | {"short": "x", "amount": Decimal("0.0001"), "factor": 0.1 + 0.2, "facts": "null"})
@example(ROW | {"short": "x", "moment": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "hour": dt.time(0)})
@example(ROW | {"short": "x", "key": uuid.UUID(KEY), "blob": b"\0\xff", "address": "2001:db8::1"})
def test_a_row_reads_back_as_it_was_written(anything: Any, row: dict[str, Any]) -> None:
    act = next(ACTS)
    made = anything.objects.create(**row, operation_id=act)
    found = stored(anything, made.pk)
    assert found == [made.pk, *expected(row, act)]
    assert json.loads(json.dumps(found)) == found
    (digest,) = digests_of([anything], act)
    assert digest.facts()[:2] == [1, digest_as_told(made.pk, written(row, act))]
    former = replace(layout_of(anything), form=Form.JSON)
    listed = json.dumps(expected(row, act), separators=(",", ":"))
    assert digest_of(anything, former, act).facts()[1] == digest_as_told(made.pk, listed)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS)
@example(ROW | {"short": "blanks  ", "text": "é e\u0301 \u2028 ｗ 🚂", "facts": {"b": 1, "a": "é"}})
@example(ROW | {"short": "1:a,-", "text": "", "amount": Decimal("100.0000"), "facts": 'a\\"b\n'})
@example(ROW | {"short": "x", "amount": Decimal("-0.0100"), "lasting": dt.timedelta(-1, 1)})
@example(ROW | {"short": "x", "key": uuid.UUID(KEY), "blob": b"\0\xff", "address": "2001:db8::1"})
def test_the_database_hashes_a_row_as_it_is_hashed_here(anything: Any, row: dict[str, Any]) -> None:
    act = next(ACTS)
    plain = {name: value for name, value in row.items() if name != "factor"}
    anything.plain.objects.create(**plain, operation_id=act)
    twice = anything.plain.objects.create(**plain, operation_id=act)
    (digest,) = digests_of([anything.plain], act)
    assert digest.facts() == digest_of(anything.plain, layout_of(anything.plain), act).facts()
    assert digest.count == 2
    twice.delete()
    (digest,) = digests_of([anything.plain], act)
    assert digest.facts() == digest_of(anything.plain, layout_of(anything.plain), act).facts()


@pytest.mark.django_db
def test_what_only_the_database_holds_is_hashed_in_one_statement(anything: Any) -> None:
    plain = anything.plain
    with CaptureQueriesContext(connection) as asked:
        digests_of([Operation, LogEntry, plain], 1)
    assert len(asked) == (1 if connection.vendor == "mysql" else 3)


def test_a_layout_is_named_by_what_it_covers() -> None:
    one = Layout("toy.toy", ("id", "name"))
    assert one.key == Layout("toy.toy", ("id", "name")).key
    others = [Layout("toy.toy", ("name", "id")), Layout("toy.tag", ("id", "name"))]
    others.append(Layout("toy.toy", ("id", "name"), Form.JSON))
    assert one.key not in {other.key for other in others}


def test_order_and_sum_tell_swapped_rows_from_changed_ones(anything: Any) -> None:
    columns = layout_of(anything).columns
    writing = writing_of(anything, layout_of(anything))
    rest = (None,) * (len(columns) - 3)
    one, two, bent = (1, 7, "a", *rest), (2, 7, "b", *rest), (2, 7, "c", *rest)

    def digest(*rows: Any) -> list[Any]:
        found = Digest()
        found.add(rows, writing)
        return found.facts()

    right, changed = digest(one, two), digest(one, bent)
    swapped = digest((1, *two[1:]), (2, *one[1:]))
    assert right[0] == swapped[0] == changed[0] == 2
    assert right[1] != swapped[1] != changed[1]
    assert right[2] == swapped[2] != changed[2]
