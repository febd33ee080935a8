"""The Northwind files as sheets that the house imports: one for each kind of record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from admin_config.northwind.source import Row, Source
from erp.foundation.text import fold

CURRENCY = "USD"
UNIT = "Pack"
#: Countries as the files name them, by ISO 3166.
COUNTRIES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Belgium": "BE", "Brazil": "BR",
    "Canada": "CA", "Denmark": "DK", "Finland": "FI", "France": "FR", "Germany": "DE",
    "Ireland": "IE", "Italy": "IT", "Japan": "JP", "Mexico": "MX", "Netherlands": "NL",
    "Norway": "NO", "Poland": "PL", "Portugal": "PT", "Singapore": "SG", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "UK": "GB", "USA": "US", "Venezuela": "VE",
}  # fmt: skip
_SALUTATIONS = {"Mr.": "mr", "Ms.": "ms", "Mrs.": "ms", "Dr.": "dr"}
_ADDRESS = re.compile(r"https?://[^#\s]+")


@dataclass(frozen=True)
class Sheet:
    """A table for one screen; the headers are the names of fields."""

    name: str
    screen: str
    headers: tuple[str, ...]
    rows: list[list[str]]


def username_of(row: Row) -> str:
    """Return how a former employee is called in the house."""
    return f"nw-{row['FirstName']}.{row['LastName']}".lower()


def sheets_of(source: Source, *, rate: Decimal) -> Iterator[Sheet]:
    """Yield the sheets in the order in which they must be imported."""
    yield _staff(source)
    yield _delivery_ways(source)
    yield _suppliers(source)
    yield _customers(source)
    yield _ship_to(source)
    yield _categories(source)
    yield _brands(source)
    yield Sheet("units", "catalog.unit", ("name",), [[UNIT]])
    yield _products(source)
    yield _skus(source, rate)
    yield _orders(source, rate)


_PERSON = (
    "username", "name", "salutation", "phone", "job_title", "reports_to", "hired_on", "born_on",
    "address", "note", "is_active",
)  # fmt: skip


def _staff(source: Source) -> Sheet:
    """Return the employees as accounts with which nobody signs in, each after who is above."""
    people = {row["EmployeeID"]: row for row in source.rows("employees")}
    rows = []
    for row in sorted(people.values(), key=lambda row: _depth(row, people)):
        above = people.get(row["ReportsTo"])
        rows.append([
            username_of(row), f"{row['FirstName']} {row['LastName']}",
            _SALUTATIONS[row["TitleOfCourtesy"]], f"{row['HomePhone']} ext. {row['Extension']}",
            row["Title"], username_of(above) if above else "", row["HireDate"], row["BirthDate"],
            _in_one_line(row, ""), row["Notes"], "no",
        ])  # fmt: skip
    return Sheet("employees", "staff.user", _PERSON, rows)


def _depth(row: Row, people: dict[str, Row]) -> int:
    """Return how many stand above a person; a row that names nobody known stands on top."""
    seen = [row["EmployeeID"]]
    while (above := people.get(row["ReportsTo"])) is not None and above["EmployeeID"] not in seen:
        seen.append(above["EmployeeID"])
        row = above
    return len(seen)


def _delivery_ways(source: Source) -> Sheet:
    rows = [[row["CompanyName"], row["Phone"]] for row in source.rows("shippers")]
    return Sheet("shippers", "company.deliveryway", ("name", "phone"), rows)


_PARTY = (
    "name", "short_name", "address", "phone", "fax", "website", "currency", "language", "note",
    "contacts__name", "contacts__note", "contacts__is_default", "addresses__kind",
    "addresses__country", "addresses__street", "addresses__postcode", "addresses__is_default",
)  # fmt: skip


def _party(row: Row, short_name: str, website: str, note: str) -> list[str]:
    """Return a company with its one person and its one address, where it has one."""
    street, country = _street(row, ""), COUNTRIES.get(row["Country"], "")
    where = ["ship", country, street, row["PostalCode"], "yes"] if street else [""] * 5
    return [
        row["CompanyName"], short_name, _in_one_line(row, ""), row["Phone"], row["Fax"], website,
        CURRENCY, "en", note, row["ContactName"], row["ContactTitle"], "yes", *where,
    ]  # fmt: skip


def _street(row: Row, prefix: str) -> str:
    """Return street, city and region; the house keeps regions of its own country alone."""
    names = ("Address", "City", "Region")
    return ", ".join(row[prefix + name] for name in names if row[prefix + name])


def _in_one_line(row: Row, prefix: str) -> str:
    """Return the whole address; where it had two lines, with a comma between them."""
    city = f"{row[f'{prefix}PostalCode']} {row[f'{prefix}City']}".strip()
    parts = (row[f"{prefix}Address"], city, row[f"{prefix}Region"], row[f"{prefix}Country"])
    return ", ".join(part.replace("\n", ", ") for part in parts if part)


def _suppliers(source: Source) -> Sheet:
    rows = []
    for row in source.rows("suppliers"):
        page = row["HomePage"]
        website = next(iter(_ADDRESS.findall(page)), "")
        note = f"Home page: {page}" if page else ""
        rows.append(_party(row, f"NW-S{row['SupplierID']}", website, note))
    return Sheet("suppliers", "parties.supplier", _PARTY, rows)


def _customers(source: Source) -> Sheet:
    rows = [_party(row, row["CustomerID"], "", "") for row in source.rows("customers")]
    return Sheet("customers", "parties.customer", _PARTY, rows)


def _ship_to(source: Source) -> Sheet:
    """Return where goods went, other than to the customer's own address, each place once."""
    headers = (
        "name", "addresses__kind", "addresses__country", "addresses__street",
        "addresses__postcode", "addresses__receiver",
    )  # fmt: skip
    own = {(key, fold(_street(row, ""))) for key, row in source.customers.items()}
    found: dict[tuple[str, str], list[str]] = {}
    for order in source.orders:
        street = _street(order, "Ship")
        place = (order["CustomerID"], fold(street))
        if place in own or place in found:
            continue
        found[place] = [
            source.customers[order["CustomerID"]]["CompanyName"], "ship",
            COUNTRIES[order["ShipCountry"]], street, order["ShipPostalCode"], order["ShipName"],
        ]  # fmt: skip
    return Sheet("ship_to", "parties.customer", headers, sorted(found.values()))


