"""What is worth knowing beside a line of a quotation: prices, costs, warnings; for many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from erp.catalog.models import SensitiveSku, Sku
from erp.catalog.queries.paper_line import PaperMoney
from erp.catalog.rules.cost import cost_of
from erp.company.models import TaxRate
from erp.company.rules.amounts import TaxedAmount, line_amount, margin_percent, net_amount
from erp.foundation.line_words import Fact
from erp.foundation.rights import hidden_fields, may, scoped
from erp.sales.models import Quotation, QuotationLine, QuotationStatus

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: What was offered for good: in these states a price was given.
_OFFERED = (
    QuotationStatus.APPROVED,
    QuotationStatus.WON,
    QuotationStatus.LOST,
    QuotationStatus.EXPIRED,
    QuotationStatus.SUPERSEDED,
)
_MOST_PLACES = 4


def facts_of_lines(rows: Sequence[Any], *, by: Actor, record: Any) -> list[list[Fact]]:
    """Return for each row: list price, last price to this customer, cost and margin, warnings.

    Nobody is told more than he may look up: costs need their right, last prices come from the
    quotations within reach. The number of queries does not depend on how many rows there are.
    """
    skus = _skus(rows)
    money = PaperMoney(record)
    last = _last_lines(skus, by, record)
    warnings = _sensitive(skus, by, record)
    sees_cost = "cost" not in hidden_fields(by, QuotationLine)
    sees_margin = "margin" not in hidden_fields(by, QuotationLine)
    taxes = dict(TaxRate.objects.values_list("pk", "percent")) if skus else {}
    found: list[list[Fact]] = []
    for row in rows:
        sku = skus.get(row.sku_id)
        facts: list[Fact] = []
        if sku is not None:
            facts += warnings.get(sku.pk, [])
            facts += [] if sku.active else [Fact(_("Not sold any more"), tone="warn")]
            facts += _list_price(sku, money)
            facts += _last_price(last.get(sku.pk), money)
            facts += _cost(sku, money) if sees_cost else []
            percent = taxes.get(row.tax_rate_id, Decimal(0))
            facts += _margin(row, sku, money, percent) if sees_margin else []
        if row.unit_price and row.tax_rate_id is None and record.tax_kind != "none":
            facts.append(Fact(_("No tax rate"), tone="warn"))
        found.append(facts)
    return found


def _skus(rows: Iterable[Any]) -> dict[Any, Sku]:
    keys = {row.sku_id for row in rows} - {None}
    return Sku.objects.in_bulk(keys) if keys else {}


def _last_lines(skus: dict[Any, Sku], by: Actor, paper: Any) -> dict[Any, QuotationLine]:
    """Return by sku the newest line that this customer was offered, other than on this paper."""
    if not skus or not paper.customer_id or not may(by, "view", Quotation):
        return {}
    lines = scoped(by, "view", QuotationLine.objects.all()).filter(
        sku=OuterRef("pk"),
        quotation__customer=paper.customer_id,
        quotation__status__in=_OFFERED,
    )
    if paper.pk:
        lines = lines.exclude(quotation=paper.pk)
    newest = lines.order_by("-quotation__issued_on", "-pk").values("pk")[:1]
    keys = Sku.objects.filter(pk__in=skus).values_list(Subquery(newest), flat=True)
    rows: Any = QuotationLine.objects.filter(pk__in=[key for key in keys if key])
    return {line.sku_id: line for line in rows.select_related("quotation__currency")}


def _sensitive(skus: dict[Any, Sku], by: Actor, paper: Any) -> dict[Any, list[Fact]]:
    """Return by sku whose goods these are, where that is somebody else than the customer.

    They are named to those who may look sensitive skus up; others get one warning without a name.
    """
    if not skus:
        return {}
    rows: Any = SensitiveSku.objects.filter(sku__in=skus).select_related("customer")
    if paper.customer_id:
        rows = rows.exclude(customer=paper.customer_id)
    named = may(by, "view", SensitiveSku)
    found: dict[Any, list[Fact]] = {}
    for row in rows.order_by("pk"):
        told = f"{row.customer.name}: {row.note}" if row.note else row.customer.name
        fact = Fact(_("Sensitive for another customer"), told if named else "", tone="bad")
        facts = found.setdefault(row.sku_id, [])
        if fact not in facts:
            facts.append(fact)
    return found


def _list_price(sku: Sku, money: PaperMoney) -> list[Fact]:
    if sku.list_price is None:
        return []
    price = money.from_base(sku.list_price)
    if price is None:
        return [Fact(_("List price"), _shown(sku.list_price, money.base))]
    typed = _typed(price)
    return [Fact(_("List price"), _shown(price, money.currency), column="unit_price", typed=typed)]


def _last_price(line: Any, money: PaperMoney) -> list[Fact]:
    """Tell price, number and date; offer it for this line only in the same currency."""
    if line is None:
        return []
    paper = line.quotation
    told = _("%(price)s on %(date)s, %(number)s") % {
        "price": _shown(line.unit_price, paper.currency),
        "date": date_format(paper.issued_on, "SHORT_DATE_FORMAT"),
        "number": paper.number,
    }
    if line.discount:
        told = f"{told} (−{number_format(line.discount.normalize())} %)"
    if paper.currency != money.currency:
        return [Fact(_("Last price"), told)]
    return [Fact(_("Last price"), told, column="unit_price", typed=_typed(line.unit_price))]


def _cost(sku: Sku, money: PaperMoney) -> list[Fact]:
    cost = cost_of(sku)
    return [] if cost is None else [Fact(_("Cost"), _shown(cost, money.base))]


def _margin(row: Any, sku: Sku, money: PaperMoney, percent: Decimal) -> list[Fact]:
    """Tell what would be earned at the price as typed, as the saved line will say it."""
    cost = cost_of(sku)
    typed = (row.quantity, row.unit_price)
    if cost is None or money.rate is None or not all(typed):
        return []
    amount = line_amount(*typed, row.discount or Decimal(0), digits=money.digits)
    net = net_amount(TaxedAmount(amount, percent), money.kind, digits=money.digits) * money.rate
    margin = margin_percent(net, cost * row.quantity)
    if margin is None:
        return []
    tone: Any = "bad" if margin < 0 else "plain"
    return [Fact(_("Margin"), f"{number_format(margin)} %", tone=tone)]


def _shown(price: Decimal, currency: Any) -> str:
    code = currency.code if currency else ""
    return f"{number_format(_typed(price), use_l10n=True)} {code}".strip()


def _typed(price: Decimal) -> str:
    """Return a price with two places, and with more only where it has them."""
    plain = price.quantize(Decimal(1).scaleb(-_MOST_PLACES)).normalize()
    places = max(2, -int(plain.as_tuple().exponent))
    return f"{plain:.{places}f}"
