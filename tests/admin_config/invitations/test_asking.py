"""Asking for an account: off by default, one answer for all, confirmed before people see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, OutboxMail
from erp.foundation.refusal import Refusal
from erp.staff.models import AccountRequest, Invitation, RequestState, Role, Throttle, User
from erp.staff.services.account_request import approve_request, forget_unconfirmed
from tests.cast import make_role
from tests.factories import AccountRequestFactory, InvitationFactory, RoleFactory
from tests.language.jobs import work_off
from tests.language.mail_links import link_in, newest_mail
from tests.language.page import Page
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ASK = "/account/ask/"
TYPED = {"name": "Ada", "email": "Ada@New.example", "message": "I sell bearings."}


@pytest.fixture
def registration(settings: Any) -> None:
    """Let strangers ask."""
    settings.REGISTRATION = True


def test_nobody_can_ask_unless_the_house_lets_them() -> None:
    client = Client()
    assert client.get(ASK).status_code == 404
    with nothing_changes():
        assert client.post(ASK, TYPED).status_code == 404
    assert ASK not in Page(client.get("/login/")).links


@pytest.mark.usefixtures("registration")
def test_a_stranger_asks_confirms_and_is_invited(manager: User, sign_in: SignIn) -> None:
    client = Client()
    assert ASK in Page(client.get("/login/")).links
    assert "Look into your mail" in Page(client.post(ASK, TYPED)).words
    work_off()
    asked = AccountRequest.objects.get()
    assert (asked.state, asked.message) == (RequestState.UNCONFIRMED, "I sell bearings.")
    staff = sign_in(manager)
    assert "People who ask for an account" not in Page(staff.get("/")).words
    assert "Ada" not in newest_mail("Ada@New.example").body
    link = link_in(newest_mail("Ada@New.example"))
    with nothing_changes():
        page = Page(client.get(link))
    assert "Is this your request?" in page.words
    assert "Your address is confirmed" in Page(client.post(link)).words
    with nothing_changes():
        assert client.post(link).status_code == 410
    assert "People who ask for an account" in Page(staff.get("/")).words
    page = f"/staff/accountrequest/{asked.pk}/"
    with nothing_changes():
        staff.post(f"{page}do/approve_request/")
    assert "Choose at least one role" in Page(staff.get(f"{page}change/")).words
    with as_the_house():
        role, above = make_role("sales"), RoleFactory(name="Above")
        Role.objects.get(code="manager").invites.add(role)
    form = Page(staff.get(f"{page}change/")).form("accountrequest_form")
    with nothing_changes():
        refused = Page(staff.post(f"{page}change/", form.sent(roles=[str(above.pk)])))
    assert "You cannot invite people as: Above." in refused.words
    assert staff.post(f"{page}change/", form.sent(roles=[str(role.pk)])).status_code == 302
    staff.post(f"{page}do/approve_request/")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (RequestState.APPROVED, manager)
    assert newest_operation().verb == "approve_request"
    invitation = Invitation.objects.get()
    assert (asked.invitation, list(invitation.roles.all())) == (invitation, [role])
    assert client.get(link_in(newest_mail("Ada@New.example"))).status_code == 200


@pytest.mark.usefixtures("registration")
def test_the_answer_is_the_same_whatever_is_known(sales: User) -> None:
    InvitationFactory(email="invited@new.example")
    AccountRequestFactory(email="waiting@new.example")
    said = set()
    for email in (sales.email, "invited@new.example", "waiting@new.example", "x@new.example"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            page = Page(client.post(ASK, {**TYPED, "email": email}, REMOTE_ADDR="203.0.113.1"))
        words = [query["sql"].partition(" ")[0] for query in asked.captured_queries]
        said.add((page.words.replace(email, "…"), tuple(words)))
        Throttle.stored.all().delete()
        work_off()
        assert newest_mail().to == email
    assert len(said) == 1
    jobs = Job.objects.filter(kind="staff.answer_stranger")
    told = str(list(jobs.values_list("arguments", "title", "result")))
    assert (jobs.count(), sales.email in told) == (4, False)
    assert AccountRequest.objects.count() == 2
    assert "You have one already" in newest_mail(sales.email).body


@pytest.mark.usefixtures("registration")
def test_who_asks_too_often_waits() -> None:
    answers = [Client().post(ASK, TYPED).status_code for _n in range(6)]
    assert answers[:3] == [200] * 3
    assert answers[-1] == 429
    work_off()
    assert OutboxMail.objects.count() == answers.count(200)


@pytest.mark.usefixtures("registration")
def test_a_refusal_says_why_and_one_may_ask_again(manager: User, sign_in: SignIn) -> None:
    asked = AccountRequestFactory(email="ada@new.example")
    client = sign_in(manager)
    page = f"/staff/accountrequest/{asked.pk}/do/refuse_request/"
    client.post(page, {"reason": "We know nobody of this name."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RequestState.REFUSED, "We know nobody of this name.")
    assert "We know nobody of this name." in newest_mail("ada@new.example").body
    with nothing_changes(), pytest.raises(Refusal):
        approve_request(asked, by=Actor.person(manager))
    Client().post(ASK, TYPED)
    work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.decided_by) == (RequestState.UNCONFIRMED, "", None)


def test_requests_that_nobody_confirmed_are_forgotten() -> None:
    old = AccountRequestFactory(state=RequestState.UNCONFIRMED)
    AccountRequestFactory()
    assert forget_unconfirmed(by=SYSTEM) == 0
    week = timezone.now() - dt.timedelta(days=8)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staff_accountrequest SET changed_at = %s",
            [connection.ops.adapt_datetimefield_value(week)],
        )
    assert forget_unconfirmed(by=SYSTEM) == 1
    assert not AccountRequest.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("name", ["sales", "finance", "stranger"])
def test_others_see_no_requests(name: str, person: Callable[[str], User], sign_in: SignIn) -> None:
    AccountRequestFactory()
    assert sign_in(person(name)).get("/staff/accountrequest/").status_code == 403


@pytest.mark.usefixtures("registration")
def test_the_waits_of_two_pages_together_tell_nobody_who_has_an_account(sales: User) -> None:
    seen = []
    for place, email in enumerate((sales.email, "x@new.example")):
        client = Client(REMOTE_ADDR=f"203.0.113.{place}")
        for _n in range(4):
            forgotten = client.post("/password/forgotten/", {"name": email})
        asked = client.post(ASK, {**TYPED, "email": email})
        seen.append((forgotten.status_code, asked.status_code))
    assert seen == [(429, 200)] * 2
