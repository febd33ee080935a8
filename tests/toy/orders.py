"""The toy domain's rules of orders: totals, what a wording means, what is known beside a line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from erp.company.models import TaxRate
from erp.company.rules.amounts import TaxedAmount, line_amount, paper_totals
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.line_words import Fact, Match
from erp.foundation.recorder import Change
from erp.foundation.refusal import Refusal
from erp.foundation.rights import hidden_fields, scoped
from erp.foundation.services.bulk import save_records
from erp.foundation.settling import settle
from tests.toy.models import Toy, ToyOrder, ToyOrderLine


def total_orders(changes: Sequence[Change]) -> None:
    """Work out amounts and totals of every order that the changes touch."""
    keys = {getattr(c.record, "order_id", None) or c.pk for c in changes}
    lines: dict[Any, list[ToyOrderLine]] = {key: [] for key in keys}
    for line in ToyOrderLine._base_manager.filter(order__in=keys).order_by("position", "pk"):
        lines[line.order_id].append(line)
    rates = dict(TaxRate.objects.values_list("pk", "percent"))
    for order in ToyOrder._base_manager.filter(pk__in=keys).select_related("currency"):
        digits = order.currency.digits if order.currency else 2
        for line in lines[order.pk]:
            line.open = line.open and line.toy_id is None
            line.amount = line_amount(line.quantity, line.unit_price, line.discount, digits=digits)
        save_records(lines[order.pk])
        found = paper_totals(
            [
                TaxedAmount(line.amount, rates.get(line.tax_rate_id, Decimal(0)))
                for line in lines[order.pk]
            ],
            shipping=order.shipping,
            adjustment=Decimal(0),
            kind=order.tax_kind,
            digits=digits,
            rate=Decimal(1),
            base_digits=2,
        )
        order.goods_total, order.tax_total, order.total = found.goods, found.tax, found.total
        save_records([order])


def _settle_lines(changes: Sequence[Change]) -> None:
    total_orders(changes)


def _settle_orders(changes: Sequence[Change]) -> None:
    total_orders([change for change in changes if change.sign != "-"])


def refuse_hundreds(attempt: Attempt) -> None:
    """Refuse more than ninety-nine of anything, at the quantity: known only at the gate."""
    quantity = getattr(attempt.record, "quantity", Decimal(0))
    if attempt.verb is not Verb.DELETE and quantity >= Decimal(100):
        raise Refusal({"quantity": "Nobody wants a hundred toys."})


def match_toys(texts: Sequence[str], *, by: Any, record: Any) -> list[Match]:
    """Find toys by code for sure, by a part of the name with a doubt."""
    del record
    toys = list(scoped(by, "view", Toy.objects.order_by("code_key")))
    found = []
    for text in texts:
        exact = next((toy for toy in toys if toy.code.casefold() == text.strip().casefold()), None)
        near = tuple(toy for toy in toys if text.casefold() in toy.name.casefold())[:5]
        if exact is not None:
            found.append(Match("sure", exact, why="same code"))
        elif near:
            found.append(Match("doubtful", candidates=near, why="similar name"))
        else:
            found.append(Match("none"))
    return found


def fill_from_toy(chosen: Sequence[Any], *, by: Any, record: Any) -> list[dict[str, Any]]:
    """Return the price that a chosen toy brings."""
    del by, record
    return [{"unit_price": toy.price} for toy in chosen]


def facts_of_lines(rows: Sequence[Any], *, by: Any, record: Any) -> list[list[Fact]]:
    """Tell list price, cost for those who see it, and warn of unsafe toys by name."""
    hidden = hidden_fields(by, Toy)
    found = []
    for row in rows:
        toy, facts = row.toy, []
        if toy is not None:
            price = f"{toy.price:.2f}"
            facts.append(Fact("List price", price, column="unit_price", typed=price))
            if "cost" not in hidden:
                facts.append(Fact("Cost", f"{toy.cost:.2f}"))
            if not toy.safe:
                facts.append(Fact(f"“{toy.name}” is not safe for {record.buyer}", tone="bad"))
        found.append(facts)
    return found


def register() -> None:
    """Keep totals true and refuse hundreds."""
    settle(ToyOrderLine, _settle_lines)
    settle(ToyOrder, _settle_orders)
    guard(ToyOrderLine, refuse_hundreds)
