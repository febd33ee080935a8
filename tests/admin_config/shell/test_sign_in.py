"""Signing in: by any name, with one message for every failure, and in the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erp.foundation.actor import SYSTEM
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.cast import PASSWORD

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PAGE = "/login/"


def _sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(PAGE, {"username": name, "password": password, **more})


def _acts() -> list[tuple[str, dict]]:
    found = Operation.objects.filter(kind=OperationKind.SIGN_IN).order_by("id")
    return [(act.actor_label, act.details) for act in found]


@pytest.mark.parametrize("name", ["sales", "SALES@house.example"])
def test_by_username_or_email(sales: User, name: str) -> None:
    response = _sign_in(Client(), name)
    assert (response.status_code, response["Location"]) == (302, reverse("console:index"))
    assert _acts() == [("sales", {"outcome": "signed in"})]


def test_failures_read_the_same_and_name_nobody_unknown(sales: User) -> None:
    with operation(OperationKind.CHANGE, by=SYSTEM):
        gone = User(username="gone", name="Gone", is_active=False)
        gone.set_password(PASSWORD)
        gone.save()
    texts = set()
    for name, password in (("sales", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)):
        response = _sign_in(Client(), name, password)
        assert response.status_code == 200
        texts.add(tuple(response.context["form"].non_field_errors()))
    assert len(texts) == 1
    assert _acts() == [("system", {"outcome": "refused"})] * 3
    summaries = Operation.objects.filter(kind=OperationKind.SIGN_IN).values_list(
        "summary", flat=True
    )
    assert not any("nobody" in summary for summary in summaries)


def test_the_log_of_the_account_knows(sales: User) -> None:
    _sign_in(Client(), "sales")
    entry = LogEntry.objects.get(object_id=sales.pk, action=LogEntry.Action.ACCESS)
    assert entry.changes == {"sign_in": [None, "signed in"]}
    assert entry.operation.kind == OperationKind.SIGN_IN


def test_back_to_where_one_was_but_never_elsewhere(sales: User) -> None:
    assert _sign_in(Client(), "sales", next="/toy/shelf/")["Location"] == "/toy/shelf/"
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert _sign_in(Client(), "sales", next=address)["Location"] == reverse("console:index")


def test_sign_out_by_post_alone(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    assert client.get("/logout/").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/logout/")["Location"] == PAGE
    assert client.get("/")["Location"] == f"{PAGE}?next=/"
    assert _acts()[-1] == ("sales", {"outcome": "signed out"})


def test_a_sign_in_needs_the_token(sales: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = _sign_in(strict, "sales")
    assert response.status_code == 403
    assert "_auth_user_id" not in strict.session


def test_the_language_before_signing_in_is_the_browser_s_or_the_chosen_one(db: None) -> None:
    client = Client()
    assert b'lang="zh-hans"' in client.get(PAGE, headers={"accept-language": "zh-CN"}).content
    client.post("/language/", {"language": "en", "next": PAGE})
    assert b'<html lang="en"' in client.get(PAGE, headers={"accept-language": "zh-CN"}).content


def test_the_demo_s_accounts_are_offered_only_when_they_are_there(
    settings: Any, sales: User
) -> None:
    settings.DEMO_SIGN_INS = "erp.staff.queries.demo_sign_in.demo_sign_ins"
    assert Client().get(PAGE).context["demo_accounts"] == []
    settings.DEMO_SIGN_INS = ""
    assert Client().get(PAGE).context["demo_accounts"] == []
