"""What the script needs to work out amounts and totals as the server will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.grid import Grid
    from admin_config.engine.spec import Amounts

#: Amounts are stored with so many digits, whatever finer ones a currency may know.
PLACES = 2


def figures_of(grid: Grid, rule: Amounts) -> dict[str, Any]:
    """Return the rule by names, with the rates and digits that the rows need at the start."""
    shown = {column.name for column in grid.columns}
    return {
        "quantity": rule.quantity,
        "price": rule.price,
        "discount": rule.discount if rule.discount in shown else "",
        "amount": rule.amount,
        "tax": rule.tax if rule.tax in shown else "",
        "tax_kind": rule.tax_kind,
        "added": list(rule.added),
        "currency": rule.currency,
        "goods": rule.goods,
        "taxes": rule.taxes,
        "total": rule.total,
        "digits": digits_of(grid.instance, rule),
        "rates": _rates(grid, rule) if rule.tax in shown else {},
    }


def digits_of(head: Any, rule: Amounts) -> int:
    """Return how many digits the head's amounts have."""
    if not rule.currency or head is None:
        return PLACES
    field = head._meta.get_field(rule.currency)
    if getattr(head, field.attname) is None:
        return PLACES
    return min(int(getattr(getattr(head, rule.currency), rule.digits)), PLACES)


def percent_of(
    column_field: models.Field[Any, Any], rule: Amounts, keys: set[Any]
) -> dict[str, str]:
    """Return tax rates in percent by key."""
    remote: Any = column_field.remote_field
    rows = remote.model._default_manager.filter(pk__in=keys).values_list("pk", rule.percent)
    return {str(key): str(percent) for key, percent in rows}


def _rates(grid: Grid, rule: Amounts) -> dict[str, str]:
    """Return the rates that rows carry now; others come along when they are chosen."""
    field: Any = grid.lines.model._meta.get_field(rule.tax)
    keys = {getattr(record, field.attname) for record in grid.stored.values()}
    keys |= {int(r.cells[rule.tax]) for r in grid.state.rows if r.cells.get(rule.tax, "").isdigit()}
    return percent_of(field, rule, keys - {None})
