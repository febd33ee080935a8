"""What every test may ask for: the cast, and a browser's side of the console for any of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from erp.staff.models import User
from tests.cast import make_person

# for a search by hand: pytest --hypothesis-profile=long tests/erp/foundation
settings.register_profile("long", max_examples=20_000)


@pytest.fixture
def system(db: None) -> User:
    """Somebody with the System role: every right, yet no superuser."""
    return make_person("system")


@pytest.fixture
def manager(db: None) -> User:
    """Somebody who sees all of the business."""
    return make_person("manager")


@pytest.fixture
def sales(db: None) -> User:
    """A seller with customers of their own."""
    return make_person("sales")


@pytest.fixture
def other_sales(db: None) -> User:
    """A second seller, whose records are not the first one's."""
    return make_person("other_sales")


@pytest.fixture
def purchasing(db: None) -> User:
    """A buyer with suppliers of their own."""
    return make_person("purchasing")


@pytest.fixture
def storekeeper(db: None) -> User:
    """Somebody who keeps the warehouses."""
    return make_person("storekeeper")


@pytest.fixture
def finance(db: None) -> User:
    """Somebody who keeps invoices, payments and rates."""
    return make_person("finance")


@pytest.fixture
def auditor(db: None) -> User:
    """Somebody who reads everything, changes nothing, and whose account ends."""
    return make_person("auditor")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and without any right."""
    return make_person("stranger")


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Return a function that gives any of the cast by name."""
    return make_person


@pytest.fixture
def sign_in(db: None) -> Callable[[User], Client]:
    """Return a function that gives a client in which the person is signed in.

    An error inside a page fails the test instead of becoming a page about it.
    """

    def signed_in(who: User) -> Client:
        client = Client()
        client.force_login(who)
        return client

    return signed_in
