"""After the session ended: scripts are told, forms are kept for the same person and sent on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from admin_config.engine.shell.kept_form import _SALT, KeptForm
from erp.staff.models import User
from tests.cast import PASSWORD
from tests.toy.models import Shelf

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADD = "/toy/shelf/add/"


def _was_here(user: User) -> Client:
    """Return a browser in which this person was signed in until the session ended."""
    client = Client()
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    del client.cookies["sessionid"]
    return client


def _kept(client: Client, **fields: str) -> str:
    response = client.post(ADD, fields)
    assert response.status_code == 401
    return response.context["kept"].sealed


def _again(client: Client, user: User, sealed: str) -> Any:
    typed = {"username": user.username, "password": PASSWORD, "kept": sealed}
    return client.post("/login/", typed)


def test_scripts_get_an_answer_they_can_read(sales: User) -> None:
    response = Client().get(ADD, headers={"accept": "application/json"})
    assert (response.status_code, response.json()) == (401, {"signed_in": False})


def test_the_state_of_the_session(sales: User, sign_in: SignIn) -> None:
    nobody = Client().get("/session/").json()
    assert (nobody["signed_in"], nobody["person"]) == (False, "")
    somebody = sign_in(sales).get("/session/").json()
    assert (somebody["signed_in"], somebody["person"]) == (True, str(sales.pk))
    assert len(somebody["csrf"]) == 64


def test_signing_in_over_the_page(sales: User) -> None:
    client = Client()
    wrong = client.post("/session/", {"username": "sales", "password": "no"}).json()
    assert wrong["signed_in"] is False
    assert len(wrong["errors"]) == 1
    right = client.post("/session/", {"username": "sales", "password": PASSWORD}).json()
    assert (right["signed_in"], right["person"]) == (True, str(sales.pk))


def test_a_form_sent_after_the_end_goes_on_for_the_same_person(purchasing: User) -> None:
    client = _was_here(purchasing)
    sealed = _kept(client, name="Kept shelf", new_password="secret")
    page = _again(client, purchasing, sealed)
    assert page.context["kept"].path == ADD
    assert page.context["kept"].fields == [("name", ["Kept shelf"])]
    assert b'action="/toy/shelf/add/"' in page.content
    assert b'value="Kept shelf"' in page.content
    assert not Shelf.objects.exists()


def test_somebody_else_s_form_is_not_sent(purchasing: User, manager: User) -> None:
    client = _was_here(purchasing)
    sealed = _kept(client, name="Not yours")
    response = _again(client, manager, sealed)
    assert (response.status_code, response["Location"]) == (302, ADD)
    assert "Not yours" not in client.get(ADD).content.decode()


def test_a_forged_or_foreign_form_is_nothing(sales: User) -> None:
    data = {"path": "//evil.example", "person": str(sales.pk), "fields": [], "files": []}
    for sealed in ("nonsense", signing.dumps(data, salt="another"), signing.dumps(data)):
        assert KeptForm.opened(sealed) is None
        assert _again(Client(), sales, sealed)["Location"] == "/"


def test_an_old_form_is_not_sent_on(sales: User, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"path": ADD, "person": str(sales.pk), "fields": [], "files": []}
    sealed = signing.dumps(data, salt=_SALT)
    assert KeptForm.opened(sealed) is not None
    monkeypatch.setattr("admin_config.engine.shell.kept_form._GOOD_FOR", -1)
    assert KeptForm.opened(sealed) is None


def test_a_form_from_elsewhere_is_never_kept(sales: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(ADD, {"name": "forged"})
    assert response.status_code == 403
    assert b"forged" not in response.content


def test_too_much_to_keep_is_said(sales: User) -> None:
    response = _was_here(sales).post(ADD, {"note": "x" * 1_100_000})
    assert response.status_code == 401
    assert response.context["kept"] is None
    assert response.context["too_much"] is True


def test_a_password_from_somebody_else_is_changed_first(sales: User, sign_in: SignIn) -> None:
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation

    with operation(OperationKind.CHANGE, by=SYSTEM):
        sales.must_change_password = True
        sales.save()
    client = sign_in(sales)
    assert client.get("/")["Location"] == "/profile/"
    assert client.get("/toy/shelf/", headers={"accept": "application/json"}).status_code == 403
    new = "another long-standing secret 7"
    client.post("/profile/", {"new_password": "1", "old": PASSWORD, "password": new, "again": new})
    assert client.get("/").status_code == 200


def test_no_password_is_ever_kept(sales: User) -> None:
    new = "quiet-harbour-48-lamps"
    typed = {"new_password": "1", "old": PASSWORD, "password": new, "again": new, "secret": new}
    page = _was_here(sales).post("/profile/", {**typed, "profile-name": "Sal"})
    assert page.context["kept"].fields == [("profile-name", ["Sal"])]
