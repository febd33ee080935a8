"""Files that carry records and what belongs to them: together they enter, or none of it does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from admin_config.engine.transfer import commit
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.below import file_columns
from erp.company.services.reference import make_number_series
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Address, Contact, Customer
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    imported,
    reasons,
    screen_for,
    verdicts,
)
from tests.factories import (
    CompanyFactory,
    CountryFactory,
    CurrencyFactory,
    CustomerFactory,
    SkuFactory,
)
from tests.language.writing import as_the_house
from tests.toy.factories import ToyFactory
from tests.toy.models import ToyOrder, ToyOrderLine

HEAD = ["number", "buyer", "owner", "shipping", "toy", "quantity", "unit price", "wording"]


@pytest.fixture
def toys(db: None) -> None:
    """Two toys."""
    with as_the_house():
        ToyFactory(code="BEAR")
        ToyFactory(code="CAR")


def orders(who: User, *rows: list[str]) -> list[list[str]]:
    """Return a table of orders of one owner with their lines."""
    return [HEAD, *([n, buyer, who.username if n else "", *rest] for n, buyer, *rest in rows)]


def lines_of(number: str) -> list[tuple[Any, ...]]:
    """Return place, wording, quantity and amount of an order's lines."""
    rows = ToyOrderLine.objects.filter(order__number=number).order_by("position", "pk")
    return [(r.position, r.wording, r.quantity, r.amount) for r in rows]


@pytest.mark.usefixtures("toys")
def test_orders_enter_with_their_lines(system: User) -> None:
    run = imported(
        "toyorder",
        orders(
            system,
            ["A1", "Ann", "5", "BEAR", "2", "10", "two bears"],
            ["A1", "Ann", "5", "CAR", "1", "3.5", "a car"],
            ["A2", "Bob", "0", "CAR", "4", "3", "cars"],
        ),
        system,
    )
    assert verdicts(run) == ["new", "new", "new"], reasons(run)
    assert balanced(run)
    assert run.counts["created"] == 3
    assert lines_of("A1") == [
        (1, "two bears", Decimal(2), Decimal(20)),
        (2, "a car", Decimal(1), Decimal("3.50")),
    ]
    assert ToyOrder.objects.get(number="A1").total == Decimal("28.50")
    assert ToyOrder.objects.count() == 2


@pytest.mark.usefixtures("toys")
def test_the_cells_of_an_order_may_stand_on_its_first_row_alone(system: User) -> None:
    table = orders(
        system,
        ["A1", "Ann", "5", "BEAR", "2", "10", ""],
        ["", "", "", "CAR", "1", "3.5", ""],
        ["", "", "", "CAR", "3", "1", ""],
    )
    run = imported("toyorder", table, system)
    assert verdicts(run) == ["new"] * 3, reasons(run)
    assert [row[2] for row in lines_of("A1")] == [Decimal(2), Decimal(1), Decimal(3)]


@pytest.mark.usefixtures("toys")
def test_the_same_file_again_changes_nothing(system: User) -> None:
    table = orders(
        system,
        ["A1", "Ann", "5", "BEAR", "2", "10", "bears"],
        ["A1", "Ann", "5", "CAR", "1", "3.5", "car"],
    )
    imported("toyorder", table, system)
    again = imported("toyorder", table, system)
    assert verdicts(again) == ["unchanged", "unchanged"]
    assert again.counts["same"] == 2
    assert balanced(again)
    assert again.operation is not None
    assert again.operation.parts.count() == 0


