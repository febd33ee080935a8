"""A doubt stays with its line until somebody decides: saved, shown again, met by another save."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.forms.lines.conftest import ADD, Sheet, page_of
from tests.language.writing import as_the_house
from tests.toy.factories import ToyFactory
from tests.toy.models import ToyOrder, ToyOrderLine

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def doubtful(order: ToyOrder) -> ToyOrder:
    """The order, with a doubt about its second line."""
    with as_the_house():
        line = order.lines.get(wording="track")
        line.open = True
        line.save()
    return order


def test_a_doubt_is_saved_and_comes_back_marked(manager: User, sign_in: SignIn) -> None:
    sheet = Sheet(sign_in(manager), ADD)
    sheet.add(wording="loco", quantity="2", unit_price="7")["d"] = 1
    sheet.add(wording="bell")
    assert sheet.save(number="O-9", buyer="Ann").status_code == 302, sheet.errors()
    found = ToyOrderLine.objects.values_list("wording", "open", "unit_price")
    assert list(found) == [("loco", True, Decimal(7)), ("bell", False, Decimal(0))]
    again = Sheet(sign_in(manager), page_of(ToyOrder.objects.get()))
    assert [row.get("d", 0) for row in again.rows] == [1, 0]


def test_who_only_reads_sees_the_doubt(doubtful: ToyOrder, finance: User, sign_in: SignIn) -> None:
    page = sign_in(finance).get(page_of(doubtful)).content.decode()
    assert page.count("To be decided</span>") == 1


def test_chosen_goods_end_it_and_so_does_leaving_the_text(
    manager: User, doubtful: ToyOrder, sign_in: SignIn
) -> None:
    with as_the_house():
        toy = ToyFactory()
    sheet = Sheet(sign_in(manager), page_of(doubtful))
    sheet.row("track")["c"]["toy"] = str(toy.pk)
    assert sheet.save().status_code == 302, sheet.errors()
    assert not ToyOrderLine.objects.filter(open=True).exists()

    sheet = Sheet(sign_in(manager), page_of(doubtful))
    sheet.row("bell")["d"] = 1
    assert sheet.save().status_code == 302
    sheet = Sheet(sign_in(manager), page_of(doubtful))
    del sheet.row("bell")["d"]
    assert sheet.save().status_code == 302
    line = ToyOrderLine.objects.get(wording="bell")
    assert (line.open, line.toy, line.history.count()) == (False, None, 3)


def test_a_save_that_touches_something_else_keeps_it(
    manager: User, doubtful: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(doubtful))
    sheet.row("track")["c"]["quantity"] = "8"
    assert sheet.save().status_code == 302
    assert ToyOrderLine.objects.get(wording="track").open


def test_what_somebody_else_decided_meanwhile_is_not_opened_again(
    manager: User, doubtful: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(manager), page_of(doubtful))
    with as_the_house():
        line = doubtful.lines.get(wording="track")
        line.open = False
        line.save()
    sheet.row("track")["c"]["quantity"] = "8"
    assert sheet.save().status_code == 302
    line.refresh_from_db()
    assert (line.open, line.quantity) == (False, Decimal(8))
