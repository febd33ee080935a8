"""How the amounts of a paper are worked out; nothing here asks a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

#: Amounts are stored with so many places, whatever finer digits a currency may know.
PLACES = 2
#: No stored amount reaches this: it would have more than 15 significant digits some day.
LIMIT = Decimal(10) ** 12
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class TaxedAmount:
    """A line as the totals see it: its amount and its tax rate in percent."""

    amount: Decimal
    percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """What stands below the lines of a paper."""

    goods: Decimal
    tax: Decimal
    total: Decimal
    base: Decimal


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up, away from zero, to a currency's digits but never finer than stored."""
    return value.quantize(Decimal(1).scaleb(-min(digits, PLACES)), rounding=ROUND_HALF_UP)


def line_amount(
    quantity: Decimal, unit_price: Decimal, discount: Decimal, *, digits: int
) -> Decimal:
    """Return quantity x unit price x (1 - discount percent), rounded once."""
    return rounded(quantity * unit_price * (HUNDRED - discount) / HUNDRED, digits)


def line_tax(line: TaxedAmount, kind: str, *, digits: int) -> Decimal:
    """Return the tax of one line: on top of its amount, or the part that is in it."""
    if kind == "none" or not line.percent:
        return Decimal(0)
    base = HUNDRED + line.percent if kind == "included" else HUNDRED
    return rounded(line.amount * line.percent / base, digits)


def net_amount(line: TaxedAmount, kind: str, *, digits: int) -> Decimal:
    """Return what is left of a line for the house when the tax in it is taken off."""
    return line.amount - (line_tax(line, kind, digits=digits) if kind == "included" else Decimal(0))


def paper_totals(
    lines: Iterable[TaxedAmount],
    *,
    shipping: Decimal,
    adjustment: Decimal,
    kind: str,
    digits: int,
    rate: Decimal,
    base_digits: int,
) -> Totals:
    """Return goods, tax, total and the total in the base currency.

    Tax is rounded per line and carried by goods alone; shipping and adjustment enter as typed.
    """
    rows = list(lines)
    goods = sum((line.amount for line in rows), Decimal(0))
    tax = sum((line_tax(line, kind, digits=digits) for line in rows), Decimal(0))
    total = goods + shipping + adjustment + (tax if kind == "on_top" else Decimal(0))
    return Totals(goods, tax, total, rounded(total * rate, base_digits))


def margin_percent(net: Decimal, cost: Decimal) -> Decimal | None:
    """Return what is earned of a net amount, in percent; none where it says nothing."""
    if net <= 0:
        return None
    percent = rounded((net - cost) * HUNDRED / net, PLACES)
    return percent if abs(percent) < 10**7 else None


def check_within_limits(totals: Totals, *, name: str) -> None:
    """Refuse totals below zero, and those that no column holds exactly."""
    if totals.total < 0:
        raise Refusal(
            {"adjustment": _("The total of “%(paper)s” would be below zero.") % {"paper": name}}
        )
    if max(totals.goods, totals.total, totals.base) >= LIMIT:
        raise Refusal(
            _("The total of “%(paper)s” would be too large: it must stay below 10^12."),
            code="too_large",
            params={"paper": name},
        )


def check_line_within_limits(amount: Decimal, *, name: str) -> None:
    """Refuse a line whose amount no column holds exactly."""
    if amount >= LIMIT:
        raise Refusal(
            _("The amount of “%(line)s” would be too large: it must stay below 10^12."),
            code="too_large",
            params={"line": name},
        )


def check_places(value: Decimal, digits: int, *, field: str) -> None:
    """Refuse more places than the currency has."""
    if value != rounded(value, digits):
        raise Refusal({field: _("The currency has %(digits)d digits.") % {"digits": digits}})


def check_quantity_digits(quantity: Decimal, digits: int, unit: str) -> None:
    """Refuse a quantity finer than its unit is counted."""
    if quantity != quantity.quantize(Decimal(1).scaleb(-digits)):
        raise Refusal(
            {
                "quantity": _("“%(unit)s” is counted with %(digits)d digits.")
                % {"unit": unit, "digits": digits}
            }
        )
