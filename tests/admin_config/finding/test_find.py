"""Find: screens, commands and records, bounded, and only what one may see."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def _toy(code: str, name: str, owner: User) -> Toy:
    with operation(OperationKind.CREATE, by=SYSTEM):
        toy = Toy(code=code, name=name, owner=owner, price=Decimal(1), made_on=dt.date(2026, 1, 1))
        toy.save()
    return toy


def _find(client: Client, query: str) -> dict:
    address = f"/search/?q={quote(query)}"
    return client.get(address, headers={"accept": "application/json"}).json()


def _names(answer: dict) -> list[str]:
    return [hit["title"] for group in answer["groups"] for hit in group["hits"]]


@pytest.mark.parametrize("query", ["AB-12", "ab12", "ab 12", "AB12-X", "ＡＢ－１２"])
def test_codes_with_and_without_dashes(manager: User, sign_in: SignIn, query: str) -> None:
    toy = _toy("AB-12-X", "Locomotive", manager)
    assert _names(_find(sign_in(manager), query)) == [str(toy)]


def test_two_chinese_characters_inside_a_name(manager: User, sign_in: SignIn) -> None:
    toy = _toy("Z1", "瓦房店轴承", manager)
    answer = _find(sign_in(manager), "房店")
    assert _names(answer) == [str(toy)]
    assert answer["groups"][0]["hits"][0]["link"] == f"/toy/toy/{toy.pk}/change/"


def test_the_exact_code_first_then_what_begins_so(manager: User, sign_in: SignIn) -> None:
    for number in range(8):
        _toy(f"6205-{number}", "Bearing", manager)
    exact = _toy("6205", "Bearing", manager)
    names = _names(_find(sign_in(manager), "6205"))
    assert names[0] == str(exact)
    assert len(names) == 5


def test_only_own_records_where_the_right_ends_there(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    _toy("OWN1", "Kite", sales)
    _toy("OTHER1", "Kite", other_sales)
    assert _names(_find(sign_in(sales), "kite")) == ["OWN1 Kite"]


def test_strangers_find_nothing(stranger: User, manager: User, sign_in: SignIn) -> None:
    _toy("AB1", "Kite", manager)
    answer = _find(sign_in(stranger), "kite")
    assert (answer["groups"], answer["places"]) == ([], [])


def test_hidden_fields_are_not_searched(
    manager: User, purchasing: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _toy("AB1", "Kite", manager)
    monkeypatch.setattr(Toy, "guarded_fields", ("name",))
    assert _names(_find(sign_in(purchasing), "kite")) == []
    assert _names(_find(sign_in(purchasing), "ab1")) == ["AB1 Kite"]


def test_screens_and_commands(manager: User, auditor: User, sign_in: SignIn) -> None:
    titles = [hit["title"] for hit in _find(sign_in(manager), "shel")["places"]]
    assert titles == ["Shelves", "Add shelf"]
    titles = [hit["title"] for hit in _find(sign_in(auditor), "add")["places"]]
    assert titles == []


def test_one_and_thirty_hits_cost_the_same(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    _toy("K0", "Kite", manager)
    _find(client, "kite")
    with _counted() as one:
        _find(client, "kite")
    for number in range(1, 31):
        _toy(f"K{number}", "Kite", manager)
    with _counted() as thirty:
        assert len(_names(_find(client, "kite"))) == 5
    assert len(thirty) == len(one)


def _counted() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


@pytest.mark.parametrize("query", ["", " ", "%", "'; drop", "x" * 500, "\x00", "🙂"])
def test_odd_questions_do_no_harm(manager: User, sign_in: SignIn, query: str) -> None:
    assert _find(sign_in(manager), query)["groups"] == []


def test_a_page_without_scripts(manager: User, sign_in: SignIn) -> None:
    _toy("AB1", "Kite", manager)
    page = sign_in(manager).get("/search/?q=kite").content.decode()
    assert "AB1 Kite" in page


def test_a_screen_that_takes_too_long_is_named(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _toy("AB1", "Kite", manager)
    monkeypatch.setattr("admin_config.engine.finding.records.WHOLE_TIME", 0.0)
    answer = _find(sign_in(manager), "kite")
    assert (answer["groups"], answer["unreached"]) == ([], ["Toys"])
