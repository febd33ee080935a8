"""What every test may ask for: the cast, and a browser's side of the console for any of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import settings

from erp.staff.models import User
from tests.cast import make_person

#: Tests that take many seconds, behind those that start processes of their own.
LONG = (
    "tests/fuzz/",
    "tests/erp/foundation/test_undo_property.py",
    "tests/admin_config/northwind/test_load_northwind.py",
    "tests/erp/operations/test_load_demo.py",
)
LAST = len(LONG) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let long tests begin first, so that no worker waits for one that another began last.

    What commits stays where pytest-django put it, behind everything that is rolled back.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        return LAST
    if item.get_closest_marker("slow"):
        return 0
    places = (place for place, path in enumerate(LONG, 1) if item.nodeid.startswith(path))
    return next(places, LAST)


# for a search by hand: pytest --hypothesis-profile=long tests/erp/foundation
settings.register_profile("long", max_examples=20_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let the tests make tables that in life another program makes."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed and model.__module__.startswith("erp."):
            model._meta.managed = True


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
