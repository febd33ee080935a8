"""Type-ahead: a few records for what was typed, exact names and codes first."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest

from admin_config.engine.listing.fetching import named
from admin_config.engine.listing.order import own_order
from admin_config.engine.spec import Screen
from erp.foundation.models.key_field import KeyField
from erp.foundation.search import prefix_range, search
from erp.foundation.text import fold, squeeze
from erp.foundation.time_limit import TookTooLong, time_limit

#: Nobody scrolls further; one types another letter.
MOST = 60
_OFFERED = 20
#: Seconds for one question.
_TIME = 1.0


def active_only(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that may still be chosen: those that are active, where a model knows that."""
    for name in ("active", "is_active"):
        known = {field.name: field for field in rows.model._meta.concrete_fields}
        if isinstance(known.get(name), models.BooleanField):
            return rows.filter(**{name: True})
    return rows


def _naming(model: Any, hidden: Container[str]) -> list[str]:
    """Return the text fields that name a record: its natural key, then what it is found by."""
    names = dict.fromkeys(
        (*getattr(model, "natural_key_fields", ()), *getattr(model, "search_fields", ()))
    )
    texts = {f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField)}
    return [name for name in names if name in texts and name not in hidden]


def _by_beginning(rows: QuerySet[Any], naming: list[str], term: str) -> list[Any]:
    """Return keys of records whose stored key or code begins with the term, by the index."""
    keys: dict[Any, None] = {}
    model: Any = rows.model
    for field in model._meta.concrete_fields:
        if isinstance(field, KeyField) and field.source in naming:
            condition = prefix_range(field.name, field.key_of(term) or "")
        elif field.name in naming and field.unique:
            condition = prefix_range(field.name, term) | prefix_range(field.name, term.upper())
        else:
            continue
        found = rows.filter(condition).order_by(field.name).values_list("pk", flat=True)
        keys |= dict.fromkeys(found[:_OFFERED])
    return list(keys)


def ranked_keys(
    rows: QuerySet[Any],
    term: str,
    *,
    hidden: Container[str] = (),
    inactive: bool = False,
) -> list[Any]:
    """Return the keys of the best matches, at most ``MOST``; without a term the first ones."""
    model: Any = rows.model
    rows = (rows if inactive else active_only(rows)).order_by()
    term = term.strip()[:100]
    try:
        with time_limit(_TIME):
            if not term:
                return _first(rows)
            naming = _naming(model, hidden)
            keys = dict.fromkeys(_by_beginning(rows, naming, term))
            if getattr(model, "search_fields", ()):
                keys |= dict.fromkeys(search(rows, term, limit=MOST))
            elif not keys:
                keys |= dict.fromkeys(_contains(rows, naming, term))
            return _ranked(model, list(keys), naming, term)
    except TookTooLong:
        return []


def _first(rows: QuerySet[Any]) -> list[Any]:
    order = own_order(Screen(rows.model), ())
    return list(rows.order_by(*order.lookups).values_list("pk", flat=True)[:_OFFERED])


def _contains(rows: QuerySet[Any], naming: list[str], term: str) -> list[Any]:
    """Look into the texts of a model without a search index, such as a small library table."""
    texts = naming or [
        f.name for f in rows.model._meta.concrete_fields if isinstance(f, models.CharField)
    ]
    condition = Q(pk__in=())
    for name in texts[:3]:
        condition |= Q(**{f"{name}__icontains": term})
    return list(rows.filter(condition).values_list("pk", flat=True)[:MOST])


def _ranked(model: Any, keys: list[Any], naming: list[str], term: str) -> list[Any]:
    """Order the candidates: the exact one, those that begin so, those that hold it."""
    if not naming:
        return keys[:MOST]
    folded, code = fold(term), squeeze(term)
    texts = {
        key: [str(value or "") for value in values]
        for key, *values in model._base_manager.filter(pk__in=keys).values_list("pk", *naming)
    }

    def rank(key: Any) -> tuple[int, str]:
        names = texts.get(key, [])
        best = 3
        for name in names:
            if fold(name) == folded or (code and squeeze(name) == code):
                best = 0
            elif fold(name).startswith(folded) or (code and squeeze(name).startswith(code)):
                best = min(best, 1)
            elif folded in fold(name):
                best = min(best, 2)
        return best, fold(names[0]) if names else ""

    return sorted((key for key in keys if key in texts), key=rank)[:MOST]


def ranked_rows(rows: QuerySet[Any], keys: list[Any]) -> QuerySet[Any]:
    """Return the rows with these keys in the keys' order, with what their names need."""
    places = [When(pk=key, then=Value(place)) for place, key in enumerate(keys)]
    found = named(rows.filter(pk__in=keys))
    return found.order_by(Case(*places)) if places else found.order_by("pk")


def suggestions(request: HttpRequest, rows: QuerySet[Any], term: str) -> dict[str, Any]:
    """Return what a filter's type-ahead shows; records that are no longer active as well."""
    from admin_config.engine.build.rights import actor_of
    from erp.foundation.rights import hidden_fields

    hidden = hidden_fields(actor_of(request), rows.model)
    keys = ranked_keys(rows, term, hidden=hidden, inactive=True)[:_OFFERED]
    return {"results": [{"id": str(row.pk), "text": str(row)} for row in ranked_rows(rows, keys)]}