@pytest.mark.usefixtures("toys")
def test_one_line_is_changed_and_one_added(system: User) -> None:
    rows = [["A1", "Ann", "5", "BEAR", "2", "10", "bears"], ["A1", "Ann", "5", "CAR", "1", "3", ""]]
    imported("toyorder", orders(system, *rows), system)
    rows[1][4] = "7"
    run = imported(
        "toyorder", orders(system, *rows, ["A1", "Ann", "5", "CAR", "1", "1", "more"]), system
    )
    assert verdicts(run) == ["unchanged", "changed", "new"], reasons(run)
    assert [(r[0], r[2]) for r in lines_of("A1")] == [
        (1, Decimal(2)),
        (2, Decimal(7)),
        (3, Decimal(1)),
    ]
    (row,) = run.rows.filter(verdict="changed")
    assert [(d["old"], d["new"]) for d in row.differences] == [("1.000", "7")]
    assert balanced(run)


@pytest.mark.usefixtures("toys")
def test_a_wrong_line_keeps_its_whole_order_out(system: User) -> None:
    run = imported(
        "toyorder",
        orders(
            system,
            ["A1", "Ann", "5", "BEAR", "2", "10", ""],
            ["A1", "Ann", "5", "TRAIN", "1", "3", ""],
            ["A2", "Bob", "0", "CAR", "1", "3", ""],
        ),
        system,
    )
    assert verdicts(run) == ["refused", "refused", "new"]
    assert list(ToyOrder.objects.values_list("number", flat=True)) == ["A2"]
    assert ToyOrderLine.objects.count() == 1
    told = reasons(run)
    assert told[0].startswith("Row 3 of the same record is refused.")
    assert "TRAIN" in told[1]
    assert balanced(run)


@pytest.mark.usefixtures("toys")
def test_an_order_that_stands_twice_with_other_cells_is_refused(system: User) -> None:
    run = imported(
        "toyorder",
        orders(
            system,
            ["A1", "Ann", "5", "BEAR", "2", "10", ""],
            ["A1", "Eve", "5", "CAR", "1", "3", ""],
        ),
        system,
    )
    assert verdicts(run) == ["new", "doubled"]
    assert ToyOrder.objects.get(number="A1").buyer == "Ann"
    assert len(lines_of("A1")) == 1


@pytest.mark.usefixtures("toys")
def test_a_rule_at_the_gate_refuses_the_whole_order(system: User) -> None:
    run = checked(
        "toyorder",
        orders(
            system,
            ["A1", "Ann", "5", "BEAR", "2", "10", ""],
            ["A1", "Ann", "5", "CAR", "100", "3", ""],
        ),
        system,
    )
    assert verdicts(run) == ["refused", "refused"]
    assert "Nobody wants a hundred toys." in reasons(run)[1]


