"""Rules of goods: unique designations, categories that are a tree, barcodes, what is derived."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from erp.catalog.models import Category, Product, Sku, SpecificationKind
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.search import search
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    SensitiveSkuFactory,
    SkuFactory,
    SpecificationFactory,
)

pytestmark = pytest.mark.django_db


def save(record: Any) -> None:
    with operation(OperationKind.COMMAND, by=SYSTEM):
        record.full_clean()
        record.save()


def test_a_category_has_its_path_and_passes_a_new_name_down() -> None:
    top = CategoryFactory(name="Power", name_zh="传动")
    middle = CategoryFactory(name="Chains", name_zh="链条", parent=top)
    low = CategoryFactory(name="Roller", name_zh="滚子链", parent=middle)
    assert (low.path, low.path_zh) == ("Power › Chains › Roller", "传动 › 链条 › 滚子链")

    top.name = "Transmission"
    save(top)

    low.refresh_from_db()
    assert low.path == "Transmission › Chains › Roller"


def test_a_category_never_lies_below_itself() -> None:
    top = CategoryFactory()
    low = CategoryFactory(parent=CategoryFactory(parent=top))

    top.parent = low
    with pytest.raises(ValidationError, match="cannot lie below itself"):
        save(top)
    top.parent = top
    with pytest.raises(ValidationError, match="cannot lie below itself"):
        save(top)
    assert Category.objects.get(pk=top.pk).parent is None


def test_brand_and_model_name_one_sku_whatever_case_and_width() -> None:
    sku = SkuFactory(model="nu-205")
    assert sku.model == "NU-205"

    for same in ("Nu-205", "ＮＵ-205", " NU-205 "):
        with pytest.raises(ValidationError):
            SkuFactory(brand=sku.brand, model=same)
    SkuFactory(brand=BrandFactory(), model="NU-205")
    assert Sku.objects.count() == 2


@pytest.mark.parametrize("barcode", ["4006381333931", "12345670", "0012345600012", "ABC-1", ""])
def test_a_barcode_is_taken(barcode: str) -> None:
    assert SkuFactory(barcode=barcode).barcode == barcode


@pytest.mark.parametrize("barcode", ["4006381333932", "12345671", "400-6381-33393-0"])
def test_a_wrong_check_digit_is_refused(barcode: str) -> None:
    with pytest.raises(ValidationError, match="check digit"):
        SkuFactory(barcode=barcode)


def test_a_barcode_is_unique_where_there_is_one() -> None:
    SkuFactory(barcode="ab-1")
    with pytest.raises(ValidationError):
        SkuFactory(barcode="AB 1")
    SkuFactory(barcode="")
    SkuFactory(barcode="")


def test_a_sku_follows_the_category_of_its_product_and_the_name_of_its_brand() -> None:
    sku = SkuFactory()
    product = Product.objects.get(pk=sku.product_id)
    product.category = CategoryFactory()
    save(product)
    brand = sku.brand
    brand.name = "Renamed Works"
    save(brand)

    sku.refresh_from_db()
    assert sku.category == product.category
    assert search(Sku.objects.all(), "renamed works", limit=5) == [sku.pk]


def test_a_sensitive_sku_is_marked_as_long_as_a_customer_regards_it_as_his() -> None:
    sensitive = SensitiveSkuFactory(note="Since 2019")
    sku = Sku.objects.get(pk=sensitive.sku_id)
    assert sku.sensitive
    assert sku.sensitive_for() == "another customer"
    sku.shown_to = SYSTEM
    assert sku.sensitive_for() == f"{sensitive.customer}: Since 2019"

    with operation(OperationKind.COMMAND, by=SYSTEM):
        sensitive.delete()
    sku.refresh_from_db()
    assert not sku.sensitive


def test_one_code_means_one_thing_along_a_branch_and_one_kind_everywhere() -> None:
    top = CategoryFactory()
    low = CategoryFactory(parent=top)
    SpecificationFactory(category=top, code="bore")

    with pytest.raises(ValidationError, match="inherited along this branch"):
        SpecificationFactory(category=low, code="bore")
    with pytest.raises(ValidationError, match="is of kind number"):
        SpecificationFactory(
            category=CategoryFactory(), code="bore", kind=SpecificationKind.TEXT, unit_text=""
        )
    with pytest.raises(ValidationError, match="is counted in mm"):
        SpecificationFactory(category=CategoryFactory(), code="bore", unit_text="cm")
    SpecificationFactory(category=CategoryFactory(), code="bore")


def test_a_description_keeps_its_words_and_nothing_that_runs() -> None:
    product = ProductFactory(
        description='<p onclick="x()">Quiet <b>and</b> <a href="javascript:x()">fast</a></p>'
        "<script>x()</script><img src=x onerror=x()>"
    )

    product.refresh_from_db()
    assert product.description == ('<p>Quiet <b>and</b> <a rel="noopener noreferrer">fast</a></p>')
