"""Goods and brands that are the same: barcode, specifications, lines of locked papers, undo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp.catalog.models import Brand, Sku, SkuSpecification
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.merging import Wish, merge_records, try_merge
from erp.foundation.services.moving import Moving
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation, QuotationLine
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import (
    BrandFactory,
    CatalogueEntryFactory,
    QuotationFactory,
    QuotationLineFactory,
    SensitiveSkuFactory,
    SkuFactory,
    SkuSpecificationFactory,
    SpecificationFactory,
)
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Shelf, Tag, Toy

pytestmark = pytest.mark.django_db


def merged(stays: Any, *goes: Any, by: User, **wish: Any) -> Moving:
    model = type(stays)
    records = [model.objects.get(pk=one.pk) for one in (stays, *goes)]
    return merge_records(records[0], records[1:], Wish(**wish), by=Actor.person(by)).moving


def test_a_locked_paper_follows_and_keeps_its_prices_and_costs(manager: User, sales: User) -> None:
    stays = SkuFactory(code="6205-2RS", average_cost=Decimal(9))
    goes = SkuFactory(code="6205 2RS C", average_cost=Decimal(4), barcode="4006381333931")
    paper = QuotationFactory(owner=sales)
    line = QuotationLineFactory(quotation=paper, sku=goes, unit_price=Decimal(10))
    submit_quotation(Quotation.objects.get(pk=paper.pk), by=Actor.person(sales))
    approve_quotation(Quotation.objects.get(pk=paper.pk), by=Actor.person(manager))
    was = QuotationLine.objects.get(pk=line.pk)
    moving = merged(stays, goes, by=manager)
    assert moving.moved[QuotationLine] == 1
    now = QuotationLine.objects.get(pk=line.pk)
    assert now.sku_id == stays.pk
    same = ("cost", "margin", "amount", "unit_price", "unit_id", "wording")
    names = [name for name in same if hasattr(was, name)]
    assert [getattr(now, name) for name in names] == [getattr(was, name) for name in names]
    assert Sku.objects.get(pk=stays.pk).barcode == "4006381333931"
    assert undo_operation(newest_operation(), by=Actor.person(manager)).kept == []
    assert QuotationLine.objects.get(pk=line.pk).sku_id == goes.pk
    assert Sku.objects.get(pk=goes.pk).barcode == "4006381333931"


def test_what_hangs_on_a_sku_moves_and_stands_there_once(manager: User) -> None:
    stays, goes = SkuFactory(code="A-1"), SkuFactory(code="A-2")
    length = SpecificationFactory()
    other = SpecificationFactory()
    SkuSpecificationFactory(sku=stays, specification=length, number=Decimal(1))
    SkuSpecificationFactory(sku=goes, specification=length, number=Decimal(2))
    SkuSpecificationFactory(sku=goes, specification=other, number=Decimal(3))
    entry = CatalogueEntryFactory(sku=goes)
    sensitive = SensitiveSkuFactory(sku=goes)
    found = try_merge(
        Sku.objects.get(pk=stays.pk),
        [Sku.objects.get(pk=goes.pk)],
        Wish(),
        by=Actor.person(manager),
    )
    assert [pair.differs[0][1:] for pair in found.moving.rivals] == [("1.0000", "2.0000")]
    with nothing_changes():
        pass
    merged(stays, goes, by=manager)
    values = SkuSpecification.objects.filter(sku=stays.pk).order_by("specification")
    assert [row.number for row in values] == [Decimal(1), Decimal(3)]
    entry.refresh_from_db()
    sensitive.refresh_from_db()
    assert (entry.sku_id, sensitive.sku_id) == (stays.pk, stays.pk)
    assert Sku.objects.get(pk=stays.pk).sensitive is True
    undo_operation(newest_operation(), by=Actor.person(manager))
    assert SkuSpecification.objects.filter(sku=goes.pk).count() == 2
    assert Sku.objects.get(pk=stays.pk).sensitive is False


def test_two_of_one_brand_and_model_cannot_be_the_brands_of_one(manager: User) -> None:
    stays, goes = BrandFactory(name="SKF"), BrandFactory(name="S.K.F.")
    first, second = SkuFactory(brand=stays, model="6205"), SkuFactory(brand=goes, model="6205")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        merged(stays, goes, by=manager)
    assert "that may stand but once" in str(refused.value)
    assert str(first) in str(refused.value)
    with as_the_house():
        sku = Sku.objects.get(pk=second.pk)
        sku.model = "6206"
        sku.save()
    merged(stays, goes, by=manager)
    assert Sku.objects.get(pk=second.pk).brand_id == stays.pk
    assert not Brand.objects.filter(pk=goes.pk).exists()


def test_what_records_are_joined_to_is_joined_to_the_survivor(manager: User) -> None:
    with as_the_house():
        tags = [Tag(name=name) for name in ("red", "blue")]
        for tag in tags:
            tag.save()
        toys = [Toy(code=c, name="T", owner=manager, price=Decimal(1)) for c in "AB"]
        for toy, tag in zip(toys, tags, strict=True):
            toy.save()
            toy.tags.add(tag)
    merged(toys[0], toys[1], by=manager)
    assert set(toys[0].tags.all()) == set(tags)
    undo_operation(newest_operation(), by=Actor.person(manager))
    assert [set(toy.tags.all()) for toy in toys] == [{tags[0]}, {tags[1]}]


def test_a_record_that_stands_below_another_does_not_come_to_stand_below_itself(
    system: User,
) -> None:
    with as_the_house():
        above = Shelf(name="Above")
        above.save()
        below = Shelf(name="Below", parent=above)
        below.save()
    merged(below, above, by=system)
    assert Shelf.objects.get().parent_id is None
    undo_operation(newest_operation(), by=Actor.person(system))
    assert Shelf.objects.get(name="Below").parent_id == above.pk
