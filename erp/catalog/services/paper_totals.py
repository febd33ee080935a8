"""Keep the amounts of papers true: whatever wrote head or lines, totals follow in the same act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.catalog.rules.cost import cost_of
from erp.catalog.services.paper_facts import PaperFacts, facts_of
from erp.company.models import Currency
from erp.company.queries.exchange_rate import rate_on
from erp.company.rules.amounts import (
    TaxedAmount,
    check_line_within_limits,
    check_places,
    check_quantity_digits,
    check_within_limits,
    line_amount,
    margin_percent,
    net_amount,
    paper_totals,
)
from erp.foundation.life_cycle import LifeCycle, check_unlocked
from erp.foundation.locked_parts import only_merged
from erp.foundation.operation import running_operation
from erp.foundation.recorder import Change
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import save_records

_BATCH = 500
#: What the totals depend on besides the lines.
_HEAD_FACTS = ("currency_id", "rate", "issued_on", "tax_kind", "shipping", "adjustment")
_LINE_FACTS = ("quantity", "unit_price", "discount", "tax_rate_id", "sku_id", "unit_id")
#: What is only read; a change of it is looked at all the same, lest the paper is locked by now.
_LINE_WORDS = ("wording", "note", "lead_time", "position", "undecided")


@dataclass(frozen=True)
class PricedPaper:
    """A kind of paper whose amounts are kept: its head, its lines and how they hang together."""

    cycle: LifeCycle
    head: Any
    line: Any
    relation: str
    #: Fills what the domain derives on heads before they are totalled.
    fill: Callable[[Sequence[Any]], None] = lambda _papers: None
    #: What ``fill`` depends on.
    facts: tuple[str, ...] = ()
    #: Attributes that the domain's lines have besides; nobody writes them once it is locked.
    line_facts: tuple[str, ...] = ()
    #: Lines have ``cost`` and ``margin``.
    costed: bool = False

    @property
    def _column(self) -> str:
        return f"{self.relation}_id"

    @property
    def _head_facts(self) -> tuple[str, ...]:
        return (*_HEAD_FACTS, *self.facts)

    @property
    def _line_facts(self) -> tuple[str, ...]:
        return (*_LINE_FACTS, *_LINE_WORDS, *self.line_facts, self._column)

    def settle_heads(self, changes: Sequence[Change]) -> None:
        """Work out heads whose own facts changed."""
        living = [c for c in changes if c.sign != "-"]
        fresh = [c for c in living if self._is_news(c, self._head_facts)]
        self._settle({c.pk for c in fresh})

    def settle_lines(self, changes: Sequence[Change]) -> None:
        """Work out the heads whose lines came, changed or went."""
        fresh = [c for c in changes if self._is_news(c, self._line_facts)]
        keys = {c.after[self._column] for c in fresh}
        keys |= {c.before[self._column] for c in fresh if c.before is not None}
        self._settle(keys - {None}, with_lines=True)

    def _is_news(self, change: Change, names: Sequence[str]) -> bool:
        """Tell whether these facts differ from what was worked out last, here or before."""
        if change.sign == "-":
            return True
        if only_merged(change):  # it says what it said: no price, cost or total is worked out anew
            return False
        facts = tuple(change.after[name] for name in names)
        before = tuple(change.before[n] for n in names) if change.before is not None else None
        return bool(_priced().get((type(change.record), change.pk), before) != facts)

    def _settle(self, keys: Iterable[Any], *, with_lines: bool = False) -> None:
        """Lock the heads in the order of their keys, then write lines and heads set by set."""
        wanted = sorted(keys)
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            heads = self._heads(batch, with_lines=with_lines)
            lines = self._lines(heads)
            self._work_out(heads, lines)

    def _heads(self, keys: list[Any], *, with_lines: bool) -> list[Any]:
        """Return the heads, locked; those made in this operation are seen by nobody else."""
        heads = [change.record for key in keys if (change := _made(self.head, key))]
        made = {head.pk for head in heads}
        stored = [key for key in keys if key not in made]
        rows = self.head._base_manager.select_for_update().filter(pk__in=stored).order_by("pk")
        for row in rows if stored else ():
            change = _noted(self.head, row.pk)
            if with_lines:
                check_unlocked(self.cycle, row, change)
            heads.append(change.record if change is not None and change.sign != "-" else row)
        return heads

    def _lines(self, heads: list[Any]) -> dict[Any, list[Any]]:
        """Return the lines of each head: noted ones as they are at hand, the others as stored."""
        stored = [head.pk for head in heads if not _made(self.head, head.pk)]
        made = {head.pk for head in heads} - set(stored)
        rows = self.line._base_manager.filter(**{f"{self._column}__in": stored})
        lines = []
        for row in rows.order_by("position", "pk") if stored else ():
            change = _noted(self.line, row.pk)
            lines.append(change.record if change is not None else row)
        running = running_operation()
        if made and running is not None:
            living = [c.record for c in running.recorder.changes() if c.sign != "-"]
            own: list[Any] = [record for record in living if isinstance(record, self.line)]
            lines += [line for line in own if getattr(line, self._column) in made]
        found: dict[Any, list[Any]] = defaultdict(list)
        for line in lines:
            found[getattr(line, self._column)].append(line)
        return found

    def _work_out(self, heads: list[Any], lines: dict[Any, list[Any]]) -> None:
        every = [line for rows in lines.values() for line in rows]
        known = facts_of(self.head, self.line, self._column, heads, every)
        self.fill(heads)
        _fill_rates(heads, known)
        for head in heads:
            for line in lines[head.pk]:
                self._price(line, head, known)
            _total(head, lines[head.pk], known)
        save_records([line for line in every if line.values() != line.before()])
        save_records(heads)
        for record, names in [
            *((head, self._head_facts) for head in heads),
            *((line, self._line_facts) for line in every),
        ]:
            _priced()[type(record), record.pk] = tuple(getattr(record, n) for n in names)

    def _price(self, line: Any, head: Any, known: PaperFacts) -> None:
        sku = known.skus.get(line.sku_id)
        line.undecided = line.undecided and sku is None
        if line.unit_id is None and sku is not None:
            line.unit_id = sku.unit_id
        unit = known.units.get(line.unit_id)
        if unit is not None:
            check_quantity_digits(line.quantity, *unit)
        digits = known.digits[head.currency_id]
        line.amount = line_amount(line.quantity, line.unit_price, line.discount, digits=digits)
        check_line_within_limits(line.amount, name=str(line))
        if self.costed:
            self._cost(line, sku, head, known)

    def _cost(self, line: Any, sku: Any, head: Any, known: PaperFacts) -> None:
        change = _noted(self.line, line.pk)
        before = change.before if change is not None and change.sign == "~" else None
        is_new = change is not None and (before is None or before["sku_id"] != line.sku_id)
        if is_new or line.cost is None:
            line.cost = cost_of(sku)
        if line.cost is None:
            line.margin = None
            return
        taxed = _taxed(line, known)
        digits = known.digits[head.currency_id]
        net = net_amount(taxed, head.tax_kind, digits=digits) * head.rate
        line.margin = margin_percent(net, line.cost * line.quantity)


def _priced() -> dict[Any, Any]:
    """Return which facts of which records the running operation has worked out already."""
    running = running_operation()
    if running is None:
        return {}
    found: dict[Any, Any] = running.__dict__.setdefault("priced", {})
    return found


def _noted(model: Any, key: Any) -> Change | None:
    running = running_operation()
    return running.recorder.noted(model, key) if running is not None else None


def _made(model: Any, key: Any) -> Change | None:
    """Return what is noted of a record that the running operation made."""
    change = _noted(model, key)
    return change if change is not None and change.sign == "+" else None


def _fill_rates(heads: list[Any], known: PaperFacts) -> None:
    """Set the rate of the paper's date where none was typed, or where date or currency moved."""
    rates: dict[tuple[Any, Any], Decimal] = {}
    for head in heads:
        base, _digits = known.bases[head.company_id]
        if head.currency_id == base:
            head.rate = Decimal(1)
        elif head.rate is None or _has_moved(head):
            place = (head.currency_id, head.issued_on)
            if place not in rates:
                rates[place] = _rate(head.currency, head.issued_on)
            head.rate = rates[place]


