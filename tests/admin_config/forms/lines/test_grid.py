"""The grid of lines: rows come, change, move and go in one operation, or nothing does."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import Actor
from erp.foundation.models import LogEntry, OperationKind
from erp.staff.models import User
from tests.admin_config.forms.lines.conftest import ADD, FORM, GRID, Sheet, page_of, wordings
from tests.admin_config.forms.posting import opened
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import ToyOrder, ToyOrderLine

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_new_paper_and_its_lines_are_one_operation(manager: User, sign_in: SignIn) -> None:
    sheet = Sheet(sign_in(manager), ADD)
    sheet.add(wording="wheel", quantity="２", unit_price="1,234.50", discount="10", gift="1")
    sheet.add(wording="bell", quantity="1", due_on="2026-03-01", wrapping="box")

    response = sheet.save(number="O-9", buyer="Ann")

    assert response.status_code == 302, sheet.errors()
    order = ToyOrder.objects.get()
    found = order.lines.values_list("position", "wording", "quantity", "amount", "gift", "wrapping")
    assert list(found) == [
        (1, "wheel", Decimal(2), Decimal("2222.10"), True, ""),
        (2, "bell", Decimal(1), Decimal(0), False, "box"),
    ]
    assert order.lines.get(position=2).due_on == dt.date(2026, 3, 1)
    assert order.total == Decimal("2222.10")
    done = newest_operation()
    assert (done.kind, done.actor_id, done.records) == (OperationKind.CREATE, manager.pk, 3)


def test_rows_change_go_come_and_move_in_one_save(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    assert [row["c"]["wording"] for row in sheet.rows] == ["wheel", "track", "bell"]
    sheet.row("track")["c"]["quantity"] = "7"
    sheet.remove("wheel")
    sheet.add(0, wording="flag")
    sheet.rows.reverse()

    assert sheet.save().status_code == 302, sheet.errors()

    assert wordings(order) == ["bell", "track", "flag"]
    assert order.lines.get(wording="track").quantity == 7
    assert newest_operation().kind == OperationKind.CHANGE
    order.refresh_from_db()
    assert order.goods_total == Decimal("25.00")


def test_saving_untouched_lines_writes_nothing(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    with nothing_changes():
        assert sheet.save().status_code == 302


def test_a_row_nobody_typed_into_is_left_out(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    sheet.add(quantity="1", unit_price="0")
    with nothing_changes():
        assert sheet.save().status_code == 302


def test_a_bad_cell_keeps_the_whole_grid_as_typed(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    sheet.row("track")["c"]["quantity"] = "many"
    sheet.row("bell")["c"] |= {"unit_price": "-1", "wording": "gong"}
    sheet.remove("wheel")
    new = sheet.add(wording="", unit_price="3")
    new["t"] = {"toy": "no such toy"}

    with nothing_changes():
        response = sheet.save(buyer="Bob")

    assert response.status_code == 200
    assert sheet.values["buyer"] == "Bob"
    assert [row["c"].get("wording", "") for row in sheet.rows] == ["track", "gong", ""]
    assert sheet.rows[0]["c"]["quantity"] == "many"
    assert [sorted(errors) for errors in sheet.errors()] == [
        ["quantity"],
        ["unit_price"],
        ["toy"],
    ]
    assert sheet.gone[0]["id"]
    sheet.rows[0]["c"]["quantity"] = "2"
    sheet.rows[1]["c"]["unit_price"] = "1"
    sheet.rows[2] |= {"t": {}, "c": {"wording": "drum"}}
    assert sheet.save().status_code == 302
    assert wordings(order) == ["track", "gong", "drum"]


def test_a_rule_of_the_line_speaks_at_its_cell(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    sheet.add(unit_price="3")
    with nothing_changes():
        sheet.save()
    assert sheet.errors()[3] == {"wording": ["Say what is wanted, or choose a toy."]}


def test_what_a_gate_refuses_is_shown_at_the_cell(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    sheet.row("track")["c"]["quantity"] = "100"
    with nothing_changes():
        sheet.save()
    assert sheet.errors() == [{}, {"quantity": ["Nobody wants a hundred toys."]}, {}]


def test_a_row_somebody_else_changed_shows_both(
    manager: User, sales: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    with as_the_house(Actor.person(sales)):
        theirs = ToyOrderLine.objects.get(wording="track")
        theirs.quantity, theirs.discount = Decimal(9), Decimal(5)
        theirs.save()
    sheet.row("track")["c"]["quantity"] = "4"

    with nothing_changes():
        response = sheet.save()

    found = [(c.label, c.before, c.theirs, c.mine, c.taken) for c in response.context["conflicts"]]
    assert found == [
        ("track: quantity", "2", "9", "4", False),
        ("track: discount %", "0.00", "5.00", "0.00", True),
    ]
    row = sheet.row("track")
    assert (row["c"]["quantity"], row["c"]["discount"]) == ("4", "5.00")
    assert sheet.save().status_code == 302
    saved = ToyOrderLine.objects.get(wording="track")
    assert (saved.quantity, saved.discount) == (4, 5)


def test_a_row_somebody_else_changed_is_not_removed_unseen(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    with as_the_house():
        theirs = ToyOrderLine.objects.get(wording="track")
        theirs.quantity = Decimal(9)
        theirs.save()
    sheet.remove("track")
    with nothing_changes():
        response = sheet.save()
    assert "“track” was changed by somebody else meanwhile" in response.content.decode()
    assert sheet.save().status_code == 302
    assert wordings(order) == ["wheel", "bell"]


def test_a_row_deleted_meanwhile_is_entered_anew_when_meant(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    with as_the_house():
        ToyOrderLine.objects.get(wording="track").delete()
    sheet.row("track")["c"]["quantity"] = "4"
    with nothing_changes():
        sheet.save()
    assert "deleted this line meanwhile" in sheet.errors()[1][""][0]
    assert sheet.save().status_code == 302
    assert wordings(order) == ["wheel", "track", "bell"]


def test_rows_added_by_somebody_else_meanwhile_stay(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    with as_the_house():
        ToyOrderLine(order=order, position=9, wording="theirs").save()
    sheet.row("track")["c"]["quantity"] = "4"
    sheet.values["version_token"] = str(ToyOrder.objects.get().version)
    sheet.save()
    assert wordings(order) == ["wheel", "track", "bell", "theirs"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"rows": 1}',
        '{"rows": [], "more": []}',
        '{"rows": [{"c": {"order": "7"}}]}',
        '{"rows": [{"c": {"amount": "7"}}]}',
        '{"rows": [{"c": {"quantity": 7}}]}',
        '{"rows": [{"id": 1, "c": {}}]}',
        '{"rows": [{"id": true, "v": 1, "c": {}}]}',
        '{"rows": [{"id": 1e400, "v": 1, "c": {}}]}',
        '{"rows": [{"id": 7, "v": 1}, {"id": 7, "v": 1}]}',
        '{"gone": [{"v": 1}]}',
        '{"rows": [{"c": {"wording": "a\\u0000b"}}]}',
        "[" * 100_000,
    ],
)
def test_what_no_page_sends_is_refused(
    manager: User, order: ToyOrder, sign_in: SignIn, text: str
) -> None:
    client = sign_in(manager)
    values = opened(client, page_of(order), FORM)
    with nothing_changes():
        response = client.post(page_of(order), {**values, GRID: text})
    assert response.status_code == 200
    assert "did not arrive as they were sent" in response.content.decode()


def test_more_than_a_thousand_rows_are_refused(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, page_of(order), FORM)
    rows = json.dumps({"rows": [{"c": {"wording": "a"}}] * 1001})
    with nothing_changes():
        response = client.post(page_of(order), {**values, GRID: rows})
    assert "There are 1001 lines; no more than 1000 are allowed." in response.content.decode()


def test_one_and_thirty_rows_cost_the_same_queries(
    manager: User, order: ToyOrder, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    with as_the_house():
        toy = ToyFactory()
    costs = []
    for count in (1, 30):
        sheet = Sheet(client, page_of(order))
        for number in range(count):
            sheet.add(wording=f"more {count} {number}", toy=str(toy.pk))
        sheet.rows[0]["c"]["discount"] = str(count)
        with CaptureQueriesContext(connection) as asked:
            assert sheet.save().status_code == 302, sheet.errors()
        with CaptureQueriesContext(connection) as shown:
            client.get(page_of(order))
        costs.append((len(asked), len(shown)))
    assert costs[0] == costs[1]


def test_the_log_names_every_line(manager: User, order: ToyOrder, sign_in: SignIn) -> None:
    sheet = Sheet(sign_in(manager), page_of(order))
    sheet.row("track")["c"]["quantity"] = "4"
    sheet.save()
    entries = LogEntry.objects.filter(operation=newest_operation())
    assert {entry.content_type.model for entry in entries} == {"toyorder", "toyorderline"}
