"""The gate: with the password alone one reaches the second factor's pages and nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from admin_config.second_factor.gate import OPEN, SecondFactorGate
from erp.foundation.actor import Actor
from erp.staff.models import AuthenticatorApp, FactorWait, RememberedDevice, User
from erp.staff.services.session import sign_out_everywhere
from tests.cast import PASSWORD
from tests.language.second_factor import (
    SHEET,
    enrolled,
    sign_in_by_password,
    signed_in_with,
)
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
PROVE, ENROL = "/second-factor/", "/second-factor/set-up/"


def test_after_the_password_the_code_and_then_where_one_was_going(sales: User) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales, next="/profile/")
    turned = client.get("/profile/")
    assert (turned.status_code, turned["Location"]) == (302, f"{PROVE}?next=%2Fprofile%2F")
    page = client.get(turned["Location"])
    assert (page.status_code, page.context["menu"]) == (200, ())
    before = client.session.session_key
    done = client.post(PROVE, {"way": "app", "code": phone.code(), "next": "/profile/"})
    assert (done.status_code, done["Location"]) == (302, "/profile/")
    assert client.session.session_key != before
    assert client.get("/profile/").status_code == 200
    assert client.get(reverse("second_factor:security")).status_code == 200
    client.post("/logout/")
    again = sign_in_by_password(sales)
    assert again.get("/profile/").status_code == 302


def test_no_page_is_open_with_the_password_alone_but_those_of_the_second_factor(
    system: User,
) -> None:
    enrolled(system)
    gate = SecondFactorGate(lambda _request: HttpResponse("inside"))
    request = RequestFactory().get("/")
    request.user, request.session = system, sign_in_by_password(system).session  # type: ignore[assignment]
    system.is_verified = lambda: False  # type: ignore[attr-defined]
    opened = set()
    for name in _names():
        request.resolver_match = SimpleNamespace(view_name=name)  # type: ignore[assignment]
        if gate.process_view(request, None, (), {}) is None:
            opened.add(name)
    assert opened == OPEN


def _names() -> set[str]:
    """Return the name of every address of the house, and none for those without."""
    found: set[str] = set()

    def walk(patterns: list[Any], space: str) -> None:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern):
                found.add(space + (entry.name or ""))

    walk(get_resolver().url_patterns, "")
    assert len(found) > len(OPEN)
    return found


def test_a_script_is_told_and_a_form_is_kept_and_goes_on(sales: User) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales)
    told = client.get("/profile/", headers={"Accept": "application/json"})
    assert (told.status_code, told.json()) == (401, {"signed_in": True, "second_factor": PROVE})
    page = client.post("/profile/", {"profile-name": "Lin Y.", "twice": ["1", "2"]})
    assert page.status_code == 401
    sealed = page.context["goal"].kept.sealed
    onward = client.post(PROVE, {"way": "app", "code": phone.code(), "kept": sealed})
    assert onward.status_code == 200
    assert 'action="/profile/"' in onward.text
    assert 'name="profile-name" value="Lin Y."' in onward.text
    assert onward.text.count('name="twice"') == 2


def test_a_form_kept_for_somebody_else_is_not_sent_on(sales: User, finance: User) -> None:
    enrolled(sales)
    phone = enrolled(finance)
    kept = sign_in_by_password(sales).post("/profile/", {"profile-name": "A"}).context["goal"].kept
    other = sign_in_by_password(finance)
    done = other.post(PROVE, {"way": "app", "code": phone.code(), "kept": kept.sealed})
    assert (done.status_code, done["Location"]) == (302, "/profile/")


def test_one_never_goes_on_to_another_house(sales: User) -> None:
    enrolled(sales)
    wanted = ("https://evil.example/", "//evil.example/", "javascript:x", "\\\\evil", "/\\evil")
    for code, address in zip(SHEET, wanted, strict=False):
        client = sign_in_by_password(sales)
        done = client.post(PROVE, {"way": "backup", "code": code, "next": address})
        assert (done.status_code, done["Location"]) == (302, "/")


def test_what_proves_nothing_and_reads_the_same(sales: User, finance: User) -> None:
    phone, other = enrolled(sales), enrolled(finance)
    used = phone.code()
    signed_in = sign_in_by_password(sales)
    assert signed_in.post(PROVE, {"way": "app", "code": used}).status_code == 302
    texts = set()
    for way, code in (
        ("app", used),  # replayed
        ("app", "000000"),
        ("app", other.code()),  # somebody else's
        ("mail", "000000"),  # a way that this person does not have
        ("backup", "aaaaa-aaaaa"),
        ("backup", ""),
        ("nonsense", "x" * 100),
    ):
        _forget_waits()
        client = sign_in_by_password(sales)
        answer = client.post(PROVE, {"way": way, "code": code})
        assert answer.status_code == 403
        texts.add(answer.context["trouble"])
        assert client.get("/profile/").status_code == 302
    assert texts == {"This code is not right or no longer good."}
    _forget_waits()
    # one sheet of backup codes: each good once, for its owner alone
    for who, code, status in (
        (sales, SHEET[0].upper(), 302),
        (sales, SHEET[0], 403),
        (finance, SHEET[0], 302),
    ):
        answer = sign_in_by_password(who).post(PROVE, {"way": "backup", "code": code})
        assert answer.status_code == status


def _forget_waits() -> None:
    FactorWait.objects.all().delete()


def test_a_proof_is_good_in_its_own_session_alone(sales: User) -> None:
    phone = enrolled(sales)
    proven = signed_in_with(phone, sales)
    assert proven.get("/profile/").status_code == 200
    other = sign_in_by_password(sales)
    session = other.session
    session["otp_device_id"] = "staff.authenticatorapp/999999"
    session.save()
    assert other.get("/profile/").status_code == 302
    phone.app.delete()
    assert proven.get("/profile/").status_code == 302


def test_switching_people_in_one_browser_takes_no_proof_along(sales: User, finance: User) -> None:
    client = signed_in_with(enrolled(sales), sales)
    enrolled(finance)
    client.post("/login/", {"username": "finance", "password": PASSWORD})
    client.post("/session/", {"username": "finance", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(finance.pk)
    assert client.get("/profile/").status_code == 302
    assert client.get(reverse("second_factor:security")).status_code == 302


def test_somebody_with_the_password_alone_adds_no_factor_of_their_own(sales: User) -> None:
    enrolled(sales)
    client = sign_in_by_password(sales)
    for address in ("app/", "passkey/", "message/", ""):
        answer = client.post(ENROL + address, {"code": "1", "way": "mail"})
        assert (answer.status_code, answer["Location"]) == (302, PROVE)
    options = client.post("/second-factor/passkey/", {"for": "enrol"})
    assert options.status_code == 403
    assert AuthenticatorApp.objects.count() == 1


def test_production_enrols_everybody_first(sales: User, settings: Any) -> None:
    settings.SECOND_FACTOR_RELAXED = False
    client = sign_in_by_password(sales)
    turned = client.get("/profile/")
    assert (turned.status_code, turned["Location"]) == (302, f"{ENROL}?next=%2Fprofile%2F")
    page = client.get(turned["Location"])
    assert page.status_code == 200
    assert page.context["later"] is False
    assert client.get(PROVE).status_code == 302


def test_a_relaxed_house_asks_nobody_who_is_not_enrolled(sales: User) -> None:
    client = sign_in_by_password(sales)
    assert client.get("/profile/").status_code == 200
    assert client.get(ENROL).context["later"] is True


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    for address in (PROVE, ENROL):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={address}")


def test_a_remembered_device_stands_in_for_its_person_alone(
    sales: User, finance: User, system: User
) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales)
    client.post(PROVE, {"way": "app", "code": phone.code(), "remember": "1"})
    cookie = client.cookies["console_remembered"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 2592000)
    again = _with_cookie(sales, cookie.value)
    assert again.get("/profile/").status_code == 200
    # it is no fresh proof, and it is good for nobody else, altered or by an older password
    assert again.post(reverse("second_factor:security"), {"do": "codes"}).status_code == 403
    enrolled(finance)
    assert _with_cookie(finance, cookie.value).get("/profile/").status_code == 302
    swapped = cookie.value.replace(f"{sales.pk}:", f"{finance.pk}:", 1)
    assert _with_cookie(finance, swapped).get("/profile/").status_code == 302
    RememberedDevice.objects.update(good_until=timezone.now())
    assert _with_cookie(sales, cookie.value).get("/profile/").status_code == 302


def test_another_password_forgets_remembered_devices(sales: User) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales)
    client.post(PROVE, {"way": "app", "code": phone.code(), "remember": "1"})
    value = client.cookies["console_remembered"].value
    with as_the_house():
        sales.set_password(PASSWORD)
        sales.save()
    assert _with_cookie(sales, value).get("/profile/").status_code == 302


def _with_cookie(account: User, value: str) -> Client:
    client = sign_in_by_password(account)
    client.cookies["console_remembered"] = value
    return client


def test_whoever_is_signed_out_everywhere_is_remembered_nowhere(sales: User, system: User) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales)
    client.post(PROVE, {"way": "app", "code": phone.code(), "remember": "1"})
    sign_out_everywhere(sales, by=Actor.person(system), reason="a laptop is gone")
    client.post("/login/", {"username": sales.username, "password": PASSWORD})
    assert client.get("/profile/")["Location"] == f"{PROVE}?next=%2Fprofile%2F"
    assert not RememberedDevice.objects.exists()
