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
    "shippers": (("ShipperID", "a delivery way is known by its name"),),
    "employees": (
        ("EmployeeID", "an account is known by its username"),
        ("TitleOfCourtesy", "Mrs. is addressed as Ms"),
        ("PhotoPath", "names a place that is not among the files"),
    ),
    "employee_territories": (
        ("EmployeeID", "sales territories are not kept"),
        ("TerritoryID", "sales territories are not kept"),
    ),
    "territories": (
        ("TerritoryID", "sales territories are not kept"),
        ("TerritoryDescription", "sales territories are not kept"),
        ("RegionID", "sales territories are not kept"),
    ),
    "regions": (
        ("RegionID", "sales territories are not kept"),
        ("RegionDescription", "sales territories are not kept"),
    ),
}
#: By what a row of these files is told from the others.
KEYS: dict[str, tuple[str, ...]] = {
    "products": ("ProductID",),
    "orders": ("OrderID",),
    "shippers": ("CompanyName",),
    "employees": ("FirstName", "LastName"),
    "employee_territories": ("EmployeeID", "TerritoryID"),
    "territories": ("TerritoryID",),
    "regions": ("RegionID",),
}
#: Of these columns only some values have no place.
_ONLY = {("employees", "TitleOfCourtesy"): {"Mrs."}}


@dataclass(frozen=True)
class LeftOver:
    """One value of the files that the house does not keep."""

    file: str
    key: str
    column: str
    value: str
    reason: str


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

    def homeless(self) -> Iterator[LeftOver]:
        """Yield every value that is not taken over; an empty cell has none."""
        for file, columns in HOMELESS.items():
            rows = self.rows(file)
            for column, reason in columns:
                only = _ONLY.get((file, column))
                for row in rows:
                    value = row[column]
                    if value and (only is None or value in only):
                        key = " ".join(row[name] for name in KEYS[file])
                        yield LeftOver(file, key, column, value, reason)
