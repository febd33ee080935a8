"""A changed address or mobile counts once it is confirmed; the old one works until then."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, OutboxMail
from erp.foundation.refusal import Refusal
from erp.staff.models import AddressChange, User
from erp.staff.services.address import ask_for_change, change_of_link, confirm_address
from erp.staff.services.user import create_user
from tests.cast import PASSWORD
from tests.factories import UserFactory
from tests.language.mail_links import link_in, newest_mail, token_in
from tests.language.page import Page
from tests.language.second_factor import let_the_proof_grow_old
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW = "sales@new.example"


@pytest.fixture
def texts(settings: Any, tmp_path: Path) -> Callable[[], list[str]]:
    """Return a function that gives the text messages that were sent, oldest first."""
    settings.SMS_ROUTE = ("erp.foundation.services.sms.SmsFiles", {"folder": tmp_path})
    return lambda: [
        file.read_text() for file in sorted(tmp_path.iterdir(), key=lambda f: f.stat().st_mtime_ns)
    ]


def test_ones_own_address_changes_when_its_link_is_opened(sales: User, sign_in: SignIn) -> None:
    old = sales.email
    client = sign_in(sales)
    answer = client.post("/own-addresses/", {"what": "email", "email": NEW})
    assert answer.status_code == 302
    sales.refresh_from_db()
    assert sales.email == old
    assert authenticate(username=old, password=PASSWORD) == sales
    assert authenticate(username=NEW, password=PASSWORD) is None
    warning = newest_mail(old)
    assert "s…@new.example" in warning.body
    assert NEW not in warning.body
    assert f"{NEW} waits to be confirmed" in Page(client.get("/own-addresses/")).words
    link = link_in(newest_mail(NEW))
    assert token_in(newest_mail(NEW)) not in str(list(AddressChange.objects.values()))
    with nothing_changes():
        assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    sales.refresh_from_db()
    assert (sales.email, sales.email_verified_at is not None) == (NEW, True)
    assert authenticate(username=NEW, password=PASSWORD) == sales
    assert authenticate(username=old, password=PASSWORD) is None
    with nothing_changes():
        assert client.post(link).status_code == 410
    verbs = set(
        LogEntry.objects.filter(object_id=sales.pk).values_list("operation__verb", flat=True)
    )
    assert {"ask_for_change", "confirm_address"} <= verbs


def test_a_link_confirms_for_its_own_person_alone(
    sales: User, finance: User, sign_in: SignIn
) -> None:
    ask_for_change(sales, kind="email", value=NEW, by=Actor.person(sales))
    link = link_in(newest_mail(NEW))
    other, own = sign_in(finance), sign_in(sales)
    with nothing_changes():
        assert "belongs to another account" in Page(other.post(link)).words
        assert Client().post(link).status_code == 401
        assert Client().get(link)["Location"].startswith("/login/")
        assert own.post(f"{link[:-3]}/").status_code == 410
    assert change_of_link(token_in(newest_mail(NEW))) is not None


def test_a_link_ends_and_another_one_replaces_it(sales: User, sign_in: SignIn) -> None:
    by = Actor.person(sales)
    ask_for_change(sales, kind="email", value=NEW, by=by)
    first = token_in(newest_mail(NEW))
    ask_for_change(sales, kind="email", value="sales@other.example", by=by)
    assert change_of_link(first) is None
    second = token_in(newest_mail("sales@other.example"))
    AddressChange.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert change_of_link(second) is None
    ask_for_change(sales, kind="email", value=NEW, by=by)
    client = sign_in(sales)
    client.post("/own-addresses/", {"what": "forget_email"})
    assert change_of_link(token_in(newest_mail(NEW))) is None


def test_a_taken_address_is_refused_when_asked_for_and_when_confirmed(
    sales: User, finance: User
) -> None:
    by = Actor.person(sales)
    sales.email_verified_at = timezone.now()
    for value in (finance.email.upper(), sales.email, "no address"):
        with nothing_changes(), pytest.raises(Exception) as refused:  # noqa: PT011 - by its field
            ask_for_change(sales, kind="email", value=value, by=by)
        assert list(refused.value.message_dict) == ["email"]  # type: ignore[attr-defined]
    ask_for_change(sales, kind="email", value=NEW, by=by)
    UserFactory(email=NEW)
    with nothing_changes(), pytest.raises(Refusal, match="Another account"):
        confirm_address(token_in(newest_mail(NEW)), by=by)


def test_the_present_address_is_confirmed_where_it_never_was(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    page = Page(client.get("/own-addresses/"))
    assert "Confirm this one" in page.words
    client.post("/own-addresses/", {"what": "email", "email": sales.email})
    assert OutboxMail.objects.count() == 1
    assert client.post(link_in(newest_mail(sales.email))).status_code == 302
    sales.refresh_from_db()
    assert sales.email_verified_at is not None
    assert "Confirm this one" not in Page(client.get("/own-addresses/")).words
    answer = client.post("/own-addresses/", {"what": "email", "email": sales.email})
    assert "This is the present one." in Page(answer).words


def test_what_system_types_waits_as_well(system: User, sales: User, sign_in: SignIn) -> None:
    old = sales.email
    client = sign_in(system)
    page = f"/staff/user/{sales.pk}/change/"
    form = Page(client.get(page)).form("user_form")
    answer = client.post(page, form.sent(email=NEW, name="Another Name"))
    assert answer.status_code == 302
    sales.refresh_from_db()
    assert (sales.email, sales.name) == (old, "Another Name")
    assert NEW in Page(client.get(page)).words
    assert newest_mail(old).subject
    confirm_address(token_in(newest_mail(NEW)), by=Actor.person(sales))
    sales.refresh_from_db()
    assert sales.email == NEW


def test_taking_an_address_away_and_a_new_account_need_no_link(system: User, sales: User) -> None:
    with as_the_house(Actor.person(system)):
        sales.email = ""
        sales.save()
    sales.refresh_from_db()
    assert (sales.email, sales.email_key) == ("", None)
    made = create_user(username="lin", name="Lin", email="lin@new.example", by=SYSTEM)
    assert (made.email, made.email_verified_at) == ("lin@new.example", None)
    assert not OutboxMail.objects.exists()


def test_a_mobile_is_confirmed_by_its_code(
    sales: User,
    sign_in: SignIn,
    texts: Callable[[], list[str]],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client = sign_in(sales)

    def ask(number: str) -> Page:
        with django_capture_on_commit_callbacks(execute=True):
            return Page(
                client.post("/own-addresses/", {"what": "mobile", "mobile": number}, follow=True)
            )

    ask("+49 171 1234567")
    (text,) = texts()
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None
    code = found.group()
    assert "Wait" in ask("+49 171 7654321").words
    wrong = "000000" if code != "000000" else "111111"
    page = Page(client.post("/own-addresses/", {"what": "code", "code": wrong}))
    assert "This is not the code." in page.words
    sales.refresh_from_db()
    assert sales.mobile == ""
    client.post("/own-addresses/", {"what": "code", "code": code})
    sales.refresh_from_db()
    assert (sales.mobile, sales.mobile_verified_at is not None) == ("+49 171 1234567", True)
    with nothing_changes():
        client.post("/own-addresses/", {"what": "code", "code": code})


def test_codes_are_not_tried_out(
    sales: User,
    sign_in: SignIn,
    texts: Callable[[], list[str]],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_change(sales, kind="mobile", value="0171 1", by=Actor.person(sales))
    code = re.findall(r"\b\d{6}\b", texts()[0])[0]
    wrong = "000000" if code != "000000" else "111111"
    client = sign_in(sales)
    for _n in range(5):
        client.post("/own-addresses/", {"what": "code", "code": wrong})
    with nothing_changes():
        page = Page(client.post("/own-addresses/", {"what": "code", "code": code}))
    assert "Too many wrong codes" in page.words


def test_where_no_text_messages_are_sent_a_mobile_is_taken_unconfirmed(
    sales: User, settings: Any
) -> None:
    settings.SMS_ROUTE = None
    assert ask_for_change(sales, kind="mobile", value="0171 1", by=Actor.person(sales)) is None
    sales.refresh_from_db()
    assert (sales.mobile, sales.mobile_verified_at) == ("0171 1", None)


def test_nobody_changes_the_address_of_others(sales: User, finance: User) -> None:
    with nothing_changes(), pytest.raises(Refusal):
        ask_for_change(sales, kind="email", value=NEW, by=Actor.person(finance))


def test_the_record_s_form_asks_for_the_same_proof_as_one_s_own_page(
    system: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    page = f"/staff/user/{system.pk}/change/"
    form = Page(client.get(page)).form("user_form")
    let_the_proof_grow_old(client)
    with nothing_changes():
        asked = client.post(page, form.sent(email=NEW))
    assert (asked.status_code, asked.templates[0].name) == (403, "console/factor_prove.html")
    assert not OutboxMail.objects.exists()
    assert not AddressChange.objects.exists()
    assert client.post(page, form.sent(name="Another Name")).status_code == 302
