"""What a line of a maker's catalogue says of the sku that is made of it."""

from __future__ import annotations

from typing import Any

from erp.catalog.models import CatalogueEntry, EntrySpecification, Product, Sku
from erp.catalog.queries.specification import Specifications
from erp.catalog.rules.catalogue_entry import check_has_no_sku
from erp.foundation.actor import Actor
from erp.foundation.definitions import value_of
from erp.foundation.rights import check_may
from erp.foundation.text import fold

_COLUMNS = ("specification_id", "number", "choice_id", "text", "yes_no")


def beginning_of_a_sku(entry: CatalogueEntry, *, by: Actor) -> dict[str, Any]:
    """Return what the form of the entry's sku starts with; refused where there is one already."""
    check_may(by, "view", entry)
    same = Sku.objects.filter(brand=entry.brand, model_key=fold(entry.model))
    check_has_no_sku(entry.sku or same.first())
    return {
        "code": _free_code(entry),
        "name": (entry.designation or entry.model)[:80],
        "name_zh": entry.designation_zh[:80],
        "brand": entry.brand,
        "model": entry.model,
        "product__category": entry.category,
        **{f"specifications__{code}": value for code, value in _values(entry).items()},
    }


def _values(entry: CatalogueEntry) -> dict[str, Any]:
    """Return the entry's specifications by code."""
    definitions = {d.keys[0]: d for d in Specifications().of(entry.category_id)}
    rows = EntrySpecification.objects.filter(entry=entry, specification__in=definitions)
    known = ((definitions[row["specification_id"]], row) for row in rows.values(*_COLUMNS))
    return {definition.code: value_of(row, definition) for definition, row in known}


def _free_code(entry: CatalogueEntry) -> str:
    """Return the model as code; with the brand before it where the model alone is taken."""
    taken = any(kind.objects.filter(code_key=fold(entry.model)).exists() for kind in (Sku, Product))
    return f"{entry.brand.name}-{entry.model}"[:60] if taken else entry.model[:60]
