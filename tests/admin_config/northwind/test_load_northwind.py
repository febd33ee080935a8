"""The Northwind files enter whole: every row is accounted for, every sum agrees with the files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from admin_config.models import ImportRun
from erp.catalog.models import Category, Product, Sku
from erp.company.models import Currency, DeliveryWay
from erp.company.services.reference import load_countries, load_starting_values, make_number_series
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.parties.models import Address, Contact, Customer, Supplier
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User
from tests.admin_config.northwind.cells import check_every_cell
from tests.factories import CompanyFactory

FILES = Path(__file__).parents[3] / "fixtures" / "northwind"
CENT = Decimal("0.01")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file as they came."""
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def net(line: dict[str, str]) -> Decimal:
    """Return a line's amount, worked out from the file alone."""
    price, quantity = Decimal(line["UnitPrice"]), Decimal(line["Quantity"])
    return (price * quantity * (1 - Decimal(line["Discount"]))).quantize(CENT, ROUND_HALF_UP)


@pytest.fixture
def company(system: User) -> Any:
    """A company with its books in yuan, the countries, currencies and number series."""
    load_countries(by=SYSTEM)
    load_starting_values(by=SYSTEM)
    make_number_series(by=SYSTEM)
    return CompanyFactory(base_currency=Currency.objects.get(code="CNY"))


def load(**options: Any) -> dict[str, list[int]]:
    """Load the files; return by sheet: read, created, changed, unchanged, refused."""
    out = io.StringIO()
    call_command("load_northwind", stdout=out, **options)
    table = out.getvalue().split("\n\n")[0].splitlines()[1:]
    return {line.split()[0]: [int(n) for n in line.split()[1:]] for line in table}


def stored() -> dict[type[Model], int]:
    """Return how many records there are of each kind."""
    kinds: tuple[Any, ...] = (
        User, DeliveryWay, Supplier, Customer, Contact, Address, Category, Product, Sku,
        Quotation, QuotationLine, Operation,
    )  # fmt: skip
    return {kind: kind._base_manager.count() for kind in kinds}


def check_rows_are_accounted_for(report: dict[str, list[int]]) -> None:
    assert report == {
        "employees": [9, 9, 0, 0, 0],
        "shippers": [3, 3, 0, 0, 0],
        "suppliers": [29, 29, 0, 0, 0],
        "customers": [93, 92, 0, 0, 1],
        "ship_to": [7, 7, 0, 0, 0],
        "categories": [8, 8, 0, 0, 0],
        "brands": [29, 29, 0, 0, 0],
        "units": [1, 1, 0, 0, 0],
        "products": [77, 77, 0, 0, 0],
        "skus": [77, 77, 0, 0, 0],
        "orders": [2155, 2155, 0, 0, 0],
    }
    assert all(read == sum(rest) for read, *rest in report.values())


def check_sums_agree_with_the_files() -> None:
    lines, orders = rows("order_details"), rows("orders")
    goods = sum(map(net, lines))
    freight = sum(Decimal(order["Freight"]) for order in orders)
    amounts = sum(QuotationLine.objects.values_list("amount", flat=True))
    totals = sum(Quotation.objects.values_list("total", flat=True))
    assert (QuotationLine.objects.count(), Quotation.objects.count()) == (2155, 830)
    assert amounts == goods
    assert sum(Quotation.objects.values_list("goods_total", flat=True)) == goods
    assert sum(Quotation.objects.values_list("shipping", flat=True)) == freight
    assert totals == goods + freight
    by_order: dict[str, Decimal] = {}
    for line in lines:
        by_order[line["OrderID"]] = by_order.get(line["OrderID"], Decimal(0)) + net(line)
    assert dict(Quotation.objects.values_list("external_number", "goods_total")) == by_order


