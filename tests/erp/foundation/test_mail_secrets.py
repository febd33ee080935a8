"""A link that lets somebody in is readable for nobody else, in no table and on no page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as post
from django.test import Client

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import MailState, OutboxMail
from erp.foundation.models.outbox_mail import may_see_secrets
from erp.foundation.secret_text import lock_text, unlock_text
from erp.foundation.services.mail import Attached, forget_secrets, send_mail_again, write_mail
from erp.staff.models import User
from tests.factories import RoleFactory, UserFactory
from tests.language.jobs import work_off

pytestmark = pytest.mark.django_db
LINK = "https://console.example/invitation/abc-123"
SignIn = Callable[[User], Client]


def written(**more: Any) -> OutboxMail:
    mail: OutboxMail = write_mail(
        to="ada@example.com",
        subject="Come in",
        body=f"Good day <b>Ada</b>,\n\nopen {LINK} or\nhttps://house.example",
        secret=LINK,
        by=SYSTEM,
        **more,
    )
    return mail


def test_the_row_holds_no_link_and_the_reader_gets_it() -> None:
    mail = written()
    stored = OutboxMail.objects.values().get()
    assert LINK not in str(stored)
    assert "abc-123" not in str(stored)
    assert work_off() == ["done"]
    assert LINK in post.outbox[0].body  # type: ignore[attr-defined]
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_who_may_look_mails_up_reads_the_text_without_the_link(
    system: User, sign_in: SignIn
) -> None:
    mail = written()
    looks = RoleFactory(permissions=[Permission.objects.get(codename="view_outboxmail")])
    reader = UserFactory(groups=[looks])
    page = sign_in(reader).get(f"/foundation/outboxmail/{mail.pk}/change/").content.decode()
    assert "a secret link or code" in page
    assert "abc-123" not in page
    whole = sign_in(system).get(f"/foundation/outboxmail/{mail.pk}/change/").content.decode()
    assert f'href="{LINK}"' in whole
    assert "&lt;b&gt;Ada&lt;/b&gt;" in whole
    assert "abc-123" not in sign_in(system).get("/foundation/outboxmail/").content.decode()


@pytest.mark.parametrize("how", ["production", "server"])
def test_in_real_life_nobody_reads_it_and_it_is_forgotten_when_sent(
    system: User, sign_in: SignIn, settings: Any, how: str
) -> None:
    if how == "production":
        settings.MODE = "production"
    else:
        settings.EMAIL_FILE_PATH = None
    mail = written()
    assert not may_see_secrets(Actor.person(system))
    page = sign_in(system).get(f"/foundation/outboxmail/{mail.pk}/change/").content.decode()
    assert "abc-123" not in page
    assert work_off() == ["done"]
    mail.refresh_from_db()
    assert (mail.state, mail.secret) == (MailState.SENT, "")
    assert mail.text_to_send() is None


def test_a_mail_whose_secret_is_gone_is_not_sent_half(settings: Any) -> None:
    mail = written()
    settings.FILES_KEPT_DAYS = -1
    assert forget_secrets() == 1
    assert work_off() == ["done"]
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert "anew" in mail.last_error
    send_mail_again(mail, by=SYSTEM)
    work_off()
    assert post.outbox == []  # type: ignore[attr-defined]


def test_what_another_key_locked_stays_locked(settings: Any) -> None:
    locked = lock_text(LINK)
    assert unlock_text(locked) == LINK
    settings.SECRET_KEY = "x" * 60
    assert unlock_text(locked) is None
    assert unlock_text("nonsense") is None


def test_files_go_along() -> None:
    written(attached=[Attached("QT-1.pdf", "application/pdf", b"%PDF-1.7")])
    assert work_off() == ["done"]
    assert post.outbox[0].attachments == [  # type: ignore[attr-defined]
        ("QT-1.pdf", b"%PDF-1.7", "application/pdf")
    ]


def test_links_in_mails_lead_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from erp import environment as env

    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setenv("PORT", "8111")
    assert env.public_url("PUBLIC_URL", ["*"], https=False) == "http://localhost:8111"
    assert env.public_url("PUBLIC_URL", ["a.example"], https=True) == "https://a.example"
    monkeypatch.setenv("PUBLIC_URL", "https://erp.example/")
    assert env.public_url("PUBLIC_URL", ["a.example"], https=True) == "https://erp.example"
    for wrong in ("erp.example", "ftp://x", "https://x/?a=1", "https://u@x", "https://"):
        monkeypatch.setenv("PUBLIC_URL", wrong)
        with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
            env.public_url("PUBLIC_URL", ["a.example"], https=True)
