"""Panels show other records of one record, within the rights on each kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.staff.models import User
from tests.every_screen.making import make
from tests.language.writing import as_the_house
from tests.toy.models import Piece, Sale, Toy

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def panel(client: Client, toy: Toy, number: int) -> Any:
    """Return the answer of one panel of a toy."""
    return client.get(f"/toy/toy/{toy.pk}/panel/{number}/")


def offered(client: Client, toy: Toy) -> list[str]:
    """Return the headings of the panels on a toy's page."""
    return [found.title for found in client.get(f"/toy/toy/{toy.pk}/change/").context["panels"]]


def test_rows_of_the_record_lead_to_their_pages(system: User, sign_in: SignIn) -> None:
    toy, other = make(Toy), make(Toy)
    piece = make(Piece, toy=toy, name="Wheel <b>", quantity=4)
    make(Piece, toy=other, name="Sail")
    page = panel(sign_in(system), toy, 0).content.decode()
    assert f'<a href="/toy/piece/{piece.pk}/change/">Wheel &lt;b&gt;</a>' in page
    assert "Sail" not in page
    assert f'href="/toy/piece/?toy={toy.pk}"' in page


def test_a_row_may_open_what_it_belongs_to(system: User, sign_in: SignIn) -> None:
    sale = make(Sale)
    page = panel(sign_in(system), sale.toy, 1).content.decode()
    assert f'<a href="/toy/toy/{sale.toy.pk}/change/">{sale.sold_on}</a>' in page


def test_only_the_first_rows_are_shown(system: User, sign_in: SignIn) -> None:
    toy = make(Toy)
    for number in range(7):
        make(Piece, toy=toy, name=f"P{number}")
    page = panel(sign_in(system), toy, 0)
    assert [row.cells[0][2] for row in page.context["table"].rows] == ["P6", "P5", "P4", "P3", "P2"]


def test_a_hidden_column_is_left_out(manager: User, sales: User, sign_in: SignIn) -> None:
    toy = make(Toy, owner=sales)
    make(Piece, toy=toy, cost=Decimal("7.77"))
    assert "7.77" in panel(sign_in(manager), toy, 0).content.decode()
    assert "7.77" not in panel(sign_in(sales), toy, 0).content.decode()


def test_who_may_not_look_them_up_sees_no_panel(
    system: User, storekeeper: User, sign_in: SignIn
) -> None:
    toy = make(Toy)
    assert offered(sign_in(system), toy) == ["Pieces", "Sales", "Latest changes"]
    client = sign_in(storekeeper)
    assert "Sales" not in offered(client, toy)
    assert panel(client, toy, 1).status_code == 403


def test_a_record_out_of_reach_has_no_panels(
    sales: User, other_sales: User, stranger: User, sign_in: SignIn
) -> None:
    toy = make(Toy, owner=sales)
    assert panel(sign_in(sales), toy, 0).status_code == 200
    assert panel(sign_in(other_sales), toy, 0).status_code == 404
    assert panel(sign_in(stranger), toy, 0).status_code == 404
    assert panel(sign_in(sales), toy, 9).status_code == 404


def test_the_latest_changes_say_who_did_what(system: User, sign_in: SignIn) -> None:
    toy = make(Toy, name="Kite")
    with as_the_house():
        toy.name = "Big kite"
        toy.save()
    page = panel(sign_in(system), toy, 2).content.decode()
    assert "Big kite" in page
    assert f"/toy/toy/{toy.pk}/history/" in page


@pytest.mark.parametrize("number", [0, 1])
def test_one_and_many_rows_cost_the_same(number: int, system: User, sign_in: SignIn) -> None:
    few, many = make(Toy), make(Toy)
    for toy, count in ((few, 1), (many, 5)):
        for _row in range(count):
            make(Piece, toy=toy)
            make(Sale, toy=toy)
    client = sign_in(system)
    panel(client, few, number)

    def queries(toy: Toy) -> int:
        with CaptureQueriesContext(connection) as seen:
            panel(client, toy, number)
        return len(seen)

    assert queries(few) == queries(many)
