"""The gate: with the password alone one reaches the second factor's pages and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from erp.staff.models import User
from tests.language.second_factor import enrolled, sign_in_by_password

pytestmark = pytest.mark.django_db
PROVE, ENROL = "/second-factor/", "/second-factor/set-up/"


def test_after_the_password_the_code_and_then_where_one_was_going(sales: User) -> None:
    phone = enrolled(sales)
    client = sign_in_by_password(sales, next="/profile/")
    turned = client.get("/profile/")
    assert (turned.status_code, turned["Location"]) == (302, f"{PROVE}?next=%2Fprofile%2F")
    page = client.get(turned["Location"])
    assert page.status_code == 200
    assert page.context["menu"] == ()
    done = client.post(PROVE, {"way": "app", "code": phone.code(), "next": "/profile/"})
    assert (done.status_code, done["Location"]) == (302, "/profile/")
    assert client.get("/profile/").status_code == 200
    assert client.get(reverse("second_factor:security")).status_code == 200
