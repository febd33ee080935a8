"""Setting up and the security page: what is shown once, what stays somebody's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erp.foundation.models import Operation, OperationKind
from erp.staff.models import AuthenticatorApp, BackupCodes, MessageFactor, User
from erp.staff.rules.factor_code import app_code
from erp.staff.services.sent_code import renew_code
from tests.language.second_factor import (
    enrolled,
    let_the_proof_grow_old,
    sign_in_by_password,
    signed_in_with,
)
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ENROL, SECURITY = "/second-factor/set-up/", "/second-factor/security/"


def test_an_app_is_set_up_before_anything_else_and_the_form_goes_on(
    sales: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_RELAXED = False
    client = sign_in_by_password(sales)
    kept = client.post("/profile/", {"profile-name": "Typed before"}).context["goal"].kept
    page = client.get(ENROL)
    secret = page.context["secret"].replace(" ", "")
    assert "<svg" in page.text
    assert "<script>" not in page.text
    sent = {"pending": page.context["pending"], "code": "000000", "kept": kept.sealed}
    again = client.post(f"{ENROL}app/", sent)
    assert (again.status_code, again.context["secret"]) == (400, page.context["secret"])
    assert client.get("/profile/").status_code == 302
    done = client.post(f"{ENROL}app/", {**sent, "code": app_code(secret), "name": "Pocket"})
    codes = done.context["codes"]
    assert (len(codes), AuthenticatorApp.objects.get().name) == (10, "Pocket")
    assert not [code for code in codes if code in str(BackupCodes.objects.get().digests)]
    assert client.get("/profile/").status_code == 200
    onward = client.post("/second-factor/onward/", {"kept": kept.sealed})
    assert 'name="profile-name" value="Typed before"' in onward.text


def test_the_picture_of_another_and_an_altered_one_set_nothing_up(
    sales: User, finance: User, sign_in: SignIn
) -> None:
    page = sign_in(finance).get(ENROL)
    code = app_code(page.context["secret"].replace(" ", ""))
    mine = sign_in(sales)
    for pending in (page.context["pending"], page.context["pending"][:-2], ""):
        with nothing_changes():
            answer = mine.post(f"{ENROL}app/", {"pending": pending, "code": code})
        assert answer.status_code == 400
    assert not AuthenticatorApp.objects.exists()


def test_codes_by_mail_are_set_up_by_the_first_that_arrived(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    asked = client.post(f"{ENROL}message/", {"way": "mail"})
    assert asked.context["sent"] == "A code is on its way to sa…@house.example."
    MessageFactor.objects.update(code_until=None)
    code = renew_code(sales, kind="mail", by=_by(sales))[1]
    wrong = client.post(f"{ENROL}message/", {"way": "mail", "code": "000000"})
    assert wrong.context["trouble"] == "This code is not right or no longer good."
    done = client.post(f"{ENROL}message/", {"way": "mail", "code": code})
    assert done.templates[0].name == "console/factor_codes.html"
    none = client.post(f"{ENROL}message/", {"way": "sms"})
    assert none.context["trouble"] == "Your account has no address for this."


def _by(account: User) -> Any:
    from erp.foundation.actor import Actor

    return Actor.person(account)


def test_an_answer_without_its_challenge_makes_no_passkey(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    asked = client.post("/second-factor/passkey/", {"for": "enrol"}).json()
    assert (asked["rp"]["id"], asked["user"]["name"]) == ("testserver", "sales")
    assert client.post("/second-factor/passkey/", {"for": "x"}).status_code == 400
    for answer in ("", "[]", "{}", '{"response": {}}', "x" * 30_000):
        with nothing_changes():
            refused = client.post(f"{ENROL}passkey/", {"credential": answer})
        assert refused.status_code == 400
    assert "passkey_challenges" not in client.session


def test_the_security_page_names_ones_own_and_touches_nothing_else(
    sales: User, finance: User
) -> None:
    phone, other = enrolled(sales), enrolled(finance)
    client = signed_in_with(phone, sales)
    page = client.get(SECURITY)
    assert [app.pk for app in page.context["found"].apps] == [phone.app.pk]
    with nothing_changes():
        for wrong in (
            {"do": "remove", "factor": other.app.persistent_id},
            {"do": "rename", "factor": other.app.persistent_id, "name": "Mine"},
            {"do": "forget", "device": "1"},
            {"do": "nonsense"},
        ):
            assert client.post(SECURITY, wrong).status_code == 404
    client.post(SECURITY, {"do": "rename", "factor": phone.app.persistent_id, "name": "Pocket"})
    phone.app.refresh_from_db()
    assert phone.app.name == "Pocket"
    shown = client.post(SECURITY, {"do": "codes"})
    assert len(shown.context["codes"]) == 10
    client.post(SECURITY, {"do": "remove", "factor": phone.app.persistent_id})
    sales.refresh_from_db()
    assert sales.has_second_factor is False
    acts = Operation.objects.filter(kind=OperationKind.SECOND_FACTOR, actor=sales.pk)
    assert list(acts.order_by("pk").values_list("verb", flat=True)) == [
        *("prove_second_factor", "rename_factor", "make_backup_codes", "remove_factor"),
    ]


def test_every_change_of_factors_asks_for_a_fresh_proof(sales: User) -> None:
    phone = enrolled(sales)
    client = signed_in_with(phone, sales)
    let_the_proof_grow_old(client)
    with nothing_changes():
        for what in ("codes", "remove", "rename", "forget", "forget_all"):
            sent = {"do": what, "factor": phone.app.persistent_id, "device": "1", "name": "x"}
            assert client.post(SECURITY, sent).status_code == 403
        for path in ("app/", "passkey/", "message/"):
            assert client.post(ENROL + path, {"code": "1"}).status_code == 403
        assert client.post("/second-factor/passkey/", {"for": "enrol"}).status_code == 403
    assert reverse("second_factor:security") == SECURITY


def test_the_demo_shows_the_code_of_its_own_account_alone(sales: User, settings: Any) -> None:
    phone = enrolled(sales)
    settings.DEMO_SIGN_INS = "tests.admin_config.second_factor.test_enrolling.offered"
    OFFERED[:] = [phone.secret]
    page = sign_in_by_password(sales).get("/second-factor/")
    assert page.context["demo"]["code"] == phone.code()
    OFFERED[:] = ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]
    assert sign_in_by_password(sales).get("/second-factor/").context["demo"] is None


OFFERED: list[str] = []


def offered() -> list[Any]:
    """Return what a demo would offer: this person with a secret that everybody knows."""
    from erp.staff.queries.demo_sign_in import DemoSignIn

    return [DemoSignIn("sales", "sales", "", "Sales", secret=secret) for secret in OFFERED]
