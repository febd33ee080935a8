"""The Northwind files as they came, and what of them has no place in the house yet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Row = dict[str, str]

#: Columns of a file whose values the house has no place for, with the reason.
HOMELESS: dict[str, tuple[tuple[str, str], ...]] = {
    "products": (
        ("UnitsInStock", "stock is not kept yet"),
        ("UnitsOnOrder", "goods on order are not kept yet"),
        ("ReorderLevel", "belongs to the stock of a warehouse"),
    ),
    "orders": (("ShippedDate", "deliveries are not kept yet"),),
    "shippers": (("Phone", "a delivery way has no phone"),),
    "employees": tuple(
        (name, "accounts keep no personnel file")
        for name in (
            "Title",
            "BirthDate",
            "HireDate",
            "Address",
            "City",
            "Region",
            "PostalCode",
            "Country",
            "Notes",
            "ReportsTo",
            "PhotoPath",
        )
    ),
    "categories": (("Description", "a category has no description"),),
    "employee_territories": (("TerritoryID", "sales territories are not kept"),),
    "territories": (("TerritoryDescription", "sales territories are not kept"),),
    "regions": (("RegionDescription", "sales territories are not kept"),),
}


@dataclass(frozen=True)
class Source:
    """A folder with the files."""

    folder: Path

    def rows(self, name: str) -> list[Row]:
        """Return the rows of one file, outer blanks taken off."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(file)]

    @cached_property
    def customers(self) -> dict[str, Row]:
        """Return the customers by their ID."""
        return {row["CustomerID"]: row for row in self.rows("customers")}

    @cached_property
    def orders(self) -> list[Row]:
        """Return the orders."""
        return self.rows("orders")

    @cached_property
    def lines(self) -> dict[str, list[Row]]:
        """Return the lines of each order, by its ID."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("order_details"):
            found.setdefault(row["OrderID"], []).append(row)
        return found

    def names(self, file: str, key: str, *columns: str) -> dict[str, str]:
        """Return by the ID what the rows of a file are called."""
        return {row[key]: " ".join(row[name] for name in columns) for row in self.rows(file)}

    def homeless(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield file, column, reason and number of the values that are not taken over."""
        for file, columns in HOMELESS.items():
            rows = self.rows(file)
            for column, reason in columns:
                count = sum(1 for row in rows if row[column] not in {"", "0", "NULL"})
                yield file, column, reason, count
