"""Sessions: whose, from where, how long; what ends them and what never shows their key."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.device_words import device_words
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.staff.models import Session, User
from erp.staff.models.session import digest_of
from erp.staff.services.session import end_session, end_sessions
from erp.staff.services.user import deactivate_user, give_new_password, set_roles
from erp.staff.session_store import SessionStore
from tests.cast import PASSWORD
from tests.language.second_factor import enrolled, signed_in_with

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _browser(user: User, **headers: str) -> Client:
    client = Client(**{"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.9", **headers})  # type: ignore[arg-type]
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    return client


def _key(client: Client) -> str:
    return client.cookies["sessionid"].value


def _is_in(client: Client) -> bool:
    return bool(client.get("/session/").json()["signed_in"])


def test_a_session_knows_who_from_where_and_keeps_no_key(sales: User) -> None:
    client = _browser(sales)
    row = Session.objects.get()
    assert (row.person, row.address, row.device()) == (sales, "203.0.113.9", "Firefox 128 · Linux")
    assert row.session_key == digest_of(_key(client)) != _key(client)
    assert _key(client) not in str(row) + row.session_data
    # what stands in the table opens nothing
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert not _is_in(thief)


def test_the_key_changes_with_the_sign_in(sales: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/login/", {"username": "sales", "password": PASSWORD})
    assert _key(client) != "a" * 32
    fixed = Client()
    fixed.cookies["sessionid"] = "a" * 32
    assert not _is_in(fixed)
    # a session that existed before the sign-in is another one afterwards
    store = SessionStore()
    store.create()
    early = Client()
    early.cookies["sessionid"] = str(store.session_key)
    early.post("/login/", {"username": "sales", "password": PASSWORD})
    assert _key(early) != store.session_key
    assert not SessionStore().exists(str(store.session_key))


def test_it_ends_when_unused_and_in_any_case(sales: User, settings: Any) -> None:
    client = _browser(sales)
    now, row = timezone.now(), Session.objects.get()
    idle = dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    assert abs(row.expire_date - (now + idle)) < dt.timedelta(seconds=20)
    Session.objects.update(expire_date=now - dt.timedelta(seconds=1))
    assert not _is_in(client)
    # used until shortly before its last hour: no use makes it longer than that
    client = _browser(sales)
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    since = now - longest + dt.timedelta(minutes=10)
    Session.objects.update(since=since, last_seen=now - dt.timedelta(minutes=5))
    assert _is_in(client)
    assert Session.objects.get().expire_date == since + longest
    SessionStore.clear_expired()
    assert Session.stored.count() == 1


def test_use_is_noted_once_a_minute(sales: User, django_assert_num_queries: Any) -> None:
    client = _browser(sales)
    client.get("/session/")
    # one query reads session and person, none is written
    with django_assert_num_queries(1):
        client.get("/session/")
    earlier = timezone.now() - dt.timedelta(minutes=2)
    Session.objects.update(last_seen=earlier)
    with django_assert_num_queries(2):
        client.get("/session/", REMOTE_ADDR="203.0.113.77")
    row = Session.objects.get()
    assert row.last_seen > earlier
    assert row.address == "203.0.113.77"


def test_all_others_are_ended_and_the_log_says_so(sales: User, manager: User) -> None:
    here, there, foreign = _browser(sales), _browser(sales), _browser(manager)
    assert end_sessions(sales, keep=_key(here), by=Actor.person(sales), reason="left it open") == 1
    assert (_is_in(here), _is_in(there), _is_in(foreign)) == (True, False, True)
    act = Operation.objects.get(kind=OperationKind.SESSION)
    assert (act.verb, act.reason, act.details) == ("end_sessions", "left it open", {"sessions": 1})
    entry = LogEntry.objects.get(operation=act)
    assert (entry.object_id, entry.changes) == (
        sales.pk,
        {"sessions": ["Firefox 128 · Linux", None]},
    )
    # where nothing ends nothing is written
    assert end_sessions(sales, keep=_key(here), by=SYSTEM, reason="") == 0
    assert Operation.objects.filter(kind=OperationKind.SESSION).count() == 1


def test_sessions_of_others_are_ended_by_right_alone(
    sales: User, manager: User, system: User
) -> None:
    client = _browser(sales)
    row = Session.objects.get()
    with pytest.raises(Refusal, match="no right"):
        end_session(row, by=Actor.person(manager), reason="")
    assert _is_in(client)
    end_session(row, by=Actor.person(system), reason="lost laptop")
    assert not _is_in(client)


def test_a_new_password_and_deactivation_end_every_session(sales: User, system: User) -> None:
    client = _browser(sales)
    give_new_password(sales, by=Actor.person(system), reason="forgot it")
    assert not Session.objects.filter(person=sales).exists()
    assert not _is_in(client)
    with operation(OperationKind.CHANGE, by=SYSTEM):
        sales.set_password(PASSWORD)
        sales.must_change_password = False
        sales.save()
    client = _browser(sales)
    assert _is_in(client)
    deactivate_user(sales, by=Actor.person(system), reason="left")
    assert not Session.objects.filter(person=sales).exists()
    assert not _is_in(client)


def test_an_own_new_password_keeps_this_browser_alone(sales: User) -> None:
    here, there = _browser(sales), _browser(sales)
    new = "another long-standing secret 7"
    before = _key(here)
    here.post("/profile/", {"new_password": "1", "old": PASSWORD, "password": new, "again": new})
    assert (_is_in(here), _is_in(there)) == (True, False)
    assert _key(here) != before
    assert Session.objects.get().person == sales


def test_taken_rights_are_gone_with_the_next_request(manager: User, system: User) -> None:
    client = _browser(manager)
    assert client.get("/staff/user/").status_code == 200
    set_roles(manager, [], by=Actor.person(system))
    assert client.get("/staff/user/").status_code == 403
    assert _is_in(client)


EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1"
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (FIREFOX, "Firefox 128 · Linux"),
        (EDGE, "Edge 126 · Windows"),
        (IPHONE, "Safari 17 · iPhone"),
        (WECHAT, "WeChat 8 · Android"),
        ("", "unknown device"),
        ("<script>", "unknown device"),
    ],
)
def test_devices_in_words(says: str, words: str) -> None:
    assert device_words(says) == words


def test_another_proof_gives_another_key_and_no_more_hours(sales: User, settings: Any) -> None:
    phone = enrolled(sales)
    client = signed_in_with(phone, sales)
    since = timezone.now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE - 600)
    Session.objects.update(since=since)
    key = _key(client)
    assert client.post("/second-factor/", {"way": "app", "code": phone.code()}).status_code == 302
    assert _key(client) != key
    row = Session.objects.get()
    assert row.since == since
    assert row.expire_date == since + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
