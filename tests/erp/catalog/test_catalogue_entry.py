"""A line of a maker's catalogue: what it was called before, and the sku that is begun from it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from erp.catalog.models import CatalogueEntry, Sku, SpecificationKind
from erp.catalog.queries.catalogue_entry import beginning_of_a_sku
from erp.catalog.queries.matching import match_wordings
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.search import search
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.factories import (
    CatalogueEntryFactory,
    CategoryFactory,
    EntrySpecificationFactory,
    FormerDesignationFactory,
    SkuFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
)
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def entry_with_values() -> Any:
    """Return an entry with two specifications of its category and two former designations."""
    category = CategoryFactory()
    bore = SpecificationFactory(category=category, code="bore")
    seal = SpecificationFactory(
        category=category, code="seal", kind=SpecificationKind.CHOICE, unit_text=""
    )
    rubber = SpecificationChoiceFactory(specification=seal, name="Rubber")
    entry = CatalogueEntryFactory(
        model="6205-2rs",
        designation="Deep groove ball bearing",
        designation_zh="深沟球轴承",
        category=category,
    )
    EntrySpecificationFactory(entry=entry, specification=bore, number="25.5")
    EntrySpecificationFactory(entry=entry, specification=seal, number=None, choice=rubber)
    FormerDesignationFactory(entry=entry, brand="Old Works", model="180205")
    FormerDesignationFactory(entry=entry, brand="", model="6-180205")
    return CatalogueEntry.objects.get(pk=entry.pk)


def test_the_form_of_its_sku_starts_with_all_that_it_says(manager: User) -> None:
    entry = entry_with_values()

    assert beginning_of_a_sku(entry, by=Actor.person(manager)) == {
        "code": "6205-2RS",
        "name": "Deep groove ball bearing",
        "name_zh": "深沟球轴承",
        "brand": entry.brand,
        "model": "6205-2RS",
        "product__category": entry.category,
        "specifications__bore": Decimal("25.5"),
        "specifications__seal": "Rubber",
    }


def test_a_code_that_is_taken_gets_the_brand_before_it(manager: User) -> None:
    entry = entry_with_values()
    SkuFactory(code="6205-2rs")

    code = beginning_of_a_sku(entry, by=Actor.person(manager))["code"]
    assert code == f"{entry.brand.name}-6205-2RS"


def test_a_second_one_is_refused_and_the_first_is_named(manager: User) -> None:
    entry = entry_with_values()
    SkuFactory(brand=entry.brand, model="６２０５-2rs", code="OURS", name="Bearing")

    with nothing_changes(), pytest.raises(Refusal, match="OURS Bearing"):
        beginning_of_a_sku(entry, by=Actor.person(manager))


def test_it_and_its_sku_are_found_by_every_former_designation() -> None:
    entry = entry_with_values()
    assert entry.also_known_as == "Old Works 180205, 6-180205"
    with as_the_house():
        entry.sku = SkuFactory(brand=entry.brand, model="6205-2RS")
        entry.save()

    for words in (
        "180205",
        "6-180205",
        "6180205",
        "６２０５２ＲＳ",
        "6205 2rs",
        "old works 180205",
    ):
        assert search(CatalogueEntry.objects.all(), words, limit=5) == [entry.pk]
        assert search(Sku.objects.all(), words, limit=5) == [entry.sku_id]


def test_what_is_taken_away_is_found_no_more() -> None:
    entry = entry_with_values()
    with as_the_house():
        entry.former_designations.get(model="180205").delete()
    entry.refresh_from_db()
    assert entry.also_known_as == "6-180205"
    assert search(CatalogueEntry.objects.all(), "works", limit=5) == []


def test_each_former_designation_means_the_sku(sales: User) -> None:
    entry = entry_with_values()
    with as_the_house():
        entry.sku = SkuFactory(brand=entry.brand, model="6205-2RS")
        entry.save()

    matches = match_wordings(["180205", "6180205"], by=Actor.person(sales))
    assert [(match.kind, match.record) for match in matches] == [("sure", entry.sku)] * 2


def test_one_former_designation_stands_once_whatever_case_and_dashes() -> None:
    entry = entry_with_values()
    for brand, model in (("Old Works", "180-205"), ("", "１８０２０５")):
        with nothing_changes(), pytest.raises(ValidationError):
            FormerDesignationFactory(entry=entry, brand=brand, model=model)
    FormerDesignationFactory(entry=CatalogueEntryFactory(), brand="", model="180205")


def test_an_entry_takes_its_rows_along_and_an_undo_brings_them_back(system: User) -> None:
    entry = entry_with_values()
    with operation(OperationKind.DELETE, by=SYSTEM):
        entry.delete()
    assert not CatalogueEntry.objects.exists()

    undone = undo_operation(newest_operation(), by=Actor.person(system))
    assert (undone.records, undone.kept) == (5, [])

    again = CatalogueEntry.objects.get()
    assert again.also_known_as == "Old Works 180205, 6-180205"
    assert (again.former_designations.count(), again.specifications.count()) == (2, 2)
    assert search(CatalogueEntry.objects.all(), "6180205", limit=5) == [again.pk]
