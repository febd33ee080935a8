"""A save that does not say which version it was opened with counts as out of date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.forms.conftest import change_page
from tests.admin_config.forms.posting import opened, values_of
from tests.language.writing import nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", [None, "", "abc", "９", "999999999999999999999"])
def test_a_save_that_does_not_say_what_it_was_opened_with_is_stale(
    manager: User, toy: Toy, sign_in: SignIn, token: str | None
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"price": "12"}
    del mine["version_token"]
    given = {} if token is None else {"version_token": token}

    with nothing_changes():
        response = client.post(change_page(toy), mine | given)

    assert [(c.input, c.before, c.theirs, c.mine) for c in response.context["conflicts"]] == [
        ("price", "unknown", "10.00", "12.00")
    ]
    shown = values_of(response.content.decode())
    assert shown["price"] == "12"
    assert client.post(change_page(toy), shown).status_code == 302
    assert Toy.objects.get().price == 12


def test_a_row_that_does_not_say_what_it_was_opened_with_is_stale(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"pieces-0-name": "Mine"}
    with nothing_changes():
        response = client.post(change_page(toy), mine | {"pieces-0-version_token": ""})
    assert [(c.input, c.theirs, c.mine) for c in response.context["conflicts"]] == [
        ("pieces-0-name", "Wagon", "Mine")
    ]
