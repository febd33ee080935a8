"""An order with three lines, and what its grid sends."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.forms.posting import opened, values_of
from tests.language.writing import as_the_house
from tests.toy.models import ToyOrder, ToyOrderLine

ADD = "/toy/toyorder/add/"
FORM = "toyorder_form"
GRID = "lines-lines"


def page_of(order: ToyOrder) -> str:
    """Return the address of an order's form."""
    return f"/toy/toyorder/{order.pk}/change/"


@pytest.fixture
def order(sales: User) -> ToyOrder:
    """An order of the seller's over three lines of words."""
    with as_the_house():
        made = ToyOrder(number="O-1", buyer="Ann", owner=sales)
        made.save()
        for number, wording in enumerate(("wheel", "track", "bell"), start=1):
            ToyOrderLine(
                order=made,
                position=number,
                wording=wording,
                quantity=number,
                unit_price=Decimal("2.5"),
                cost=Decimal(1),
            ).save()
    return ToyOrder.objects.get()


class Sheet:
    """An order's form with its grid, as the browser holds it."""

    def __init__(self, client: Client, address: str) -> None:
        """Open the form."""
        self.client, self.address = client, address
        self.take(opened(client, address, FORM))

    def take(self, values: dict[str, Any]) -> None:
        """Hold what a page shows."""
        self.values = values
        state = json.loads(values.pop(GRID))
        self.rows, self.gone = state["rows"], state["gone"]

    def row(self, wording: str) -> dict[str, Any]:
        """Return the row of a wording."""
        found: dict[str, Any] = next(r for r in self.rows if r["c"].get("wording") == wording)
        return found

    def remove(self, wording: str) -> None:
        """Take a row away as the button does."""
        row = self.row(wording)
        self.rows.remove(row)
        self.gone.append({"id": row["id"], "v": row["v"]})

    def add(self, place: int | None = None, **cells: str) -> dict[str, Any]:
        """Type a new row."""
        row: dict[str, Any] = {"c": cells}
        self.rows.insert(len(self.rows) if place is None else place, row)
        return row

    @property
    def text(self) -> str:
        """Return what the hidden input holds; errors are only shown."""
        rows = [{k: v for k, v in row.items() if k not in {"e", "s"}} for row in self.rows]
        return json.dumps({"rows": rows, "gone": self.gone})

    def save(self, **head: Any) -> Any:
        """Send the form; one that comes back is held."""
        response = self.client.post(self.address, {**self.values, **head, GRID: self.text})
        if response.status_code == 200:
            self.take(values_of(response.content.decode(), FORM))
        return response

    def errors(self) -> list[dict[str, list[str]]]:
        """Return what is wrong, row by row."""
        return [row.get("e", {}) for row in self.rows]


def wordings(order: ToyOrder) -> list[str]:
    """Return the stored wordings in order."""
    return list(order.lines.order_by("position", "pk").values_list("wording", flat=True))
