"""Addresses hold anything: what is no number and no key is said to be nothing, never an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from erp.foundation.digits import number_in
from erp.staff.models import User
from tests.factories.parties import CustomerFactory

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

LONG = "9" * 5000
PAGES = [
    "/parties/customer/{bad}/history/",
    "/parties/customer/{key}/history/?before={bad}",
    "/parties/customer/{key}/history/compare/?a={bad}&b={bad}",
    "/foundation/operation/{bad}/change/",
    "/trash/?before={bad}",
    "/files/catalog/brand/{bad}/logo/",
    "/foundation/job/{bad}/change/",
    "/autocomplete/?app_label=parties&model_name=contact&field_name=party&page={bad}",
    "/parties/customer/add/?sales_owner={bad}",
    "/parties/customer/?size={bad}&view={bad}&after={bad}",
    "/cascade/company/region/?within={bad}",
]


@pytest.mark.parametrize("bad", ["²", LONG, "9" * 30, "abc", "%00"])
@pytest.mark.parametrize("page", PAGES)
def test_a_bad_number_is_no_error(system: User, sign_in: SignIn, page: str, bad: str) -> None:
    customer = CustomerFactory()
    answer = sign_in(system).get(page.format(bad=bad, key=customer.pk))
    assert answer.status_code in {200, 302, 400, 404}


def test_a_posted_key_that_no_table_holds_is_refused_at_its_field(
    system: User, sign_in: SignIn
) -> None:
    answer = sign_in(system).post(
        "/parties/customer/add/", {"name": "Sunrise", "payment_terms": "9" * 30}
    )
    assert answer.status_code == 200
    assert "payment_terms" in answer.context["adminform"].form.errors


def test_no_address_leads_to_tables_that_do_not_exist(system: User, sign_in: SignIn) -> None:
    assert sign_in(system).get("/r/1/1/").status_code == 404


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("²", None), ("-1", None), ("", None), (LONG, None), (7, 7)]
)
def test_only_plain_digits_are_a_number(text: object, number: int | None) -> None:
    assert number_in(text) == number
