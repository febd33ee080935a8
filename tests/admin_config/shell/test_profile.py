"""The profile: what people change about themselves, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client

from erp.foundation.models import Operation
from erp.staff.models import User
from tests.cast import PASSWORD

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PAGE = "/profile/"
NEW = "another long-standing secret 7"


def _profile(**typed: str) -> dict[str, str]:
    facts = {"name": "Sally", "phone": "12", "language": "zh-hans", "time_zone": "Europe/Berlin"}
    return {f"profile-{name}": value for name, value in {**facts, **typed}.items()}


def _password(**typed: str) -> dict[str, str]:
    return {"new_password": "1", "old": PASSWORD, "password": NEW, "again": NEW, **typed}


def test_facts_are_saved_as_an_operation_of_one_s_own(sales: User, sign_in: SignIn) -> None:
    response = sign_in(sales).post(PAGE, _profile())
    assert response.status_code == 302
    sales.refresh_from_db()
    saved = (sales.name, sales.phone, sales.language, sales.time_zone)
    assert saved == ("Sally", "12", "zh-hans", "Europe/Berlin")
    assert Operation.objects.first().actor_id == sales.pk


def test_rights_cannot_be_slipped_in(sales: User, sign_in: SignIn) -> None:
    extra = {"profile-is_superuser": "on", "profile-groups": "1", "profile-username": "root"}
    sign_in(sales).post(PAGE, {**_profile(), **extra})
    sales.refresh_from_db()
    assert (sales.is_superuser, sales.username) == (False, "sales")


@pytest.mark.parametrize("typed", [{"language": "xx"}, {"time_zone": "Mars/Base"}, {"name": ""}])
def test_bad_facts_stay_on_the_page(sales: User, sign_in: SignIn, typed: dict[str, str]) -> None:
    response = sign_in(sales).post(PAGE, _profile(**typed))
    assert list(response.context["profile"].errors) == list(typed)
    sales.refresh_from_db()
    assert sales.language == "en"


def test_a_new_password_keeps_this_session_and_ends_the_others(
    sales: User, sign_in: SignIn
) -> None:
    here, there = sign_in(sales), sign_in(sales)
    assert here.post(PAGE, _password()).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    sales.refresh_from_db()
    assert sales.check_password(NEW)
    assert sales.password.startswith("argon2")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"again": "different 12345678"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": PASSWORD, "again": PASSWORD}, "password"),
    ],
)
def test_a_refused_password_changes_nothing(
    sales: User, sign_in: SignIn, typed: dict[str, str], field: str
) -> None:
    response = sign_in(sales).post(PAGE, _password(**typed))
    assert list(response.context["password"].errors) == [field]
    sales.refresh_from_db()
    assert sales.check_password(PASSWORD)


def test_the_language_is_kept_with_the_account(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    response = client.post("/language/", {"language": "zh-hans", "next": "/profile/?a=1"})
    assert response["Location"] == "/profile/?a=1"
    sales.refresh_from_db()
    assert sales.language == "zh-hans"
    assert b'<html lang="zh-hans"' in client.get("/").content


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "//evil.example", "javascript:x", ""]
)
def test_choosing_a_language_leads_nowhere_else(db: None, address: str) -> None:
    response = Client().post("/language/", {"language": "en", "next": address})
    assert response["Location"] == "/"


def test_an_unknown_language_changes_nothing(sales: User, sign_in: SignIn) -> None:
    sign_in(sales).post("/language/", {"language": "xx"})
    sales.refresh_from_db()
    assert sales.language == "en"
    assert Client().get("/language/").status_code == 405
