"""Load the goods of the demo company: categories, skus, a maker's catalogue, sensitive skus."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from erp.catalog.models import (
    Brand,
    CatalogueEntry,
    Category,
    FormerDesignation,
    Product,
    SensitiveSku,
    Sku,
    Specification,
    SpecificationChoice,
    Unit,
)
from erp.catalog.queries.specification import Specifications
from erp.catalog.services.specification_values import ENTRY_STORE, SKU_STORE, fitting_values
from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records
from erp.foundation.services.value_rows import Wanted, write_values
from erp.foundation.text import fold
from erp.parties.models import Customer

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: The demo's goods were bought last for a little less than the reference.
_LATEST, _AVERAGE = Decimal("0.98"), Decimal("0.96")
_AMOUNTS = ("list_price", "reference_cost", "weight", "minimum_stock")


@service(OperationKind.COMMAND)
def load_demo_goods(*, by: Actor, today: dt.date) -> int:
    """Load the goods that are missing; return how many skus are new."""
    content = read_fixture("050_goods.json")
    known = set(Brand.objects.values_list("name_key", flat=True))
    create_records([Brand(**row) for row in content["brands"] if fold(row["name"]) not in known])
    categories = {category.name: category for category in Category.objects.all()}
    for row in content["categories"]:
        if row["name"] not in categories:
            categories[row["name"]] = _category(row, categories)
    count = _load_skus(content["skus"], categories, today)
    _load_catalogue(content["catalogue"], categories)
    _load_sensitive(content["sensitive"])
    return count


def _category(row: dict[str, Any], known: dict[str, Category]) -> Category:
    category = Category(
        name=row["name"], name_zh=row["name_zh"], parent=known.get(row.get("parent", ""))
    )
    category.full_clean()
    category.save()
    for place, facts in enumerate(row.get("specifications", ()), start=1):
        choices = facts.get("choices", ())
        own = {key: value for key, value in facts.items() if key != "choices"}
        specification = Specification(category=category, position=10 * place, **own)
        specification.full_clean()
        specification.save()
        create_records(
            [
                SpecificationChoice(specification=specification, position=n, **choice)
                for n, choice in enumerate(choices, start=1)
            ]
        )
    return category


def _load_skus(rows: list[dict[str, Any]], categories: dict[str, Category], today: dt.date) -> int:
    present = set(Sku.objects.values_list("code_key", flat=True))
    fresh = [row for row in rows if fold(row["code"]) not in present]
    brands = {brand.name: brand for brand in Brand.objects.all()}
    units = {unit.name: unit for unit in Unit.objects.all()}
    products: dict[str, Product] = {}
    for row in fresh:
        code = row.get("family", row["code"])
        if code not in products:
            products[code] = Product(
                code=code,
                category=categories[row["category"]],
                brand=brands[row["brand"]],
                model=code.partition(" ")[2] if "family" in row else row["model"],
                description=row.get("description", ""),
                description_zh=row.get("description_zh", ""),
                **{name: row[name] for name in ("name", "name_zh")},
            )
    create_records(list(products.values()))
    skus = [
        _sku(row, products[row.get("family", row["code"])], brands, units, today) for row in fresh
    ]
    create_records(skus)
    definitions = Specifications()
    wanted = []
    for sku, row in zip(skus, fresh, strict=True):
        own = definitions.of(categories[row["category"]].pk)
        wanted.append(Wanted(sku, own, fitting_values(own, row["specifications"])))
    write_values(SKU_STORE, wanted)
    return len(skus)


def _sku(
    row: dict[str, Any],
    product: Product,
    brands: dict[str, Brand],
    units: dict[str, Unit],
    today: dt.date,
) -> Sku:
    entered = timezone.now() + (today - timezone.now().date()) - dt.timedelta(days=row["days_ago"])
    cost = Decimal(row["reference_cost"])
    sku = Sku(
        product=product,
        brand=brands[row["brand"]],
        unit=units[row["unit"]],
        launched_on=today - dt.timedelta(days=row["days_ago"] + 30),
        latest_cost=round(cost * _LATEST, 2),
        average_cost=round(cost * _AVERAGE, 2),
        created_at=entered,
        changed_at=entered,
        **{name: Decimal(row[name]) for name in _AMOUNTS if name in row},
        **{name: row[name] for name in ("code", "model", "name", "name_zh")},
        **{name: row[name] for name in ("barcode", "tags") if name in row},
    )
    sku.clean_fields()
    sku.clean()
    return sku


def _load_catalogue(rows: list[dict[str, Any]], categories: dict[str, Category]) -> None:
    brands = {brand.name: brand for brand in Brand.objects.all()}
    skus = {sku.code: sku for sku in Sku.objects.all()}
    taken = set(CatalogueEntry.objects.values_list("brand__name", "model"))
    fresh = [row for row in rows if (row["brand"], row["model"].upper()) not in taken]
    entries = []
    for row in fresh:
        related = {"brand": brands[row["brand"]], "category": categories[row["category"]]}
        names = {name: row[name] for name in ("model", "designation", "designation_zh")}
        entries.append(CatalogueEntry(**names, **related, sku=skus.get(row.get("sku"))))
        entries[-1].clean()
    create_records(entries)
    former = [
        FormerDesignation(entry=entry, **facts)
        for entry, row in zip(entries, fresh, strict=True)
        for facts in row["former"]
    ]
    for designation in former:
        designation.clean()
    create_records(former)
    definitions = Specifications()
    wanted = []
    for entry, row in zip(entries, fresh, strict=True):
        own = definitions.of(entry.category_id)
        wanted.append(Wanted(entry, own, fitting_values(own, row["specifications"])))
    write_values(ENTRY_STORE, wanted)


def _load_sensitive(rows: list[dict[str, Any]]) -> None:
    customers = {customer.name: customer for customer in Customer.objects.all()}
    skus = {sku.code: sku for sku in Sku.objects.all()}
    taken = set(SensitiveSku.objects.values_list("customer__name", "sku__code"))
    create_records(
        [
            SensitiveSku(
                customer=customers[row["customer"]], sku=skus[row["sku"]], note=row["note"]
            )
            for row in rows
            if (row["customer"], row["sku"]) not in taken and row["customer"] in customers
        ]
    )
