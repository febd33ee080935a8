"""What stands before writes of the catalog, and what is settled after them."""

from __future__ import annotations

from typing import Any

from erp.catalog.models import (
    Brand,
    CatalogueEntry,
    Category,
    FormerDesignation,
    Product,
    SensitiveSku,
    Sku,
    SkuSpecification,
    Specification,
)
from erp.catalog.queries.category import keys_below
from erp.catalog.rules.specification import (
    check_kind_stays,
    check_like_others,
    check_once_in_line,
)
from erp.catalog.services.goods import (
    foresee_skus,
    settle_brands,
    settle_categories,
    settle_former_designations,
    settle_naming,
    settle_products,
    settle_skus,
)
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.settling import foretell, settle


def register() -> None:
    """Put the checks before specifications; keep what goods repeat in line."""
    guard(Specification, _specification_may_be_written)
    foretell(Sku, foresee_skus)
    settle(Category, settle_categories)
    settle(Brand, settle_brands)
    settle(Product, settle_products)
    settle(Sku, settle_skus)
    settle(FormerDesignation, settle_former_designations)
    settle(CatalogueEntry, settle_naming)
    settle(SensitiveSku, settle_naming)


def _specification_may_be_written(attempt: Attempt) -> None:
    found: Any = attempt.record
    if attempt.verb not in {Verb.CREATE, Verb.CHANGE}:
        return
    others = list(
        Specification.objects.filter(code_key=found.code.casefold())
        .exclude(pk=found.pk)
        .select_related("category")
    )
    check_like_others(found, others)
    if others:
        line = {category.pk for category in found.category.with_ancestors()}
        check_once_in_line(found, line | keys_below(found.category_id), others)
    if attempt.verb == Verb.CHANGE:
        used = SkuSpecification.objects.filter(specification=found.pk).exists()
        check_kind_stays(found, found.before()["kind"], used=used)
