"""Mails leave by a real mail server; what it refuses is kept with its words and tried again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from erp import environment as env
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, MailState, Operation, OutboxMail
from erp.foundation.refusal import Refusal
from erp.foundation.services import mail as mail_service
from erp.foundation.services.mail import (
    MOST_ATTEMPTS,
    send_due_mails,
    send_mail,
    send_mail_again,
    write_mail,
    write_mail_now,
)
from erp.staff.models import User
from tests.erp.operations.house import free_port
from tests.factories import OutboxMailFactory
from tests.language.jobs import work_off
from tests.language.post_office import post_office


@pytest.fixture
def by_url(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that sends mails the way the address says, as the settings would."""

    def use(url: str) -> None:
        monkeypatch.setenv("EMAIL_URL", url)
        route = env.mail("EMAIL_URL", settings.DATA_DIR / "mail")
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = route.backend, route.file_path
        settings.EMAIL_HOST, settings.EMAIL_PORT = route.host, route.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = route.user, route.password
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = route.use_tls, route.use_ssl
        settings.EMAIL_TIMEOUT = route.timeout

    return use


@pytest.mark.django_db
def test_a_mail_is_taken_by_the_server_once(by_url: Callable[[str], None], settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "账房 <office@house.example>"
    with post_office(account="clerk:p@ss/w") as office:
        by_url(f"smtp://clerk:p%40ss%2Fw@127.0.0.1:{office.port}")
        mail = write_mail(
            to="ada@example.com", subject="报价 7", body="Good day\n.\nYours", by=SYSTEM
        )
        assert work_off() == ["done"]
        mail.refresh_from_db()
        assert send_mail(mail) == {"sent": False}
    (taken,) = office.taken
    assert (taken["To"], taken["From"], taken["Subject"]) == (
        "ada@example.com",
        "账房 <office@house.example>",
        "报价 7",
    )
    assert taken.get_content().splitlines() == ["Good day", ".", "Yours"]
    assert office.signed_in == ["clerk"]
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None


@pytest.mark.django_db
def test_a_server_that_is_down_is_asked_again_later_and_later(
    by_url: Callable[[str], None],
) -> None:
    by_url(f"smtp://127.0.0.1:{free_port()}")
    mail = write_mail(to="ada@example.com", subject="Hello", body="There", by=SYSTEM)
    waits = []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert work_off() == ["done"]
        mail.refresh_from_db()
        assert mail.attempts == attempt
        assert "refused" in mail.last_error
        waits.append(round((mail.due_at - timezone.now()).total_seconds() / 60))
        assert send_due_mails(by=SYSTEM) == 0
        OutboxMail.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
        assert send_due_mails(by=SYSTEM) == (1 if attempt < MOST_ATTEMPTS else 0)
    assert waits == [2, 4, 8, 16, 32, 64]
    assert mail.state == MailState.FAILED
    (given_up,) = Operation.objects.filter(verb="give_mail_up")
    assert (given_up.kind, given_up.details["to"]) == ("mail", "ada@example.com")
    assert "refused" in given_up.details["error"]
    assert given_up.reason == given_up.details["error"]
    with post_office() as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        send_mail_again(mail, by=SYSTEM)
        assert work_off() == ["done"]
    assert [taken["To"] for taken in office.taken] == ["ada@example.com"]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("550 5.1.1 no such mailbox", MailState.FAILED),
        ("450 4.2.0 greylisted, come again", MailState.WAITING),
    ],
)
def test_a_refusal_is_kept_in_the_servers_words(
    by_url: Callable[[str], None], said: str, state: str
) -> None:
    with post_office(refuses=said) as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        mail = write_mail_now(to="nobody@example.com", subject="Hello", body="There")
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.attempts) == (state, said, 1)
    assert office.taken == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("smtp://clerk:wrong@127.0.0.1:{port}", "535 5.7.8 wrong user or password"),
        ("smtp://127.0.0.1:{port}?tls=1", "STARTTLS extension not supported by server."),
    ],
)
def test_what_the_house_has_set_wrong_is_said_and_tried_again(
    by_url: Callable[[str], None], address: str, error: str
) -> None:
    with post_office(account="clerk:right") as office:
        by_url(address.format(port=office.port))
        mail = write_mail_now(to="ada@example.com", subject="Hello", body="There")
    assert (mail.state, mail.last_error) == (MailState.WAITING, error)
    assert office.taken == []


@pytest.mark.django_db
def test_a_subject_that_would_add_a_header_is_never_sent(by_url: Callable[[str], None]) -> None:
    with post_office() as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        mail = write_mail_now(
            to="ada@example.com", subject="Hi\nBcc: eve@example.com", body="There"
        )
    assert (mail.state, office.taken) == (MailState.FAILED, [])


@pytest.mark.django_db
def test_an_attempt_that_nobody_lived_to_tell_of_is_due_again(
    by_url: Callable[[str], None],
) -> None:
    mail = OutboxMailFactory()
    rival = OutboxMail.objects.get(pk=mail.pk)
    with post_office() as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        assert send_mail(mail) == {"sent": True, "error": ""}
        assert send_mail(rival) == {"sent": False}
    assert len(office.taken) == 1


