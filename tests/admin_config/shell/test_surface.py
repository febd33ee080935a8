"""The surface: headers, cookies, sizes, hosts and addresses that lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.client import FakePayload

from admin_config.engine.shell.errors import too_many
from erp.log_settings import _mask_secrets
from erp.staff.access_token import new_token
from erp.staff.models import User
from erp.staff.services.forgotten_password import token_for
from tests.cast import PASSWORD
from tests.toy.factories import ShelfFactory

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def test_every_answer_carries_the_headers(sales: User, sign_in: SignIn) -> None:
    client, strict = sign_in(sales), Client(enforce_csrf_checks=True)
    answers = [
        client.get("/"),
        client.get("/login/"),
        client.get("/nowhere/"),
        client.get("/staff/user/"),
        client.get("/session/"),
        client.get("/healthz"),
        client.get("/static/console/shell.js"),
        client.get("/", headers={"accept": "application/json"}),
        strict.post("/login/", {}),
        client.post("/", CONTENT_LENGTH="99999999999"),
    ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200, 302, 404, 403, 200, 200, 200, 200, 403, 413]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "camera=()" in answer.headers["Permissions-Policy"]
        answer.close()


def test_pages_of_people_are_kept_nowhere(sales: User, sign_in: SignIn) -> None:
    answer = sign_in(sales).get("/")
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))


def test_cookies_are_out_of_reach_of_scripts_and_of_plain_http(sales: User, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/login/", secure=True)
    fields = {"username": "sales", "password": PASSWORD}
    client.post("/login/", fields, secure=True)
    client.post("/language/", {"language": "en"}, secure=True)
    names = {"sessionid", "csrftoken", "console_person", "console_device", "django_language"}
    assert names <= set(client.cookies)
    for cookie in client.cookies.values():
        flags = (cookie["httponly"], cookie["secure"], cookie["samesite"])
        assert flags == (True, True, "Lax"), cookie.key


def test_too_much_is_refused_before_it_is_read(sales: User, sign_in: SignIn, settings: Any) -> None:
    client = sign_in(sales)
    settings.REQUEST_SIZE_LIMIT = 2_000_000

    def send(kind: str, length: str) -> int:
        body = FakePayload(b"x")
        told: dict[str, Any] = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": length}
        return client.post("/profile/", **{**told, "wsgi.input": body}).status_code

    assert send("multipart/form-data; boundary=x", "2000001") == 413
    assert (
        send("application/x-www-form-urlencoded", str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
        == 413
    )
    for nonsense in ("-1", "many", "１２"):
        assert send("application/x-www-form-urlencoded", nonsense) == 400
    chinese = client.post("/", CONTENT_LENGTH="99999999999", headers={"accept-language": "zh-CN"})
    assert 'lang="zh-hans"' in chinese.content.decode()


def test_oversized_and_deep_input_is_no_fault_of_ours(
    purchasing: User, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(purchasing)
    client.raise_request_exception = False
    ShelfFactory()
    deep = "[" * 100_000
    many = {f"f{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    statuses = [
        client.post("/toy/shelf/add/", many).status_code,
        client.get("/toy/shelf/", {"q": "x" * 20_000}).status_code,
        client.get("/toy/shelf/", {"tree": deep, "after": deep}).status_code,
        client.get(f"/toy/shelf/{'9' * 5000}/change/").status_code,
        client.get("/toy/shelf/%00/change/").status_code,
        client.get("/" + "x" * 8000).status_code,
        client.post("/drafts/", deep, content_type="application/json").status_code,
        client.post("/login/", deep, content_type="application/json").status_code,
    ]
    assert [status for status in statuses if status >= 500] == []
    assert statuses[0] == 400


def test_only_the_house_s_own_names_are_answered(sales: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["erp.house.example"]
    client = Client()
    assert client.get("/login/", headers={"host": "erp.house.example"}).status_code == 200
    for host in ("evil.example", "erp.house.example.evil.example", "erp.house.example@evil", "a b"):
        assert client.get("/login/", headers={"host": host}).status_code == 400
    forged = {"host": "erp.house.example", "x-forwarded-host": "evil.example"}
    assert b"evil.example" not in client.get("/login/", headers=forged).content


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "\t//evil.example",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_leads_elsewhere(sales: User, sign_in: SignIn, address: str) -> None:
    fields = {"username": "sales", "password": PASSWORD, "next": address}
    answers = [
        Client().post("/login/", fields),
        Client().post(f"/login/?next={address}", fields),
        Client().post("/language/", {"language": "en", "next": address}),
        sign_in(sales).post("/own-sessions/end-others/", {"next": address}),
        sign_in(sales).post("/logout/", {"next": address}),
        sign_in(sales).get("/login/", {"next": address}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        # a browser takes a leading slash and what is no slash or backslash as the same house
        place = answer["Location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))


def test_the_page_for_too_many(rf: Any) -> None:
    answer = too_many(rf.get("/"))
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_tokens_of_links_never_reach_the_log(sales: User, caplog: Any) -> None:
    tokens = [new_token("invitation", "ada@example.com"), token_for(sales)]
    caplog.set_level("DEBUG")
    for token in tokens:
        Client().get(f"/invitation/{token}/")
        Client().get("/password/new/", {"token": token})
    lines = [record.getMessage() for record in caplog.records if record.name == "request"]
    assert len(lines) == 4
    assert not any(token in line for token in tokens for line in lines)
    # what Django itself logs goes through the same mask
    told = {"event": f"Internal Server Error: /invitation/{tokens[0]}/", "form_token": "x"}
    masked = _mask_secrets(None, "error", told)
    assert masked == {"event": "Internal Server Error: /invitation/***/", "form_token": "***"}
    plain = {"event": "GET /static/console/shell.4f2a9c81d0e7.js", "request_id": "0" * 32}
    assert _mask_secrets(None, "info", dict(plain)) == plain
