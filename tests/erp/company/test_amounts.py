"""Amounts of papers agree with a plain model of the rule, whatever numbers are typed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.company.rules.amounts import (
    TaxedAmount,
    Totals,
    check_within_limits,
    line_amount,
    line_tax,
    margin_percent,
    net_amount,
    paper_totals,
    rounded,
)
from erp.foundation.refusal import Refusal


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    """Return numbers as they are stored."""
    return st.decimals(Decimal(low), Decimal(high), places=places)


QUANTITY = decimals("0.0001", "10000000", 4)
PRICE = decimals("0", "1000000000", 4)
PERCENT = decimals("0", "100", 2)
DIGITS = st.integers(0, 2)
KIND = st.sampled_from(["on_top", "included", "none"])


def half_up(value: Fraction, digits: int) -> Decimal:
    """Round a fraction half up, in whole numbers alone."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


@given(QUANTITY, PRICE, PERCENT, DIGITS)
def test_a_line_is_rounded_once(
    quantity: Decimal, price: Decimal, discount: Decimal, digits: int
) -> None:
    exact = Fraction(quantity) * Fraction(price) * (100 - Fraction(discount)) / 100
    assert line_amount(quantity, price, discount, digits=digits) == half_up(exact, digits)


LINES = st.lists(
    st.tuples(decimals("0", "9999999", 2), st.sampled_from(["0", "3", "6", "9", "13"])), max_size=9
)


@given(LINES, decimals("0", "9999", 2), decimals("-999", "999", 2), KIND, DIGITS)
def test_totals_are_goods_shipping_adjustment_and_tax(
    rows: list[tuple[Decimal, str]], shipping: Decimal, adjustment: Decimal, kind: str, digits: int
) -> None:
    lines = [TaxedAmount(amount, Decimal(percent)) for amount, percent in rows]
    rate = Decimal("7.1234")
    found = paper_totals(
        lines,
        shipping=shipping,
        adjustment=adjustment,
        kind=kind,
        digits=digits,
        rate=rate,
        base_digits=2,
    )
    taxes = []
    for amount, percent in rows:
        part = Fraction(percent)
        share = {"on_top": part / 100, "included": part / (100 + part), "none": Fraction(0)}[kind]
        taxes.append(half_up(Fraction(amount) * share, digits))
    goods = sum((amount for amount, _percent in rows), Decimal(0))
    total = goods + shipping + adjustment + (sum(taxes, Decimal(0)) if kind == "on_top" else 0)
    base = half_up(Fraction(total) * Fraction(rate), 2)
    assert found == Totals(goods, sum(taxes, Decimal(0)), total, base)


@given(decimals("0", "99999999", 2), PERCENT, DIGITS)
def test_what_is_left_and_the_tax_within_make_the_amount(
    amount: Decimal, percent: Decimal, digits: int
) -> None:
    line = TaxedAmount(amount, percent)
    tax = line_tax(line, "included", digits=digits)
    assert net_amount(line, "included", digits=digits) + tax == amount
    assert net_amount(line, "on_top", digits=digits) == amount


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("0.005", 2, "0.01"),
        ("2.675", 2, "2.68"),
        ("-0.005", 2, "-0.01"),
        ("0.5", 0, "1"),
        ("1.2345", 4, "1.23"),
    ],
)
def test_halves_go_up_and_nothing_is_finer_than_stored(
    value: str, digits: int, expected: str
) -> None:
    assert rounded(Decimal(value), digits) == Decimal(expected)
    assert rounded(Decimal(value), digits) == Decimal(value).quantize(
        Decimal(expected), rounding=ROUND_HALF_UP
    )


@pytest.mark.parametrize(
    ("net", "cost", "expected"),
    [("100", "80", "20.00"), ("100", "130", "-30.00"), ("0", "5", None), ("0.01", "99999", None)],
)
def test_a_margin_says_what_is_earned(net: str, cost: str, expected: str | None) -> None:
    wanted = None if expected is None else Decimal(expected)
    assert margin_percent(Decimal(net), Decimal(cost)) == wanted


def test_totals_below_zero_and_without_end_are_refused() -> None:
    zero, much = Decimal(0), Decimal(10) ** 12
    with pytest.raises(Refusal, match="below zero"):
        check_within_limits(Totals(zero, zero, Decimal(-1), zero), name="QT")
    with pytest.raises(Refusal, match="too large"):
        check_within_limits(Totals(zero, zero, much, zero), name="QT")
    check_within_limits(Totals(zero, zero, much - 1, zero), name="QT")
