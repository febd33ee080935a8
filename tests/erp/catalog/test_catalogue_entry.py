"""A sku made of a line of a maker's catalogue."""

from __future__ import annotations

import pytest

from erp.catalog.models import Product, Sku, SpecificationKind
from erp.catalog.services.catalogue_entry import create_sku_from_entry
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.search import search
from erp.staff.models import User
from tests.factories import (
    CatalogueEntryFactory,
    CategoryFactory,
    SkuFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
)
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db


def entry_with_values() -> object:
    category = CategoryFactory()
    SpecificationFactory(category=category, code="bore")
    seal = SpecificationFactory(
        category=category, code="seal", kind=SpecificationKind.CHOICE, unit_text=""
    )
    SpecificationChoiceFactory(specification=seal, name="Rubber")
    return CatalogueEntryFactory(
        model="6205-2rs",
        designation="Deep groove ball bearing",
        designation_zh="深沟球轴承",
        former_brand="Old Works",
        former_model="180205",
        category=category,
        specifications={"bore": "25.5", "seal": "rubber", "colour": "blue"},
    )


def test_the_sku_carries_designation_category_and_the_values_that_fit(manager: User) -> None:
    entry = entry_with_values()

    sku = create_sku_from_entry(entry, by=Actor.person(manager))

    entry.refresh_from_db()
    assert entry.sku == sku
    assert (sku.code, sku.model, sku.name, sku.name_zh) == (
        "6205-2RS",
        "6205-2RS",
        "Deep groove ball bearing",
        "深沟球轴承",
    )
    sku.refresh_from_db()
    assert (sku.brand, sku.category) == (entry.brand, entry.category)
    values = {v.specification.code: v.shown() for v in sku.specifications.all()}
    assert values == {"bore": "25.5 mm", "seal": "Rubber"}


def test_it_is_found_by_its_old_designation(manager: User) -> None:
    sku = create_sku_from_entry(entry_with_values(), by=Actor.person(manager))

    for words in ("180205", "６２０５２ＲＳ", "6205 2rs", "沟球", "old works 180205"):
        assert search(Sku.objects.all(), words, limit=5) == [sku.pk]


def test_a_second_one_is_refused_and_the_first_is_named(manager: User) -> None:
    entry = entry_with_values()
    SkuFactory(brand=entry.brand, model="６２０５-2rs", code="OURS", name="Bearing")

    with nothing_changes(), pytest.raises(Refusal, match="OURS Bearing"):
        create_sku_from_entry(entry, by=Actor.person(manager))


def test_who_may_not_add_goods_makes_none(finance: User) -> None:
    entry = entry_with_values()

    with nothing_changes(), pytest.raises(Refusal):
        create_sku_from_entry(entry, by=Actor.person(finance))
    assert (Sku.objects.count(), Product.objects.count()) == (0, 0)
