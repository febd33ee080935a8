"""The words ``Lines`` and ``Amounts``: the rows of a paper, typed in a grid like a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Amounts:
    """The rule of a paper's figures, by the names of its fields, worked out while people type.

    Amount = quantity x price x (1 - discount percent), tax per line on top of it or within, each
    rounded half up to the currency's digits; the server works them out again when it saves.
    """

    #: The line's quantity.
    quantity: str = "quantity"
    #: The line's price for one.
    price: str = "unit_price"
    #: The line's discount in percent; empty for none.
    discount: str = "discount"
    #: The line's amount, worked out.
    amount: str = "amount"
    #: The line's relation to a tax rate; empty for none.
    tax: str = ""
    #: The rate's number in percent.
    percent: str = "percent"
    #: The head's choice ``on_top``, ``included`` or ``none``; empty for on top.
    tax_kind: str = ""
    #: Numbers of the head that are added to the total, such as shipping.
    added: tuple[str, ...] = ()
    #: The head's relation to its currency; empty where amounts have two digits.
    currency: str = ""
    #: The currency's number of digits.
    digits: str = "digits"
    #: The head's sum of amounts.
    goods: str = "goods_total"
    #: The head's sum of taxes.
    taxes: str = "tax_total"
    #: The head's total.
    total: str = "total"


@dataclass(frozen=True)
class Lines:
    """Rows of another model typed below the head of a paper: keyboard, paste, live totals."""

    #: The model of the lines.
    model: type[Model]
    #: The columns in order; computed ones are shown.
    columns: tuple[str, ...]
    #: The relation to the head, where there are several.
    relation: str | None = None
    #: The number by which lines are ordered; rows can then be moved.
    order: str | None = None
    #: How amounts and totals are worked out while people type.
    compute: Amounts | None = None
    #: The columns that a pasted block fills from its first one on; inferred: text and quantity.
    paste: tuple[str, ...] = ()
    #: The text that is matched, e.g. ``"wording"``; inferred: the first pasted column.
    wording: str = ""
    #: The relation that a match fills, e.g. ``"sku"``.
    goods: str = ""
    #: The line's yes-or-no field that keeps a doubt: which of several is meant is still open.
    doubt: str = ""
    #: Which records the wordings mean: see ``erp.foundation.line_words``.
    match: Callable[..., Any] | None = None
    #: What is worth knowing beside each line: see ``erp.foundation.line_words``.
    facts: Callable[..., Any] | None = None
    #: Which columns a chosen record of ``goods`` fills: see ``erp.foundation.line_words``.
    fill: Callable[..., Any] | None = None
    #: Fields of the head that change what is known beside the lines, e.g. ``("customer",)``.
    depends: tuple[str, ...] = ()
    #: Shown as a tab of its own instead of below the head.
    tab: bool = False
    #: How many sections stand before it; tabs and the other sections come after.
    place: int = 1
    #: No more rows than this.
    most: int = 1000
