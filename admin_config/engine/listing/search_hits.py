"""The hits of a search in a list, without telling what is written in fields one may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from erp.foundation.search import search
from erp.foundation.text import readings_of, tokens_of

if TYPE_CHECKING:
    from admin_config.engine.listing.query import ListQuery


def hits_of(rows: QuerySet[Any], query: ListQuery, limit: int) -> list[Any]:
    """Return the keys of at most ``limit`` rows that match what is searched for."""
    model: Any = rows.model
    if not getattr(model, "search_fields", ()):
        return []
    keys = search(rows, query.search, limit=limit)
    visible = [name for name in model.search_fields if name not in query.hidden]
    if len(visible) == len(model.search_fields):
        return keys
    texts = model._base_manager.filter(pk__in=keys).values_list("pk", *visible)
    readings = readings_of(query.search)
    told = {key for key, *values in texts if _told(values, readings)}
    return [key for key in keys if key in told]


def _told(values: list[Any], readings: list[list[str]]) -> bool:
    tokens: set[str] = set()
    for value in values:
        tokens |= tokens_of(str(value or ""))
    return any(
        all(any(token.startswith(term) for token in tokens) for term in terms) for terms in readings
    )
