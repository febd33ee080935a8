"""Figures over everything that a list matches: how many, and the sums of its columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet, Sum

from admin_config.engine.infer.filters import totals_of
from admin_config.engine.listing.cells import cell_of
from admin_config.engine.listing.query import ListQuery

#: Seconds for an exact count, and for the sums.
COUNT_TIME = 10.0
TOTALS_TIME = 5.0
#: So many currencies are told apart.
_CURRENCIES = 12


def totalled(query: ListQuery) -> list[str]:
    """Return the shown columns that have a sum."""
    summed = totals_of(query.screen)
    return [column.name for column in query.columns if column.name in summed]


def exact_count(query: ListQuery) -> int:
    """Count everything that matches; the caller limits the time."""
    return query.matching().order_by().count()


def _currency(query: ListQuery) -> Any:
    """Return the field that says in which currency the amounts are; never a hidden one."""
    try:
        field = query.screen.model._meta.get_field("currency")
    except FieldDoesNotExist:
        return None
    return None if "currency" in query.hidden else field


def totals(query: ListQuery, rows: QuerySet[Any] | None = None) -> dict[str, list[str]]:
    """Return the sums of each totalled column as texts, one per currency; the caller limits it.

    ``rows`` are those that are summed, otherwise all that the list matches.
    """
    rows = (query.matching() if rows is None else rows).order_by()
    names = totalled(query)
    in_base = getattr(query.screen.model, "base_amounts", ())
    currency = _currency(query)
    alike = [name for name in names if currency is None or name in in_base]
    mixed = [name for name in names if name not in alike]
    found = {**_in_one(query, rows, alike), **_by_currency(query, rows, mixed, currency)}
    return {name: found[name] for name in names}


def _in_one(query: ListQuery, rows: QuerySet[Any], names: list[str]) -> dict[str, list[str]]:
    """Return the sums of columns whose amounts can be added as they stand."""
    if not names:
        return {}
    sums = rows.aggregate(**{f"sum_{name}": Sum(name) for name in names})
    return {name: [_shown(query, name, sums[f"sum_{name}"])] for name in names}


def _by_currency(
    query: ListQuery, rows: QuerySet[Any], names: list[str], currency: Any
) -> dict[str, list[str]]:
    """Return the sums of columns in the record's own currency, each currency by itself."""
    if not names:
        return {}
    sums = {f"sum_{name}": Sum(name) for name in names}
    groups = list(rows.values("currency").annotate(**sums).order_by("currency")[:_CURRENCIES])
    labels = _labels(currency, [group["currency"] for group in groups])
    sums_of = {
        name: [
            (labels.get(group["currency"], ""), _shown(query, name, group[f"sum_{name}"]))
            for group in groups
        ]
        for name in names
    }
    return {name: [" ".join(pair).strip() for pair in pairs] for name, pairs in sums_of.items()}


def _labels(currency: Any, keys: list[Any]) -> dict[Any, str]:
    """Return what each currency is called."""
    if not isinstance(currency, models.ForeignKey):
        return {key: str(key or "") for key in keys}
    related: Any = currency.related_model
    return {
        row.pk: str(getattr(row, "code", row)) for row in related._base_manager.filter(pk__in=keys)
    }


def _shown(query: ListQuery, name: str, value: Any) -> str:
    field: Any = query.screen.model._meta.get_field(name)
    exact = Decimal(str(value or 0)).quantize(Decimal(1).scaleb(-field.decimal_places))
    return cell_of(field).text(exact)