def _rate(currency: Currency, date: Any) -> Decimal:
    try:
        return rate_on(currency, date)
    except Refusal as refusal:
        raise Refusal({"currency": refusal}) from None


def _has_moved(head: Any) -> bool:
    """Tell whether the currency or date changed in this operation while the rate was left."""
    change = _noted(type(head), head.pk)
    before = change.before if change is not None and change.sign == "~" else None
    if before is None or before["rate"] != head.rate:
        return False
    return any(before[name] != getattr(head, name) for name in ("currency_id", "issued_on"))


def _taxed(line: Any, known: PaperFacts) -> TaxedAmount:
    return TaxedAmount(line.amount, known.taxes.get(line.tax_rate_id, Decimal(0)))


def _total(head: Any, lines: list[Any], known: PaperFacts) -> None:
    digits = known.digits[head.currency_id]
    for name in ("shipping", "adjustment"):
        check_places(getattr(head, name), digits, field=name)
    totals = paper_totals(
        [_taxed(line, known) for line in lines],
        shipping=head.shipping,
        adjustment=head.adjustment,
        kind=head.tax_kind,
        digits=digits,
        rate=head.rate,
        base_digits=known.bases[head.company_id][1],
    )
    check_within_limits(totals, name=head.number or str(_("new")))
    head.goods_total, head.tax_total = totals.goods, totals.tax
    head.total, head.base_total = totals.total, totals.base
