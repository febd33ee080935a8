"""Bring in line what goods repeat: the category of their product, what they are also known as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from erp.catalog.models import (
    Brand,
    CatalogueEntry,
    Category,
    FormerDesignation,
    Product,
    SensitiveSku,
    Sku,
)
from erp.foundation.recorder import Change
from erp.foundation.services.bulk import save_records

_BATCH = 1000
#: Fields that a product takes over from its only sku, so that both feel like one record.
FOLLOWING = ("code", "name", "name_zh", "brand_id", "model")
#: What a sku repeats, and where it is repeated from.
_DERIVED_BY = ("product_id", "brand_id", "category_id", "sensitive", "also_known_as")


def settle_categories(changes: Sequence[Change]) -> None:
    """Derive the paths of renamed and moved categories, also by an undo, and pass them down."""
    named = [
        c.pk for c in changes if c.sign == "~" and _differs(c, ("name", "name_zh", "parent_id"))
    ]
    if named:
        for category in Category.objects.filter(pk__in=named).select_related("parent"):
            category.derive()
            category.save()
    moved = [c.pk for c in changes if c.sign == "~" and _differs(c, ("path", "path_zh"))]
    if moved:
        for category in Category.objects.filter(parent__in=moved).select_related("parent"):
            category.derive()
            category.save()


def settle_skus(changes: Sequence[Change]) -> None:
    """Derive what written skus repeat, let products follow them, drop products left empty."""
    written = [c for c in changes if c.sign != "-"]
    derive_skus([c.record for c in written if c.sign == "+" or _differs(c, _DERIVED_BY)])  # type: ignore[misc]
    _let_products_follow([c for c in written if c.sign == "~" and _differs(c, FOLLOWING)])
    left = {c.before["product_id"] for c in changes if c.before is not None and _left(c)}
    for product in Product.objects.filter(pk__in=left, skus=None):
        product.delete()


def foresee_skus(skus: Sequence[Sku]) -> None:
    """Put on new skus what they repeat of their product and brand; no entry names them yet."""
    for start in range(0, len(skus), _BATCH):
        batch = skus[start : start + _BATCH]
        categories = _categories_of(batch)
        brands = Brand.objects.in_bulk({sku.brand_id for sku in batch})
        for sku in batch:
            sku.category_id = categories.get(sku.product_id)
            brand = brands.get(sku.brand_id)
            names = [brand.name, brand.name_zh] if brand is not None else []
            sku.also_known_as = _joined(names)


def settle_products(changes: Sequence[Change]) -> None:
    """Give the skus of a product its new category."""
    moved = [c.pk for c in changes if c.sign == "~" and _differs(c, ("category_id",))]
    _derive_all(Sku.objects.filter(product__in=moved), moved)


def settle_brands(changes: Sequence[Change]) -> None:
    """Let skus be found by the new name of their brand."""
    renamed = [c.pk for c in changes if c.sign == "~" and _differs(c, ("name", "name_zh"))]
    _derive_all(Sku.objects.filter(brand__in=renamed), renamed)


def settle_naming(changes: Sequence[Change]) -> None:
    """Bring skus in line with the catalogue entries or the customers that name them."""
    keys = {c.after.get("sku_id") for c in changes} | {
        c.before.get("sku_id") for c in changes if c.before is not None
    }
    keys.discard(None)
    _derive_all(Sku.objects.filter(pk__in=keys), keys)


def settle_former_designations(changes: Sequence[Change]) -> None:
    """Let catalogue entries be found by what their things were called, and then their skus."""
    keys = {c.after["entry_id"] for c in changes} | {
        c.before["entry_id"] for c in changes if c.before is not None
    }
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        _derive_entries(ordered[start : start + _BATCH])


def _derive_entries(keys: Sequence[Any]) -> None:
    entries = list(CatalogueEntry.objects.filter(pk__in=keys))
    words: dict[Any, list[str]] = defaultdict(list)
    rows = FormerDesignation.objects.filter(entry__in=keys).order_by("entry", "pk")
    for key, brand, model in rows.values_list("entry_id", "brand", "model"):
        words[key].append(f"{brand} {model}".strip())
    for entry in entries:
        entry.also_known_as = ", ".join(dict.fromkeys(words[entry.pk]))[:500]
    save_records(entries)


def derive_skus(skus: Sequence[Sku]) -> None:
    """Work out what skus repeat of their product, brand and catalogue entries, and save it."""
    for start in range(0, len(skus), _BATCH):
        batch = skus[start : start + _BATCH]
        categories = _categories_of(batch)
        known = _known_as(batch)
        sensitive = set(
            SensitiveSku.objects.filter(sku__in=[s.pk for s in batch])
            .order_by()
            .values_list("sku_id", flat=True)
        )
        for sku in batch:
            sku.sensitive = sku.pk in sensitive
            sku.category_id = categories.get(sku.product_id)
            sku.also_known_as = known[sku.pk]
        save_records(batch)


def _derive_all(skus: QuerySet[Any], changed: Collection[Any]) -> None:
    if changed:
        keys = list(skus.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _BATCH):
            derive_skus(list(Sku.objects.filter(pk__in=keys[start : start + _BATCH])))


def _categories_of(skus: Sequence[Sku]) -> dict[Any, Any]:
    products = Product.objects.filter(pk__in={sku.product_id for sku in skus})
    return dict(products.order_by().values_list("pk", "category_id"))


def _joined(names: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, names)))[:500]


def _known_as(skus: Sequence[Sku]) -> dict[Any, str]:
    """Return brand and old designations of skus as one text, for the search."""
    brands = {b.pk: b for b in Brand.objects.filter(pk__in={s.brand_id for s in skus})}
    names: dict[Any, list[str]] = defaultdict(list)
    for sku in skus:
        brand = brands.get(sku.brand_id)
        names[sku.pk] += [brand.name, brand.name_zh] if brand else []
    entries = CatalogueEntry.objects.filter(sku__in=[s.pk for s in skus]).order_by("pk")
    rows = entries.values_list("sku_id", "also_known_as", "designation")
    for key, *words in rows:
        names[key] += words
    return {key: _joined(words) for key, words in names.items()}


def _let_products_follow(changes: Sequence[Change]) -> None:
    """Rename products along with their only sku, where they had its name before."""
    keys = {c.after["product_id"] for c in changes}
    alone = {
        p.pk: p
        for p in Product.objects.filter(pk__in=keys)
        if not Sku.objects.filter(product=p).exclude(pk__in=[c.pk for c in changes]).exists()
    }
    for change in changes:
        product = alone.get(change.after["product_id"])
        if product is None or change.before is None:
            continue
        for name in FOLLOWING:
            if getattr(product, name) == change.before[name]:
                setattr(product, name, change.after[name])
        product.save()


def _differs(change: Change, names: Sequence[str]) -> bool:
    return change.before is not None and any(change.before[n] != change.after[n] for n in names)


def _left(change: Change) -> bool:
    return change.sign == "-" or _differs(change, ("product_id",))
