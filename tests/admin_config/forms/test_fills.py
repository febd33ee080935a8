"""A choice fills other fields, within the rights of who types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from erp.staff.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FILL = "/toy/toy/fill/kind/"


def test_it_answers_what_follows_from_the_choice(system: User, sign_in: SignIn) -> None:
    answer = sign_in(system).get(f"{FILL}?value=train&price=120")
    assert answer.json() == {
        "values": {
            "age": ["6", "6"],
            "features": ["battery,sound", "battery,sound"],
            "note": ["locked up", "locked up"],
            "cost": ["1", "1"],
            "shelf": ["", ""],
        }
    }


def test_a_hidden_field_is_not_filled(sales: User, sign_in: SignIn) -> None:
    values = sign_in(sales).get(f"{FILL}?value=doll&price=1").json()["values"]
    assert values == {"age": ["4", "4"], "shelf": ["", ""]}


@pytest.mark.parametrize("value", ["", "tank", "Ⅻ"])
def test_a_choice_that_is_none_fills_nothing(value: str, system: User, sign_in: SignIn) -> None:
    assert sign_in(system).get(FILL, {"value": value}).json() == {"values": {}}


def test_who_neither_adds_nor_changes_is_refused(
    auditor: User, stranger: User, sign_in: SignIn
) -> None:
    assert sign_in(auditor).get(f"{FILL}?value=doll").status_code == 403
    assert sign_in(stranger).get(f"{FILL}?value=doll").status_code == 403


def test_a_field_that_fills_nothing_has_no_address(system: User, sign_in: SignIn) -> None:
    assert sign_in(system).get("/toy/toy/fill/name/?value=x").status_code == 404


def test_the_form_says_which_input_asks(system: User, sign_in: SignIn) -> None:
    page = sign_in(system).get("/toy/toy/add/").content.decode()
    assert f'data-fills="{FILL}"' in page
    assert 'data-fills-told="price"' in page
    assert 'data-fills-always="shelf"' in page
