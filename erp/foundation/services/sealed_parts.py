"""What the last seal of an operation says of each table, and in which layout."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from erp.foundation.canonical import Form, layout_of
from erp.foundation.canonical import Layout as Columns
from erp.foundation.filed_rows import digest_of
from erp.foundation.models.seal import Layout, Seal


def layouts_kept(**wanted: Any) -> list[Columns]:
    """Return the layouts that seals may cover, in every form, by what the house keeps of them."""
    rows = Layout.objects.filter(**wanted).values_list("label", "columns").distinct()
    return [
        Columns(label, tuple(columns.split(",")), form) for label, columns in rows for form in Form
    ]


def last_seal(operation: int) -> Seal | None:
    """Return the seal of an operation that holds."""
    return Seal.objects.filter(operation_id=operation).order_by("-pk").first()


def read_parts(text: str) -> dict[str, list[Any]]:
    """Return what the text of a seal says, by layout; nothing where no seal would say it."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and all(map(_are_facts, told.values())) else {}


def _are_facts(facts: Any) -> bool:
    """Tell whether this is a count with two digests."""
    return isinstance(facts, list) and [type(fact) for fact in facts] == [int, str, str]


def parts_of(seal: Seal | None) -> dict[str, list[Any]]:
    """Return what a seal says, by layout."""
    return read_parts(seal.parts) if seal else {}


def layout_in(parts: Iterable[str], model: Any) -> Columns | None:
    """Return the layout in which a seal tells of a table, ``None`` when it tells nothing of it."""
    told = set(parts)
    present = layout_of(model)
    kept = [present] if present.key in told else layouts_kept(label=model._meta.label_lower)
    return next((layout for layout in kept if layout.key in told), None)


def is_as_sealed(operation: int, model: Any) -> bool:
    """Tell whether what a table has of an operation is what its last seal says."""
    parts = parts_of(last_seal(operation))
    layout = layout_in(parts, model)
    if layout is None:
        return digest_of(model, layout_of(model), operation).count == 0
    if not set(layout.columns) <= set(layout_of(model).columns):
        return False
    return bool(digest_of(model, layout, operation).facts() == parts[layout.key])
