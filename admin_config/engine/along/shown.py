"""Fields of other records on a form that is only looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from admin_config.engine.along.fields import ExtraField, store_of
from admin_config.engine.listing.cells import cell_of
from erp.foundation.services.value_rows import stored_values


def shown_instead(fieldsets: list[Any], extras: Any) -> list[Any]:
    """Return the sections with functions that show a value in the place of fields to type."""
    known = {n: e for fields in (*extras.along.values(), extras.values) for n, e in fields.items()}
    for _title, options in fieldsets:
        options["fields"] = [
            tuple(_shown(n, known, extras) for n in entry)
            if isinstance(entry, tuple)
            else _shown(entry, known, extras)
            for entry in options["fields"]
        ]
    return fieldsets


def _shown(name: Any, known: dict[str, ExtraField], extras: Any) -> Any:
    return _teller(known[name], extras) if name in known else name


def _teller(extra: ExtraField, extras: Any) -> Callable[[Any], str]:
    def tell(record: Any) -> str:
        if extra.along is not None:
            other = getattr(record, extra.along.relation, None)
            value = getattr(other, extra.key, None)
        else:
            store = store_of(extras.screen)
            found = stored_values(store, [record.pk], extras.definitions)
            value = found.get(record.pk, {}).get(extra.key)
        return cell_of(extra.field).text(value) if value is not None else ""

    tell.__name__ = extra.name
    tell.short_description = extra.label  # type: ignore[attr-defined]
    return tell
