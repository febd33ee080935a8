"""A new password by mail: the same answer for everybody, one use, half an hour, no way around."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp.foundation.actor import SYSTEM
from erp.foundation.models import Job, LogEntry, Operation, OperationKind, OutboxMail
from erp.foundation.operation import operation
from erp.staff.models import Session, Throttle, User
from erp.staff.rules.throttle import LETTERS, LIMITS
from erp.staff.services.forgotten_password import token_for
from tests.cast import PASSWORD
from tests.language.jobs import work_off

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ASK, CHOOSE = "/password/forgotten/", "/password/new/"
NEW = "another long-standing secret 7"


@pytest.fixture
def confirmed(sales: User) -> User:
    """The seller, whose address is confirmed."""
    _change(sales, email_verified_at=timezone.now())
    return sales


def _change(user: User, **facts: Any) -> None:
    with operation(OperationKind.CHANGE, by=SYSTEM):
        for name, value in facts.items():
            setattr(user, name, value)
        user.save()


def _ask(name: str, client: Client | None = None) -> Any:
    return (client or Client()).post(ASK, {"name": name})


def _link() -> str:
    mail = OutboxMail.objects.get()
    assert mail.subject == "A new password for Countinghouse"
    found = re.search(r"\?token=(\S+)", mail.text_to_send() or "")
    assert found
    return found[1]


def _choose(token: str, new: str = NEW, again: str | None = None) -> Any:
    fields = {"token": token, "password": new, "again": new if again is None else again}
    return Client().post(CHOOSE, fields)


def test_the_answer_is_the_same_and_only_who_is_meant_gets_a_letter(
    confirmed: User, manager: User, caplog: Any
) -> None:
    answers = [_ask(name) for name in ("sales", "nobody-here", "manager", "SALES@house.example")]
    texts = {re.sub(r'value="[^"]{64}"', "", answer.content.decode()) for answer in answers}
    assert len(texts) == 1
    assert [answer.status_code for answer in answers] == [200] * 4
    # nothing that tells who exists is written while somebody waits for the answer
    assert Job.objects.count() == 4
    assert not OutboxMail.objects.exists()
    assert not any("nobody" in str(job.arguments) for job in Job.objects.all())
    work_off()
    mails = OutboxMail.objects.filter(subject="A new password for Countinghouse")
    assert [mail.to for mail in mails] == [confirmed.email] * 2
    entry = LogEntry.objects.filter(object_id=confirmed.pk, action=LogEntry.Action.ACCESS).first()
    assert entry is not None
    assert entry.changes == {"password": [None, "letter"]}
    token = token_for(confirmed)
    assert token.split(".")[1] not in caplog.text


def test_who_may_not_come_in_gets_no_letter(confirmed: User) -> None:
    yesterday = timezone.now().date() - dt.timedelta(days=2)
    for facts in (
        {"email_verified_at": None},
        {"email_verified_at": timezone.now(), "ends_on": yesterday},
        {"ends_on": None, "is_active": False},
    ):
        _change(confirmed, **facts)
        _ask("sales")
    _change(confirmed, is_active=True)
    with operation(OperationKind.CHANGE, by=SYSTEM):
        confirmed.set_unusable_password()
        confirmed.save()
    Throttle.stored.all().delete()
    _ask("sales")
    work_off()
    assert not OutboxMail.objects.exists()


def test_a_link_works_once_ends_sessions_and_signs_nobody_in(confirmed: User) -> None:
    inside = Client()
    inside.post("/login/", {"username": "sales", "password": PASSWORD})
    _ask("sales")
    work_off()
    token = _link()
    page = Client().get(CHOOSE, {"token": token})
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    # looking at it, as programs in front of a mailbox do, uses nothing up
    Client().head(CHOOSE, {"token": token})
    answer = _choose(token)
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert not Session.objects.exists()
    assert inside.get("/session/").json()["signed_in"] is False
    confirmed.refresh_from_db()
    assert confirmed.check_password(NEW)
    again = _choose(token, "yet another good secret 8")
    assert again.status_code == 410
    confirmed.refresh_from_db()
    assert confirmed.check_password(NEW)
    act = Operation.objects.get(verb="choose_forgotten_password")
    assert act.kind == OperationKind.RIGHTS
    told = OutboxMail.objects.exclude(subject="A new password for Countinghouse").get()
    assert (told.to, told.secret) == (confirmed.email, "")


def test_altered_swapped_and_late_tokens_are_dead(
    confirmed: User, manager: User, monkeypatch: Any, settings: Any
) -> None:
    token, foreign = token_for(confirmed), token_for(manager)
    key, _dot, proof = token.partition(".")
    other_key, _dot, other_proof = foreign.partition(".")
    flipped = proof[:-1] + ("0" if proof[-1] != "0" else "1")
    bad = ("", ".", "x", f"{key}.{flipped}", f"{other_key}.{proof}", f"{key}.{other_proof}")
    for altered in (*bad, token + "x" * 500, f"{'z' * 14}.{proof}", "密.密", f"{key}.{proof}\0"):
        assert _choose(altered).status_code == 410
        assert Client().get(CHOOSE, {"token": altered}).status_code == 410
    # who changed the address, lost the account or waited too long has a dead link
    _change(confirmed, email="moved@house.example")
    assert _choose(token).status_code == 410
    fresh = token_for(confirmed)
    _change(confirmed, is_active=False)
    assert _choose(fresh).status_code == 410
    _change(confirmed, is_active=True)
    assert settings.PASSWORD_RESET_TIMEOUT == 1800
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert _choose(token_for(confirmed)).status_code == 410
    confirmed.refresh_from_db()
    assert confirmed.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "said", "said_zh"),
    [
        ("password1234", "too common", "过于常见"),
        ("short1", "too short", "过短"),
        ("8429384729384", "entirely numeric", "全部是数字"),
        ("Sales-for-ever-42", "Leave your own names", ""),
        ("wo-shi-王小明-99x", "Leave your own names", ""),
        ("ELPMAXE.ESUOH-seLas", "Leave your own names", ""),
        ("x" * 1025, "at most 1024", ""),
    ],
)
def test_weak_and_own_passwords_are_refused_at_the_field(
    confirmed: User, new: str, said: str, said_zh: str
) -> None:
    _change(confirmed, name="王小明")
    token = token_for(confirmed)
    answer = _choose(token, new)
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors["password"])
    fields = {"token": token, "password": new, "again": new}
    chinese = Client(HTTP_ACCEPT_LANGUAGE="zh-CN").post(CHOOSE, fields)
    assert said_zh in str(chinese.context["form"].errors["password"])
    confirmed.refresh_from_db()
    assert confirmed.check_password(PASSWORD)


def test_both_must_be_the_same(confirmed: User) -> None:
    answer = _choose(token_for(confirmed), NEW, "something else 9")
    assert list(answer.context["form"].errors) == ["again"]


def test_letters_are_not_asked_for_without_end(confirmed: User) -> None:
    answers = [_ask("sales") for _i in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 30
    statuses = [_ask(f"nobody{n}").status_code for n in range(LIMITS[LETTERS].free)]
    assert statuses[-1] == 429
    assert Job.objects.count() == LIMITS[LETTERS].free


def test_an_own_change_wants_the_present_password_and_is_told(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    fields = {"new_password": "1", "old": "wrong", "password": NEW, "again": NEW}
    answer = client.post("/profile/", fields)
    assert list(answer.context["password"].errors) == ["old"]
    assert not OutboxMail.objects.exists()
    assert client.post("/profile/", {**fields, "old": PASSWORD}).status_code == 302
    assert OutboxMail.objects.get().to == sales.email


def test_the_present_password_is_not_guessed_in_an_open_session(
    sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    fields = {"new_password": "1", "password": NEW, "again": NEW}
    told = [
        str(client.post("/profile/", {**fields, "old": f"x{n}"}).context["password"].errors["old"])
        for n in range(6)
    ]
    assert all("not your present password" in words for words in told[:5])
    assert "Too many attempts" in told[5]
    # not even the right one is looked at now
    assert client.post("/profile/", {**fields, "old": PASSWORD}).status_code == 200
    sales.refresh_from_db()
    assert sales.check_password(PASSWORD)
    # what is wrong with the new one counts for nothing
    Throttle.stored.all().delete()
    client.post("/profile/", {**fields, "old": PASSWORD, "password": "short", "again": "short"})
    assert not Throttle.objects.exists()
