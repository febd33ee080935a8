"""Fields of other records in an export: what the person may see of them, and nothing to import."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.exports.related import export_columns, related_columns
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.run import start_check, take_file
from erp.foundation.actor import Actor
from erp.staff.models import User
from tests.admin_config.transfer.files import screen_for
from tests.admin_config.transfer.round_trip import exported
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Shelf, Toy, ToyOrder

SignIn = Callable[[User], Client]
COLUMNS = ("buyer", "present__name", "present__price", "present__shelf", "present__cost")


def make_order(owner: User, number: str, present: Toy | None) -> ToyOrder:
    """Return an order that comes with a present."""
    with as_the_house():
        order = ToyOrder(number=number, buyer="Anna", owner=owner, present=present)
        order.save()
    return order


@pytest.fixture
def orders(system: User, sales: User, other_sales: User) -> list[ToyOrder]:
    """Orders of one seller: with an own present, with a colleague's, and with none."""
    with as_the_house():
        shelf = Shelf(name="+top")
        shelf.save()
    mine = make_toy(sales, "T1", name="=1+1", shelf=shelf, cost=Decimal(9))
    theirs = make_toy(other_sales, "T2", name="Doll")
    return [make_order(sales, f"O{n}", toy) for n, toy in enumerate((mine, theirs, None), start=1)]


def table(who: User, *names: str) -> list[list[str]]:
    """Return the export of everything as rows of texts."""
    content = exported(screen_for("toyorder"), who, "csv", *names)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_they_are_written_formula_safe_and_with_names_of_their_own(
    system: User, orders: list[ToyOrder]
) -> None:
    assert table(system, *COLUMNS) == [
        ["Number", "Buyer", "Present: Name", "Present: Price", "Present: Shelf", "Present: Cost"],
        ["O1", "Anna", "'=1+1", "2.50", "'+top", "9.00"],
        ["O2", "Anna", "Doll", "2.50", "", "0.00"],
        ["O3", "Anna", "", "", "", ""],
    ]


def test_what_one_may_not_see_stays_away(sales: User, orders: list[ToyOrder]) -> None:
    """The cost is hidden from sellers; of a colleague's toy nothing is told but its name."""
    assert "present__cost" not in export_columns(screen_for("toyorder"), Actor.person(sales))
    assert table(sales, "present", *COLUMNS) == [
        ["Number", "Present", "Buyer", "Present: Name", "Present: Price", "Present: Shelf"],
        ["O1", "T1", "Anna", "'=1+1", "2.50", "'+top"],
        ["O2", "T2", "Anna", "", "", ""],
        ["O3", "", "Anna", "", "", ""],
    ]


def test_without_the_right_to_look_up_there_are_none(stranger: User, system: User) -> None:
    assert related_columns(screen_for("toyorder"), Actor.person(stranger)) == {}
    offered = related_columns(screen_for("toyorder"), Actor.person(system))
    assert "owner__password" not in offered
    assert "owner__name" in offered


def test_the_file_comes_in_unchanged_and_says_what_it_leaves_alone(
    system: User, orders: list[ToyOrder]
) -> None:
    content = exported(screen_for("toyorder"), system, "csv", "buyer", "present", *COLUMNS[1:])
    changed = content.replace(b"Doll", b"Another name")
    with nothing_changes():
        by = Actor.person(system)
        run = take_file(screen_for("toyorder"), SimpleUploadedFile("f.csv", changed), by=by)
        start_check(run)
    run.refresh_from_db()
    assert dict(run.counts) == {"unchanged": 3}
    assert sorted(run.mapping.values()) == ["buyer", "number", "present"]


def test_costs_of_other_records_are_costs(system: User, orders: list[ToyOrder]) -> None:
    plain = Export(screen_for("toyorder"), Actor.person(system), ["buyer", "present__name"])
    costly = Export(screen_for("toyorder"), Actor.person(system), ["buyer", "present__cost"])
    assert (plain.holds_guarded, costly.holds_guarded) == (False, True)


def test_queries_do_not_grow_with_rows(sales: User, orders: list[ToyOrder]) -> None:
    export = Export(screen_for("toyorder"), Actor.person(sales), COLUMNS)
    counts = []
    for amount in (1, 1, 3):
        with CaptureQueriesContext(connection) as seen:
            assert len(list(export.rows([order.pk for order in orders[:amount]]))) == amount
        counts.append(len(seen))
    assert counts[1] == counts[2]
    assert counts[2] <= 5


def test_the_page_offers_them_below_their_relation(
    sales: User, sign_in: SignIn, orders: list[ToyOrder]
) -> None:
    client = sign_in(sales)
    page = client.get("/toy/toyorder/export/")
    groups = {
        label: [n for n, *_rest in rows] for label, _open, rows in page.context_data["related"]
    }
    assert "present__name" in groups["Present"]
    assert "present__cost" not in groups["Present"]
    posted: dict[str, Any] = {
        "format": "csv",
        "columns": ["buyer", "present__name", "present__cost"],
    }
    sent = client.post("/toy/toyorder/export/", posted)
    content = b"".join(sent.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert content.splitlines()[0] == "Number,Buyer,Present: Name"