def _categories(source: Source) -> Sheet:
    rows = [
        [f"NW-{row['CategoryID']}", row["CategoryName"], row["Description"]]
        for row in source.rows("categories")
    ]
    return Sheet("categories", "catalog.category", ("code", "name", "description"), rows)


def _brands(source: Source) -> Sheet:
    """Return each supplier as the brand of what he makes: the files know no other."""
    rows = [[row["CompanyName"]] for row in source.rows("suppliers")]
    return Sheet("brands", "catalog.brand", ("name",), rows)


def _products(source: Source) -> Sheet:
    brands = source.names("suppliers", "SupplierID", "CompanyName")
    headers = ("code", "name", "category", "brand", "description")
    rows = [
        [
            f"NW-{row['ProductID']}", row["ProductName"], f"NW-{row['CategoryID']}",
            brands[row["SupplierID"]], row["QuantityPerUnit"],
        ]
        for row in source.rows("products")
    ]  # fmt: skip
    return Sheet("products", "catalog.product", headers, rows)


def _skus(source: Source, rate: Decimal) -> Sheet:
    """Return the goods as skus; the house keeps list prices in its base currency."""
    brands = source.names("suppliers", "SupplierID", "CompanyName")
    headers = ("code", "product", "name", "brand", "model", "unit", "list_price", "active")
    rows = [
        [
            f"NW-{row['ProductID']}", f"NW-{row['ProductID']}", row["ProductName"],
            brands[row["SupplierID"]], row["ProductName"], UNIT, _in_base(row, rate),
            "no" if row["Discontinued"] == "1" else "yes",
        ]
        for row in source.rows("products")
    ]  # fmt: skip
    return Sheet("skus", "catalog.sku", headers, rows)


def _in_base(row: Row, rate: Decimal) -> str:
    return f"{(Decimal(row['UnitPrice']) * rate).normalize():f}"


_ORDER = (
    "external_number", "customer", "owner", "issued_on", "currency", "rate", "tax_kind", "language",
    "delivery_way", "shipping", "remarks", "status", "won_on", "lines__sku", "lines__quantity",
    "lines__unit", "lines__unit_price", "lines__discount",
)  # fmt: skip


def _orders(source: Source, rate: Decimal) -> Sheet:
    """Return the orders with their lines: won on the day of the order, at its prices."""
    staff = {row["EmployeeID"]: username_of(row) for row in source.rows("employees")}
    ways = source.names("shippers", "ShipperID", "CompanyName")
    rows = []
    for order in source.orders:
        day = order["OrderDate"][:10]
        head = [
            order["OrderID"], source.customers[order["CustomerID"]]["CompanyName"],
            staff[order["EmployeeID"]], day, CURRENCY, str(rate), "none", "en",
            ways[order["ShipVia"]], order["Freight"], _remarks(order), "won", day,
        ]  # fmt: skip
        rows += [[*head, *_line(line)] for line in source.lines[order["OrderID"]]]
    return Sheet("orders", "sales.quotation", _ORDER, rows)


def _remarks(order: Row) -> str:
    """Return for whom and until when the goods were: a quotation has no fields for it."""
    to = f"{order['ShipName']}, {_in_one_line(order, 'Ship')}"
    return f"Ship to: {to}\nRequired by: {order['RequiredDate'][:10]}"


def _line(line: Row) -> list[str]:
    """Return a line; its discount was a fraction and becomes percent."""
    percent = (Decimal(line["Discount"]) * 100).normalize()
    return [f"NW-{line['ProductID']}", line["Quantity"], UNIT, line["UnitPrice"], f"{percent:f}"]