def check_an_order_is_what_the_file_says() -> None:
    paper = Quotation.objects.select_related("customer", "owner", "delivery_way", "currency").get(
        external_number="10250"
    )
    assert (paper.status, paper.issued_on, paper.won_on) == (
        "won", dt.date(1996, 7, 8), dt.date(1996, 7, 8),
    )  # fmt: skip
    assert (paper.customer.name, paper.owner.name) == ("Hanari Carnes", "Margaret Peacock")
    assert not paper.owner.is_active
    assert (paper.approved_by, paper.submitted_by) == (None, None)
    assert (str(paper.delivery_way), paper.currency.code) == ("United Package", "USD")
    assert (paper.shipping, paper.rate, paper.tax_kind) == (
        Decimal("65.83"),
        Decimal("8.3"),
        "none",
    )
    assert paper.remarks == (
        "Ship to: Hanari Carnes, Rua do Paço, 67, 05454-876 Rio de Janeiro, RJ, Brazil\n"
        "Required by: 1996-08-05"
    )
    lines = paper.lines.order_by("position").values_list(
        "position", "sku__code", "quantity", "unit_price", "discount", "amount"
    )
    assert list(lines) == [
        (1, "NW-41", Decimal(10), Decimal("7.7"), Decimal(0), Decimal("77.00")),
        (2, "NW-51", Decimal(35), Decimal("42.4"), Decimal(15), Decimal("1261.40")),
        (3, "NW-65", Decimal(15), Decimal("16.8"), Decimal(15), Decimal("214.20")),
    ]


def check_companies_and_goods_are_what_the_files_say() -> None:
    alfreds = Customer.objects.get(name="Alfreds Futterkiste")
    assert (alfreds.short_name, alfreds.phone, alfreds.fax) == (
        "ALFKI", "030-0074321", "030-0076545",
    )  # fmt: skip
    assert alfreds.default_contact.name == "Maria Anders"
    (address,) = alfreds.addresses.filter(is_default=True)
    assert (address.street, address.postcode, address.country.code) == (
        "Obere Str. 57, Berlin", "12209", "DE",
    )  # fmt: skip
    second_it = Customer.objects.get(name="IT")
    assert (second_it.short_name, second_it.default_contact.name) == ("Val2", "Val2")
    chai = Sku.objects.select_related("product__category", "brand").get(code="NW-1")
    assert (chai.name, chai.list_price, chai.active) == ("Chai", Decimal("149.4"), True)
    assert chai.brand is not None
    assert (chai.brand.name, chai.product.category.name) == ("Exotic Liquids", "Beverages")
    assert "10 boxes x 20 bags" in chai.product.description
    discontinued = {
        f"NW-{row['ProductID']}" for row in rows("products") if row["Discontinued"] == "1"
    }
    assert set(Sku.objects.filter(active=False).values_list("code", flat=True)) == discontinued


@pytest.mark.usefixtures("company")
def test_the_files_enter_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = load(report=tmp_path / "report.txt", left_over=tmp_path / "left.csv")

    check_rows_are_accounted_for(first)
    check_sums_agree_with_the_files()
    check_an_order_is_what_the_file_says()
    check_companies_and_goods_are_what_the_files_say()
    check_every_cell(FILES, tmp_path / "left.csv")
    told = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "customers, row 86 (IT, VALON," in told
    assert "Row 85 names the same record." in told
    assert "orders.ShippedDate: 809" in told
    kinds = set(Operation.objects.filter(import_runs__isnull=False).values_list("kind", flat=True))
    assert kinds == {OperationKind.IMPORT}
    assert ImportRun.objects.filter(state="done").count() == 11

    before = stored()
    second = load(left_over=tmp_path / "again.csv")

    assert {name: [row[0], 0, 0, row[0] - row[4], row[4]] for name, row in first.items()} == second
    runs_of_the_second = 11
    after = stored()
    assert after.pop(Operation) <= before.pop(Operation) + runs_of_the_second
    assert after == before
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "left.csv").read_bytes()


def test_without_a_company_nothing_is_loaded(system: User) -> None:
    with pytest.raises(CommandError, match="Set the company up first"):
        load()
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()


def test_another_currency_needs_a_rate(system: User) -> None:
    load_starting_values(by=SYSTEM)
    CompanyFactory(base_currency=Currency.objects.get(code="EUR"))
    with pytest.raises(CommandError, match="--rate"):
        load()
    assert not ImportRun.objects.exists()