@pytest.mark.django_db
def test_a_mail_that_is_handed_over_right_now_is_not_sent_a_second_time(
    by_url: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = OutboxMailFactory(attempts=1, last_error="450 come again")
    hand_over = mail_service._hand_over

    def hand_over_while_somebody_presses_again(under_way: OutboxMail) -> None:
        monkeypatch.setattr(mail_service, "_hand_over", hand_over)
        with pytest.raises(Refusal, match="on its way"):
            send_mail_again(OutboxMail.objects.get(), by=SYSTEM)
        assert send_mail(OutboxMail.objects.get()) == {"sent": False}
        hand_over(under_way)

    monkeypatch.setattr(mail_service, "_hand_over", hand_over_while_somebody_presses_again)
    with post_office() as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        assert send_mail(mail)["sent"]
    assert len(office.taken) == 1
    with pytest.raises(Refusal, match="sent already"):
        send_mail_again(mail, by=SYSTEM)


@pytest.mark.django_db
def test_a_mail_whose_worker_died_is_sent_again_by_hand_once_it_is_due() -> None:
    gone_by = timezone.now() - dt.timedelta(seconds=1)
    mail = OutboxMailFactory(attempts=2, due_at=gone_by)
    send_mail_again(mail, by=SYSTEM)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)


@pytest.mark.django_db
def test_a_mail_whose_worker_died_is_sent_by_the_clock_and_says_what_happened(
    by_url: Callable[[str], None],
) -> None:
    mail = OutboxMailFactory(attempts=1, due_at=timezone.now() - dt.timedelta(seconds=1))
    assert send_due_mails(by=SYSTEM) == 1
    mail.refresh_from_db()
    assert mail.last_error == "The attempt was broken off."
    with post_office() as office:
        by_url(f"smtp://127.0.0.1:{office.port}")
        assert work_off() == ["done"]
    assert len(office.taken) == 1


@pytest.mark.django_db
def test_only_who_may_change_the_outbox_sends_again(
    system: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    mail = OutboxMailFactory(state=MailState.FAILED, attempts=6, last_error="gone")
    with pytest.raises(Refusal):
        send_mail_again(mail, by=Actor.person(manager))
    page = f"/foundation/outboxmail/{mail.pk}/"
    client = sign_in(system)
    assert "send_mail_again" in client.get(f"{page}change/").content.decode()
    assert not Job.objects.exists()
    client.post(f"{page}do/send_mail_again/", {"_form_token": "a" * 32})
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    assert Job.objects.get().arguments == {"mail": mail.pk}
    assert Operation.objects.get(kind="action").told() == f"mail {mail}"
    assert sign_in(manager).post(f"{page}do/send_mail_again/").status_code in {403, 404}
    OutboxMail.objects.update(state=MailState.SENT)
    assert "send_mail_again" not in client.get(f"{page}change/").content.decode()
    client.post(f"{page}do/send_mail_again/")
    assert OutboxMail.objects.get().state == MailState.SENT


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl", "seconds"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False, 15),
        ("smtp://u:p@mail.example:587?tls=1&timeout=5", "mail.example", 587, True, False, 5),
        ("smtps://u:p@mail.example", "mail.example", 465, False, True, 15),
    ],
)
def test_an_address_of_a_server_is_read(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    host: str,
    port: int,
    tls: bool,
    ssl: bool,
    seconds: int,
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    route = env.mail("EMAIL_URL", env.folder("NO", env.Path("/nowhere")))
    assert (route.host, route.port) == (host, port)
    assert (route.use_tls, route.use_ssl, route.timeout) == (tls, ssl, seconds)


def test_files_are_the_way_where_no_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = env.Path("/house/mail")
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mail("EMAIL_URL", folder).file_path == folder
    monkeypatch.setenv("EMAIL_URL", "file:///else%20where")
    assert env.mail("EMAIL_URL", folder).file_path == env.Path("/else where")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://:25",
        "smtp://mail.example:99999",
        "smtp://mail.example:port",
        "smtp://[mail",
        "smtp://user@mail.example",
        "smtp://:secret@mail.example",
        "smtp://user:s%C3%A9cret@mail.example",
        "smtp://mail.example?tls=maybe",
        "smtp://mail.example?ssl=1",
        "smtps://mail.example?tls=1",
        "smtp://mail.example?timeout=0",
        "smtp://mail.example/inbox",
        "smtp://user:sec#ret@mail.example",
        "file://relative/path",
        "file:relative",
    ],
)
def test_a_wrong_address_is_refused_by_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.mail("EMAIL_URL", env.Path("/nowhere"))
    assert str(refused.value).startswith("EMAIL_URL: ")
    assert "sec" not in str(refused.value).split(";")[0].replace("seconds", "")


@pytest.mark.parametrize("given", ["office", "Office <office>", "@x", "a b@c", "a@b\nBcc: c@d"])
def test_a_wrong_sender_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("EMAIL_FROM", given)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        env.mail_address("EMAIL_FROM", "a@b")
