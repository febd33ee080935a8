"""Files of goods: product, category and specifications are columns beside the sku's own."""

from __future__ import annotations

from typing import Any

import pytest

from admin_config.models import ImportRun
from erp.catalog.models import Product, Sku, SkuSpecification, SpecificationKind
from erp.staff.models import User
from tests.admin_config.transfer.files import csv_file, imported, screen_for
from tests.admin_config.transfer.round_trip import assert_round_trip, exported
from tests.factories import (
    CategoryFactory,
    SkuFactory,
    SkuSpecificationFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
)

pytestmark = pytest.mark.django_db
HEAD = ["Code", "Name", "Category", "Bore (mm)", "seal", "Description"]


@pytest.fixture
def shelf() -> Any:
    """Return a category with a required number and a choice."""
    category = CategoryFactory(name="Bearings")
    SpecificationFactory(category=category, code="bore", name="Bore", required=True)
    seal = SpecificationFactory(
        category=category, code="seal", name="Seal", kind=SpecificationKind.CHOICE, unit_text=""
    )
    for name, name_zh in (("Rubber", "橡胶"), ("Steel", "钢")):
        SpecificationChoiceFactory(specification=seal, name=name, name_zh=name_zh)
    return category


def values(code: str) -> dict[str, str]:
    rows = SkuSpecification.objects.filter(sku__code=code).select_related("specification", "choice")
    return {row.specification.code: row.shown() for row in rows}


def reasons(run: ImportRun) -> dict[int, list[str]]:
    rows = run.rows.exclude(reasons=[])
    return {row.number: [reason["message"] for reason in row.reasons] for row in rows}


def take(who: User, *rows: list[str]) -> ImportRun:
    return imported("catalog.sku", csv_file([HEAD, *rows]), who)


def test_a_row_makes_a_good_with_product_and_values(shelf: Any, manager: User) -> None:
    run = take(
        manager,
        ["B1", "Bearing one", "Bearings", "25", "Rubber", "<p>Quiet</p>"],
        ["B2", "Bearing two", "Bearings", "30.5", "钢", ""],
    )

    assert reasons(run) == {}
    assert (run.counts["created"], run.counts["updated"]) == (2, 0)
    assert values("B1") == {"bore": "25 mm", "seal": "Rubber"}
    assert values("B2") == {"bore": "30.5 mm", "seal": "Steel"}
    product = Product.objects.get(code="B1")
    assert (product.name, product.category, product.description) == (
        "Bearing one",
        shelf,
        "<p>Quiet</p>",
    )
    assert Sku.objects.get(code="B2").category == shelf


def test_what_is_no_value_is_refused_with_its_reason_and_nothing_is_written(
    shelf: Any, manager: User
) -> None:
    run = take(
        manager,
        ["B1", "Bearing", "Bearings", "wide", "Rubber", ""],
        ["B2", "Bearing", "Bearings", "", "Rubber", ""],
        ["B3", "Bearing", "Bearings", "25", "Felt", ""],
        ["B4", "Glove", "", "25", "", ""],
    )

    assert reasons(run) == {
        2: ["Enter a number."],
        3: ["This field is required."],
        4: ["Select a valid choice. Felt is not one of the available choices."],
        5: ["A record of this kind has no such value."],
    }
    assert (Sku.objects.count(), Product.objects.count()) == (0, 0)


def test_only_differences_are_written_and_shown_before(shelf: Any, manager: User) -> None:
    rows = [
        ["B1", "Bearing", "Bearings", "25", "Rubber", "Quiet"],
        ["B2", "Bearing", "Bearings", "30", "", ""],
    ]
    take(manager, *rows)
    rows[0][3], rows[0][5] = "26", "Loud"

    run = take(manager, *rows)

    assert {n: run.counts.get(n) for n in ("created", "updated", "same", "not_taken")} == {
        "created": 0,
        "updated": 1,
        "same": 1,
        "not_taken": 0,
    }
    told = {d["label"]: (d["old"], d["new"]) for d in run.rows.get(number=2).differences}
    assert told == {"Bore (mm)": ("25", "26"), "Description": ("Quiet", "Loud")}
    assert values("B1")["bore"] == "26 mm"
    assert Product.objects.get(code="B1").description == "Loud"


def test_an_export_carries_the_values_and_comes_back_unchanged(shelf: Any, manager: User) -> None:
    take(
        manager,
        ["B1", "Bearing", "Bearings", "25", "Rubber", "Quiet"],
        ["B2", "Bearing", "Bearings", "30", "", ""],
    )
    SkuFactory(code="C1")

    text = exported(
        screen_for("catalog.sku"), manager, "csv", "code", "product__category",
        "specifications__bore", "specifications__seal",
    ).decode("utf-8-sig")  # fmt: skip

    lines = text.splitlines()
    assert lines[0].split(",")[2:] == ["Bore (mm)", "Seal"]
    assert [line.split(",")[2:] for line in lines[1:3]] == [["25", "Rubber"], ["30", ""]]
    for kind in ("csv", "xlsx", "json"):
        if kind != "json":
            assert_round_trip(screen_for("catalog.sku"), manager, kind)


def test_costs_stay_out_of_files_of_those_who_do_not_see_them(
    shelf: Any, sales: User, purchasing: User
) -> None:
    SkuSpecificationFactory()
    screen = screen_for("catalog.sku")
    assert b"cost" not in exported(screen, sales, "csv").lower()
    assert b"cost" in exported(screen, purchasing, "csv").lower()
