"""Error pages: in the console's look, with the number to tell, without the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from admin_config.engine.shell import errors
from erp.staff.models import User

SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_nothing_here(sales: User, sign_in: SignIn) -> None:
    response = sign_in(sales).get("/no/such/page/")
    assert response.status_code == 404
    assert response["X-Request-Id"] in response.content.decode()


@pytest.mark.django_db
def test_not_allowed(stranger: User, sign_in: SignIn) -> None:
    response = sign_in(stranger).get("/toy/toy/")
    assert response.status_code == 403
    assert "You may not do this" in response.content.decode()


@pytest.mark.django_db
def test_a_foreign_form(sales: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sales)
    response = strict.post("/profile/", {"profile-name": "X"})
    assert response.status_code == 403
    assert "what you typed is still there" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (errors.failed, 500),
        (lambda request: errors.bad_request(request, ValueError()), 400),
        (errors.too_many, 429),
    ],
)
def test_without_database_and_in_both_languages(answer: Any, status: int) -> None:
    request = RequestFactory().get("/x")
    request.META["REQUEST_ID"] = "abcdef0123456789"

    def refuse(*_args: object) -> None:
        raise AssertionError

    for language in ("en", "zh-hans"):
        with translation.override(language), connection.execute_wrapper(refuse):
            response = answer(request)
        assert response.status_code == status
        assert b"abcdef0123456789" in response.content
        assert f'lang="{language}"'.encode() in response.content


def test_scripts_get_the_same_as_data() -> None:
    request = RequestFactory().get("/x", headers={"accept": "application/json"})
    request.META["REQUEST_ID"] = "abcdef0123456789"
    response = errors.failed(request)
    assert response["Content-Type"] == "application/json"
    assert b"abcdef0123456789" in response.content
