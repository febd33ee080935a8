"""Where values of specifications lie, and which of those that somebody states are such values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from erp.catalog.models import EntrySpecification, SkuSpecification
from erp.foundation.definitions import CHOICE, NUMBER, YES_NO, Definition
from erp.foundation.services.value_rows import Store
from erp.foundation.text import fold

SKU_STORE = Store(SkuSpecification, "sku", "specification")
ENTRY_STORE = Store(EntrySpecification, "entry", "specification")


def fitting_values(definitions: Sequence[Definition], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stated, as values of the specifications that goods here have."""
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
