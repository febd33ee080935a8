"""Settlers see once what an operation did, may write more, and are recorded with the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from erp.catalog.models import Brand, Unit
from erp.foundation import settling
from erp.foundation.recorder import Change
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records
from tests.factories import BrandFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls() -> Iterator[list[list[str]]]:
    """Count brands in a unit's digits; note what the settler was shown."""
    shown: list[list[str]] = []

    def count_brands(changes: Sequence[Change]) -> None:
        shown.append([change.label for change in changes])
        if any(change.label == "Unsettled" for change in changes):
            raise Refusal("it cannot be settled")
        unit = Unit.objects.get(name="Brands")
        unit.digits = min(Brand.objects.count(), 4)
        unit.save()

    before = {model: list(known) for model, known in settling._settlers.items()}
    with as_the_house():
        Unit(name="Brands").save()
    settling.settle(Brand, count_brands)
    yield shown
    settling._settlers.clear()
    settling._settlers.update(before)


def test_it_is_called_once_with_all_that_was_touched(calls: list[list[str]]) -> None:
    with as_the_house():
        Brand(name="One").save()
        Brand(name="Two").save()
    assert calls == [["One", "Two"]]
    assert Unit.objects.get(name="Brands").digits == 2


def test_what_it_writes_belongs_to_the_same_operation(calls: list[list[str]]) -> None:
    BrandFactory()
    entries = newest_operation().entries.order_by("pk")
    assert [entry.content_type.model for entry in entries] == ["brand", "unit"]
    assert entries[1].changes["digits"] == ["0", "1"]


def test_its_refusal_takes_everything_back(calls: list[list[str]]) -> None:
    with nothing_changes(), pytest.raises(Refusal, match="cannot be settled"), as_the_house():
        create_records([Brand(name="Fine"), Brand(name="Unsettled")])


def test_settlers_that_never_rest_are_a_mistake(calls: list[list[str]]) -> None:
    def restless(changes: Sequence[Change]) -> None:
        for change in changes:
            change.record.note += "x"
            change.record.save()

    settling.settle(Brand, restless)
    with nothing_changes(), pytest.raises(RuntimeError, match="keep changing"), as_the_house():
        Brand(name="One").save()
