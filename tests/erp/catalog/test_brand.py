"""Brands and units are named once and sorted by what people see."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from erp.catalog.models import Brand
from tests.factories import BrandFactory, UnitFactory
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["SKF", "skf", " ＳＫＦ "])
def test_a_brand_is_named_once(name: str) -> None:
    BrandFactory(name="SKF")
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        BrandFactory(name=name)
    assert list(refused.value.message_dict) == ["name"]


def test_its_first_letter_groups_it() -> None:
    assert BrandFactory(name="nsk").letter == "N"
    assert BrandFactory(name="人本").letter == "人"


def test_brands_are_sorted_without_regard_to_case() -> None:
    for name in ("beta", "Alpha", "GAMMA"):
        BrandFactory(name=name)
    assert [brand.name for brand in Brand.objects.all()] == ["Alpha", "beta", "GAMMA"]


def test_a_unit_has_at_most_four_digits() -> None:
    with pytest.raises(ValidationError):
        UnitFactory(digits=5)
