"""What heads and lines of papers point to, fetched together: digits, taxes, units, costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from erp.catalog.models import Sku, Unit
from erp.company.models import Company, Currency, TaxRate

#: What a query over stored heads fetches, in the order of ``_learn_head``.
_OF_HEAD = (
    "currency_id", "currency__digits",
    "company_id", "company__base_currency_id", "company__base_currency__digits",
)  # fmt: skip
#: What a query over stored lines fetches, in the order of ``_learn_line``.
_OF_LINE = (
    "tax_rate_id", "tax_rate__percent", "unit_id", "unit__digits", "unit__name",
    "sku__unit__digits", "sku__unit__name",
    "sku_id", "sku__unit_id", "sku__average_cost", "sku__latest_cost", "sku__reference_cost",
)  # fmt: skip
_OF_SKU = ("unit_id", "average_cost", "latest_cost", "reference_cost")


class Goods(NamedTuple):
    """What a line needs to know of its sku."""

    unit_id: Any
    average_cost: Decimal | None
    latest_cost: Decimal | None
    reference_cost: Decimal | None


@dataclass
class PaperFacts:
    """What heads and lines point to, by key."""

    #: Digits of each currency.
    digits: dict[Any, int] = field(default_factory=dict)
    #: Base currency of each company, and its digits.
    bases: dict[Any, tuple[Any, int]] = field(default_factory=dict)
    taxes: dict[Any, Decimal] = field(default_factory=dict)
    #: Digits and name of each unit.
    units: dict[Any, tuple[int, str]] = field(default_factory=dict)
    skus: dict[Any, Goods] = field(default_factory=dict)


def facts_of(head: Any, line: Any, column: str, heads: list[Any], lines: list[Any]) -> PaperFacts:
    """Return what these stored heads and lines point to: one query for each of the two models.

    ``column`` is the line's to its head. What a record at hand points to otherwise than its row,
    because it is about to be written, is fetched besides.
    """
    known = PaperFacts()
    keys = [paper.pk for paper in heads]
    rows = head._base_manager.filter(pk__in=keys).order_by()
    for row in rows.values_list(*_OF_HEAD):
        _learn_head(known, *row)
    if lines:
        rows = line._base_manager.filter(**{f"{column}__in": keys}).order_by()
        for row in rows.values_list(*_OF_LINE):
            _learn_line(known, *row)
    _complete(known, heads, lines)
    return known


def _learn_head(
    known: PaperFacts, currency: Any, digits: int, company: Any, base: Any, base_digits: int
) -> None:
    known.digits[currency] = digits
    known.bases[company] = (base, base_digits)


def _learn_line(known: PaperFacts, *row: Any) -> None:
    tax, percent, unit, digits, name, own_digits, own_name, sku, *goods = row
    if tax is not None:
        known.taxes[tax] = percent
    if unit is not None:
        known.units[unit] = (digits, name)
    if sku is not None:
        known.skus[sku] = Goods(*goods)
        if goods[0] is not None:
            known.units[goods[0]] = (own_digits, own_name)


def _complete(known: PaperFacts, heads: list[Any], lines: list[Any]) -> None:
    """Fetch what the rows did not tell, a query a table where there is any."""
    digits = _asked(Currency, {head.currency_id for head in heads} - set(known.digits), "digits")
    known.digits |= dict(digits)
    base = ("base_currency_id", "base_currency__digits")
    companies = _asked(Company, {head.company_id for head in heads} - set(known.bases), *base)
    known.bases |= {key: (currency, number) for key, currency, number in companies}
    taxes = _asked(TaxRate, {line.tax_rate_id for line in lines} - set(known.taxes), "percent")
    known.taxes |= dict(taxes)
    skus = _asked(Sku, {line.sku_id for line in lines} - set(known.skus), *_OF_SKU)
    known.skus |= {key: Goods(*facts) for key, *facts in skus}
    units = {line.unit_id for line in lines} | {sku.unit_id for sku in known.skus.values()}
    found = _asked(Unit, units - set(known.units), "digits", "name")
    known.units |= {key: (number, name) for key, number, name in found}


def _asked(model: Any, keys: Iterable[Any], *names: str) -> list[Any]:
    wanted = set(keys) - {None}
    if not wanted:
        return []
    rows = model._base_manager.filter(pk__in=wanted).order_by()
    return list(rows.values_list("pk", *names))
