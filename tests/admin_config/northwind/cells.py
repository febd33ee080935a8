"""Every cell of the Northwind files is compared with what is stored, or with what was left over."""

from __future__ import annotations

import csv
import html
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from erp.catalog.models import Category, Sku
from erp.company.models import DeliveryWay
from erp.parties.models import Customer, Supplier
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User

Row = dict[str, str]
_COURTESY = {"Mr.": "mr", "Ms.": "ms", "Dr.": "dr"}


def rows_of(folder: Path, name: str) -> list[Row]:
    """Return the rows of a file, outer blanks taken off."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(file)]


class Stored:
    """What the house holds, by the keys of the files."""

    def __init__(self, folder: Path) -> None:
        """Read everything once."""
        suppliers = {r["SupplierID"]: r["CompanyName"] for r in rows_of(folder, "suppliers")}
        shippers = {r["ShipperID"]: r["CompanyName"] for r in rows_of(folder, "shippers")}
        self.brand_of, self.way_of = suppliers, shippers
        self.people = {r["EmployeeID"]: _name(r) for r in rows_of(folder, "employees")}
        self.customers = {c.short_name: c for c in Customer.objects.all()}
        self.suppliers = {s.short_name: s for s in Supplier.objects.all()}
        self.users = {u.name: u for u in User.objects.select_related("reports_to")}
        self.ways = {way.name: way for way in DeliveryWay.objects.all()}
        self.categories = {c.code: c for c in Category.objects.all()}
        skus = Sku.objects.select_related("product__category", "brand")
        self.skus = {sku.code: sku for sku in skus}
        papers = Quotation.objects.select_related("customer", "owner", "delivery_way")
        self.papers = {paper.external_number: paper for paper in papers}
        self.lines: dict[tuple[str, str], Any] = {}
        for line in QuotationLine.objects.select_related("quotation", "sku"):
            key = (line.quotation.external_number, line.sku.code)
            assert key not in self.lines
            self.lines[key] = line


def _name(row: Row) -> str:
    return f"{row['FirstName']} {row['LastName']}"


def _inside(value: str, text: str) -> bool:
    return value.replace("\n", ", ") in text.replace("\n", ", ")


def _party(row: Row, party: Any) -> dict[str, bool]:
    person, address = party.default_contact, party.addresses.filter(is_default=True).first()
    named = {name: _inside(row[name], party.address) for name in ("Address", "City", "Region")}
    return named | {
        "CompanyName": party.name == row["CompanyName"],
        "ContactName": (person.name if person else "") == row["ContactName"],
        "ContactTitle": (person.note if person else "") == row["ContactTitle"],
        "PostalCode": (address.postcode if address else "") == row["PostalCode"],
        "Country": _inside(row["Country"], party.address),
        "Phone": party.phone == row["Phone"],
        "Fax": party.fax == row["Fax"],
    }


def _customer(row: Row, held: Stored) -> dict[str, bool] | None:
    party = held.customers.get(row["CustomerID"])
    return {**_party(row, party), "CustomerID": True} if party else None


def _supplier(row: Row, held: Stored) -> dict[str, bool] | None:
    party = held.suppliers.get(f"NW-S{row['SupplierID']}")
    if party is None:
        return None
    page = party.note.removeprefix("Home page: ") == row["HomePage"]
    return {**_party(row, party), "SupplierID": True, "HomePage": page}


def _category(row: Row, held: Stored) -> dict[str, bool] | None:
    category = held.categories[f"NW-{row['CategoryID']}"]
    return {
        "CategoryID": True,
        "CategoryName": category.name == row["CategoryName"],
        "Description": category.description == row["Description"],
    }


def _product(row: Row, held: Stored) -> dict[str, bool] | None:
    sku = held.skus[f"NW-{row['ProductID']}"]
    return {
        "ProductID": sku.product.code == sku.code,
        "ProductName": sku.name == sku.product.name == row["ProductName"],
        "SupplierID": str(sku.brand) == held.brand_of[row["SupplierID"]],
        "CategoryID": sku.product.category.code == f"NW-{row['CategoryID']}",
        "QuantityPerUnit": row["QuantityPerUnit"] in html.unescape(sku.product.description),
        "UnitPrice": sku.list_price == Decimal(row["UnitPrice"]) * Decimal("8.3"),
        "Discontinued": sku.active == (row["Discontinued"] == "0"),
    }


def _shipper(row: Row, held: Stored) -> dict[str, bool] | None:
    way = held.ways[row["CompanyName"]]
    return {"CompanyName": True, "Phone": way.phone == row["Phone"]}


def _employee(row: Row, held: Stored) -> dict[str, bool] | None:
    user = held.users[_name(row)]
    above = user.reports_to.name if user.reports_to else ""
    where = ("Address", "City", "Region", "PostalCode", "Country")
    return {
        **{name: _inside(row[name], user.address) for name in where},
        "FirstName": True,
        "LastName": True,
        "Title": user.job_title == row["Title"],
        "TitleOfCourtesy": user.salutation == _COURTESY.get(row["TitleOfCourtesy"]),
        "BirthDate": str(user.born_on) == row["BirthDate"],
        "HireDate": str(user.hired_on) == row["HireDate"],
        "HomePhone": user.phone.startswith(row["HomePhone"]),
        "Extension": user.phone.endswith(f"ext. {row['Extension']}"),
        "Notes": user.note == row["Notes"],
        "ReportsTo": above == held.people.get(row["ReportsTo"], ""),
    }


def _order(row: Row, held: Stored) -> dict[str, bool] | None:
    paper = held.papers[row["OrderID"]]
    names = ("ShipName", "ShipAddress", "ShipCity", "ShipRegion", "ShipPostalCode", "ShipCountry")
    return {
        **{name: _inside(row[name], paper.remarks) for name in names},
        "OrderID": True,
        "CustomerID": paper.customer.short_name == row["CustomerID"],
        "EmployeeID": paper.owner.name == held.people[row["EmployeeID"]],
        "OrderDate": f"{paper.issued_on} 00:00:00.000" == row["OrderDate"],
        "RequiredDate": _inside(f"Required by: {row['RequiredDate'][:10]}", paper.remarks)
        and row["RequiredDate"].endswith(" 00:00:00.000"),
        "ShipVia": paper.delivery_way.name == held.way_of[row["ShipVia"]],
        "Freight": paper.shipping == Decimal(row["Freight"]),
    }


def _line(row: Row, held: Stored) -> dict[str, bool] | None:
    line = held.lines[row["OrderID"], f"NW-{row['ProductID']}"]
    return {
        "OrderID": True,
        "ProductID": True,
        "UnitPrice": line.unit_price == Decimal(row["UnitPrice"]),
        "Quantity": line.quantity == Decimal(row["Quantity"]),
        "Discount": line.discount == Decimal(row["Discount"]) * 100,
    }


def _nothing(_row: Row, _held: Stored) -> dict[str, bool] | None:
    return {}


#: For each file, what of a row is stored just so, by column; nothing for a row that was refused.
KEPT: dict[str, Callable[[Row, Stored], dict[str, bool] | None]] = {
    "categories": _category,
    "customers": _customer,
    "employee_territories": _nothing,
    "employees": _employee,
    "order_details": _line,
    "orders": _order,
    "products": _product,
    "regions": _nothing,
    "shippers": _shipper,
    "suppliers": _supplier,
    "territories": _nothing,
}


def check_every_cell(folder: Path, left_over: Path) -> None:
    """Assert of each cell that it is stored, or stands in the file of what was left over."""
    with left_over.open(encoding="utf-8-sig", newline="") as file:
        left = list(csv.DictReader(file))
    held = Stored(folder)
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for value in left:
        told[value["file"], value["column"]].append(value["value"])
    assert sorted(KEPT) == sorted(path.stem for path in folder.glob("*.csv"))
    for name, keep in KEPT.items():
        for row in rows_of(folder, name):
            kept = keep(row, held)
            if kept is None:
                _check_refused(name, row, left)
                continue
            for column, value in row.items():
                if value and not kept.get(column, False):
                    assert value in told[name, column], (name, column, value)
                    told[name, column].remove(value)
    refused = {v["value"] for v in left if v["key"].startswith("row ")}
    rest = [(*where, value) for where, values in told.items() for value in values]
    assert [cell for cell in rest if cell[2] not in refused] == []


def _check_refused(name: str, row: Row, left: list[Row]) -> None:
    cells = [v["value"] for v in left if v["file"] == name and v["key"].startswith("row ")]
    assert [v for v in row.values() if v and not any(_inside(v, cell) for cell in cells)] == []