@pytest.mark.usefixtures("toys")
def test_orders_are_never_cut_by_a_chunk(system: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (running, commit):
        monkeypatch.setattr(module, "CHUNK", 4)
    rows = [[f"A{n // 3}", "Ann", "5", "BEAR", str(n + 1), "1", ""] for n in range(30)]
    run = imported("toyorder", orders(system, *rows), system)
    assert verdicts(run) == ["new"] * 30, reasons(run)
    assert ToyOrder.objects.count() == 10
    assert {len(lines_of(f"A{n}")) for n in range(10)} == {3}
    assert [row[0] for row in lines_of("A7")] == [1, 2, 3]
    assert run.operation is not None
    assert run.operation.parts.count() == 5


@pytest.mark.usefixtures("toys")
def test_undo_takes_back_orders_and_lines(system: User) -> None:
    run = imported("toyorder", orders(system, ["A1", "Ann", "5", "BEAR", "2", "10", ""]), system)
    assert run.operation is not None
    undo_operation(run.operation, by=Actor.person(system))
    assert not ToyOrder.objects.exists()
    assert not ToyOrderLine.objects.exists()


def test_customers_enter_with_a_contact_and_an_address(system: User) -> None:
    CountryFactory(code="FR", name="France")
    head = [
        "name", "contact: name", "contact: phone", "address: for", "address: country",
        "address: street",
    ]  # fmt: skip
    table = [
        head,
        ["Vins", "Paul Henriot", "26.47.15.10", "goods", "FR", "59 rue de l'Abbaye"],
        ["Vins", "", "", "goods", "FR", "1 place Ronde"],
        ["Plain", "", "", "", "", ""],
    ]
    run = imported("customer", table, system)
    assert verdicts(run) == ["new", "new", "new"], reasons(run)
    vins = Customer.objects.get(name="Vins")
    assert list(Contact.objects.values_list("party", "name", "phone", "is_default")) == [
        (vins.pk, "Paul Henriot", "26.47.15.10", True)
    ]
    assert sorted(vins.addresses.values_list("street", flat=True)) == [
        "1 place Ronde",
        "59 rue de l'Abbaye",
    ]
    assert Address.objects.filter(is_default=True).count() == 1
    again = imported("customer", table, system)
    assert verdicts(again) == ["unchanged"] * 3


def test_a_quotation_of_a_file_is_its_importers_where_the_file_names_nobody(manager: User) -> None:
    currency = CurrencyFactory(code="CNY", name="Chinese yuan")
    CompanyFactory(base_currency=currency)
    make_number_series(by=SYSTEM)
    CustomerFactory(name="Riverside Mills")
    SkuFactory(code="BRG-1")
    table = [
        ["customer's number", "customer", "currency", "sku", "quantity", "unit price"],
        ["T-1", "Riverside Mills", "CNY", "BRG-1", "2", "18"],
        ["", "", "", "BRG-1", "5", "19"],
        ["T-2", "Nobody", "CNY", "BRG-1", "1", "3"],
    ]
    run = imported("quotation", table, manager)
    assert verdicts(run) == ["new", "new", "refused"], reasons(run)
    paper = Quotation.objects.get()
    assert (paper.external_number, paper.status, paper.owner) == ("T-1", "draft", manager)
    assert (paper.goods_total, paper.lines.count()) == (Decimal("131.00"), 2)


def test_only_who_may_approve_all_states_what_became_of_a_paper(
    manager: User, finance: User
) -> None:
    screen = screen_for("quotation")
    assert {"status", "won_on"} <= set(file_columns(screen, Actor.person(manager)))
    assert not {"status", "won_on"} & set(file_columns(screen, Actor.person(finance)))


def test_papers_of_the_past_enter_in_their_state_with_their_lines(manager: User) -> None:
    CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))
    make_number_series(by=SYSTEM)
    CustomerFactory(name="Riverside Mills")
    SkuFactory(code="BRG-1")
    table = [
        ["customer's number", "customer", "currency", "status", "won on", "sku", "quantity"],
        ["T-1", "Riverside Mills", "CNY", "won", "2020-05-04", "BRG-1", "2"],
        ["T-2", "Riverside Mills", "CNY", "draft", "", "BRG-1", "1"],
    ]
    run = imported("quotation", table, manager)
    assert verdicts(run) == ["new", "new"], reasons(run)
    past = Quotation.objects.get(external_number="T-1")
    assert (past.status, str(past.won_on), past.lines.count()) == ("won", "2020-05-04", 1)

    table[1][-1], table[2][3] = "3", "won"
    again = checked("quotation", table, manager)
    assert verdicts(again) == ["refused", "refused"]
    assert all("its state changes only step by step" in t or "locked" in t for t in reasons(again))

    table[1][0], table[2][0] = "T-3", "T-4"
    table[1][3:5], table[2][3:5] = ["approved", ""], ["won", "2999-01-01"]
    open_ones = checked("quotation", table, manager)
    assert verdicts(open_ones) == ["refused", "refused"]
    told = [row.reasons[0] for row in open_ones.rows.order_by("number")]
    assert "or as history: won, lost, expired, cancelled" in told[0]["message"], told
    assert "not after today" in told[1]["message"], told

    assert run.operation is not None
    undo_operation(run.operation, by=Actor.person(manager))
    left = Quotation.objects.values_list("external_number", "status", "lines__quantity")
    assert list(left) == [("T-1", "won", Decimal(2))], "a locked paper stays, a draft goes"
