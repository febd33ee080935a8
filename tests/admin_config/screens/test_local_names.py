"""Names of goods are read in the reader's language, in as many queries as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from erp.staff.models import User
from tests.factories import (
    BrandFactory,
    CatalogueEntryFactory,
    CategoryFactory,
    ProductFactory,
    SkuFactory,
    UnitFactory,
)
from tests.language.page import Page
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def good(number: int = 0) -> Any:
    """Return a sku whose every name has a Chinese one."""
    brand = BrandFactory(name=f"Works {number}", name_zh=f"工厂{number}")
    category = CategoryFactory(name=f"Bearings {number}", name_zh=f"轴承{number}")
    product = ProductFactory(brand=brand, category=category)
    unit = UnitFactory(name=f"Pcs {number}", name_zh=f"只{number}")
    return SkuFactory(product=product, brand=brand, unit=unit, name="Quiet", name_zh="静音")


def chinese(user: User) -> User:
    with as_the_house():
        user.language = "zh-hans"
        user.save()
    return user


def test_each_reader_reads_the_own_language() -> None:
    sku = good()
    brand, unit, category = sku.brand, sku.unit, sku.product.category
    entry = CatalogueEntryFactory(brand=brand, model="X1", designation="Ball", designation_zh="球")
    bare = BrandFactory(name="SKF", name_zh="")
    with translation.override("en"):
        assert [str(one) for one in (brand, unit, category, entry, bare)] == [
            "Works 0", "Pcs 0", "Bearings 0", "Works 0 X1", "SKF",
        ]  # fmt: skip
        assert (str(sku), entry.local_designation()) == (f"{sku.code} Quiet", "Ball")
    with translation.override("zh-hans"):
        assert [str(one) for one in (brand, unit, category, entry, bare)] == [
            "工厂0", "只0", "轴承0", "工厂0 X1", "SKF",
        ]  # fmt: skip
        assert (str(sku), entry.local_designation()) == (f"{sku.code} 静音", "球")


def test_the_list_of_skus_is_chinese_to_chinese_readers(
    manager: User, sales: User, sign_in: SignIn
) -> None:
    good()
    english = Page(sign_in(manager).get("/catalog/sku/")).words
    for word in ("Works 0", "Quiet", "Bearings 0", "Pcs 0"):
        assert word in english
    words = Page(sign_in(chinese(sales)).get("/catalog/sku/")).words
    for word in ("工厂0", "静音", "轴承0", "只0"):
        assert word in words
    for word in ("Works 0", "Quiet", "Bearings 0", "Pcs 0"):
        assert word not in words


@pytest.mark.parametrize("page", ["/catalog/sku/", "/catalog/catalogueentry/"])
def test_both_languages_cost_the_same_queries(
    manager: User, sales: User, sign_in: SignIn, page: str
) -> None:
    for number in range(7):
        CatalogueEntryFactory(brand=good(number).brand)
    counts = []
    for client in (sign_in(manager), sign_in(chinese(manager))):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_categories_are_sorted_by_what_is_read(manager: User, sales: User, sign_in: SignIn) -> None:
    CategoryFactory(name="Alpha", name_zh="乙")
    CategoryFactory(name="Beta", name_zh="丙")
    CategoryFactory(name="Gamma", name_zh="一")

    def order(who: User, *names: str) -> list[str]:
        html = sign_in(who).get("/catalog/category/", {"o": "local_path"}).content.decode()
        table = html[html.index("<tbody") :]
        return sorted(names, key=table.index)

    assert order(manager, "Alpha", "Beta", "Gamma") == ["Alpha", "Beta", "Gamma"]
    assert order(chinese(manager), "乙", "丙", "一") == ["一", "丙", "乙"]


def test_a_brand_is_found_and_offered_by_either_name(sales: User, sign_in: SignIn) -> None:
    good()
    client = sign_in(chinese(sales))
    for words in ("works 0", "工厂"):
        page = Page(client.get("/catalog/brand/", {"q": words}))
        assert "工厂0" in page.words
