"""What can be done with a line of a maker's catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from erp.catalog.models import CatalogueEntry, Product, Sku, SkuSpecification
from erp.catalog.queries.specification import Specifications
from erp.catalog.rules.catalogue_entry import check_has_no_sku
from erp.foundation.definitions import CHOICE, NUMBER, YES_NO, Definition
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.rights import check_may
from erp.foundation.services.value_rows import Store, Wanted, write_values
from erp.foundation.text import fold

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

STORE = Store(SkuSpecification, "sku", "specification")


@service(OperationKind.ACTION, told=_("made a sku of it"))
def create_sku_from_entry(entry: CatalogueEntry, *, by: Actor) -> Sku:
    """Make a good of a catalogue entry, with its category and those values that fit.

    Refused with its name when there is a sku of this brand and model already.
    """
    check_may(by, "change", entry)
    check_may(by, "add", Sku)
    check_may(by, "add", Product)
    same = Sku.objects.filter(brand=entry.brand, model_key=fold(entry.model)).first()
    check_has_no_sku(entry.sku or same)
    names = {"name": entry.designation or entry.model, "name_zh": entry.designation_zh}
    names = {key: text[:80] for key, text in names.items()}
    common = {**names, "code": _free_code(entry), "brand": entry.brand, "model": entry.model}
    product = Product(**common, category=entry.category)
    product.full_clean()
    product.save()
    sku = Sku(**common, product=product)
    sku.full_clean()
    sku.save()
    definitions = Specifications().of(entry.category_id)
    values = fitting_values(definitions, entry.specifications)
    write_values(STORE, [Wanted(sku, definitions, values)])
    entry.sku = sku
    entry.save()
    return sku


def fitting_values(definitions: Sequence[Definition], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a catalogue says, as values of the specifications that goods here have.

    What has no specification, or is no value of it, stays behind in the catalogue.
    """
    found = {d.code: _value(d, given.get(d.code)) for d in definitions}
    return {code: value for code, value in found.items() if value is not None}


def _value(definition: Definition, given: Any) -> Any:
    if given is None or given == "":
        return None
    if definition.kind == NUMBER:
        try:
            return round(Decimal(str(given)), 4)
        except InvalidOperation:
            return None
    if definition.kind == YES_NO:
        return given if isinstance(given, bool) else None
    if definition.kind == CHOICE:
        wanted = fold(str(given))
        names = (o.name for o in definition.options if wanted in {fold(o.name), fold(str(o.label))})
        return next(names, None)
    return str(given)[:120]


def _free_code(entry: CatalogueEntry) -> str:
    """Return the model as code; with the brand before it where the model alone is taken."""
    taken = set(
        Sku.objects.filter(code_key=fold(entry.model)).values_list("code_key", flat=True)
    ) | set(Product.objects.filter(code_key=fold(entry.model)).values_list("code_key", flat=True))
    return f"{entry.brand.name}-{entry.model}"[:60] if taken else entry.model[:60]
