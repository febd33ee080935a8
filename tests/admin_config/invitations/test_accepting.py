"""The page behind the link: looking changes nothing, one page for all links that do not work."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from erp.foundation.actor import SYSTEM
from erp.staff.models import Invitation, Role, User
from erp.staff.services.invitation import revoke_invitation
from tests.cast import ROLE_OF, make_person
from tests.factories import InvitationFactory, RoleFactory
from tests.language.mail_links import link_in, newest_mail
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
STRONG = "quiet-harbour-48-lamps"
TYPED = {
    "name": "Ada",
    "username": "ada",
    "password": STRONG,
    "again": STRONG,
    "language": "zh-hans",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture
def link() -> str:
    """The path of the link of an invitation that waits."""
    InvitationFactory(email="ada@new.example", name="Ada", language="zh-hans")
    return link_in(newest_mail("ada@new.example"))


def test_who_comes_in_is_signed_in_and_welcomed(link: str) -> None:
    client = Client()
    with nothing_changes():
        page = client.get(link)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert page["Content-Language"] == "zh-hans"
    answer = client.post(link, TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    account = User.objects.get(username="ada")
    assert (account.name, account.language, account.time_zone) == (
        "Ada",
        "zh-hans",
        "Europe/Berlin",
    )
    assert client.get("/welcome/").status_code == 200
    assert client.session["_auth_user_id"] == str(account.pk)
    assert Invitation.objects.get().account == account


def test_every_link_that_does_not_work_gets_the_same_page(link: str) -> None:
    client = Client()
    unknown = Page(client.get("/invitation/nonsense/"))
    altered = Page(client.get(link[:-2] + "/"))
    revoke_invitation(Invitation.objects.get(), by=SYSTEM)
    with nothing_changes():
        revoked = Page(client.get(link))
        posted = Page(client.post(link, TYPED))
    assert {page.status for page in (unknown, altered, revoked, posted)} == {410}
    assert unknown.words == altered.words == revoked.words == posted.words
    assert "/login/" in unknown.links
    assert not User.objects.filter(username="ada").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"again": "something else"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "ada@new.example", "again": "ada@new.example"}, "password"),
        ({"username": "system"}, "username"),
        ({"username": "a b"}, "username"),
        ({"name": ""}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "tlh"}, "language"),
        ({"username": "system@house.example"}, "username"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_stays(
    link: str, system: User, change: dict[str, str], field: str
) -> None:
    client = Client()
    with nothing_changes():
        answer = client.post(link, {**TYPED, **change})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert STRONG not in answer.content.decode()
    assert client.post(link, TYPED).status_code == 302


def test_a_form_from_elsewhere_is_refused(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    with nothing_changes():
        assert client.post(link, TYPED).status_code == 403


def test_who_is_signed_in_as_somebody_else_is_told_first(
    link: str, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    with nothing_changes():
        assert "Sales" in Page(client.get(link)).words
        assert client.post(link, TYPED).status_code == 200
    assert client.session["_auth_user_id"] == str(sales.pk)


def test_the_log_of_requests_holds_no_link(link: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    Client().get(link)
    Client().post(link, TYPED)
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in caplog.text
    assert "/invitation/<str:token>/" in caplog.text


@pytest.mark.parametrize("name", [name for name in ROLE_OF if name != "other_sales"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everybody_is_welcomed_with_steps_that_they_may_take(
    name: str, language: str, sign_in: SignIn
) -> None:
    account = make_person(name)
    client = sign_in(account)
    client.post("/language/", {"language": language})
    page = Page(client.get("/welcome/"))
    assert page.status == 200
    steps = [link for link in page.links if link.startswith(("/sales", "/parties", "/catalog"))]
    for link in steps:
        assert client.get(link).status_code == 200, link
    assert "/profile/" in page.links


def test_a_role_of_ones_own_is_welcomed_by_its_note(sign_in: SignIn) -> None:
    role: Role = RoleFactory(name="Drivers", note="Drives goods to customers.")
    driver = make_person("stranger")
    with as_the_house():
        driver.groups.add(role)
    assert "Drives goods to customers." in Page(sign_in(driver).get("/welcome/")).words
