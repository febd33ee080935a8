"""What every paper's lines know of their goods: which ones a wording means, what a sku fills in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from erp.catalog.queries.matching import match_wordings
from erp.company.models import TaxRate
from erp.company.models.tax_rate import TaxKind
from erp.company.queries.company import our_company
from erp.company.queries.exchange_rate import rate_on
from erp.foundation.line_words import Match
from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def match_lines(texts: Sequence[str], *, by: Actor, record: Any) -> list[Match]:
    """Return which sku each pasted wording means; the paper makes no difference."""
    del record
    return match_wordings(texts, by=by)


class PaperMoney:
    """The currency of the paper, and what the base currency is worth in it."""

    def __init__(self, paper: Any) -> None:
        """Ask for the house's currency and for the rate of the paper's day."""
        company = our_company()
        self.base = company.base_currency if company else None
        self.currency = paper.currency if paper.currency_id else self.base
        self.kind = paper.tax_kind
        #: One unit of the paper's currency in the base currency; none where nobody knows.
        self.rate: Decimal | None = self._rate(paper)

    def _rate(self, paper: Any) -> Decimal | None:
        if self.currency is None or self.currency == self.base:
            return Decimal(1)
        if paper.rate and paper.rate > 0:
            return Decimal(paper.rate)
        try:
            return rate_on(self.currency, paper.issued_on)
        except Refusal:
            return None

    @property
    def digits(self) -> int:
        """Return the digits of the paper's currency."""
        return self.currency.digits if self.currency else 2

    def from_base(self, price: Decimal | None) -> Decimal | None:
        """Return a price of the base currency in that of the paper; none where nobody knows."""
        if price is None or self.rate is None:
            return None
        if self.rate == 1:
            return price
        return (price / self.rate).quantize(Decimal(1).scaleb(-max(self.digits, 2)))


def fill_from_sku(chosen: Sequence[Any], *, by: Actor, record: Any) -> list[dict[str, Any]]:
    """Return for each chosen sku what its line starts with: words, unit, price, tax rate."""
    del by
    money, rate = PaperMoney(record), _usual_tax_rate(record)
    filled = []
    for sku in chosen:
        values: dict[str, Any] = {"wording": _name(sku, record.language), "unit": sku.unit}
        price = money.from_base(sku.list_price)
        if price is not None:
            values["unit_price"] = price
        if rate is not None:
            values["tax_rate"] = rate
        filled.append(values)
    return filled


def _name(sku: Any, language: str) -> str:
    """Return what the paper calls the goods when the customer used no words of his own."""
    parts = (sku.brand.name if sku.brand else "", sku.model or sku.code, sku.name_in(language))
    return " ".join(part for part in parts if part)[:200]


def _usual_tax_rate(paper: Any) -> TaxRate | None:
    """Return the standard rate in use, the highest where there are several; none without tax."""
    if paper.tax_kind == "none":
        return None
    rates = TaxRate.objects.filter(active=True, kind=TaxKind.STANDARD)
    return rates.order_by("-percent", "pk").first()
