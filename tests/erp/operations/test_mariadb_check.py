"""A MariaDB that would lose, mix up or cut data is refused at the start, with a reason."""

from __future__ import annotations

import pytest
from django.db import connection

from erp.operations.checks import check_mariadb

pytestmark = pytest.mark.django_db


def found() -> list[str | None]:
    return [message.id for message in check_mariadb(["default"])]


def test_the_database_of_the_tests_is_sound() -> None:
    assert found() == []


def test_nothing_is_asked_unless_databases_are_named() -> None:
    assert check_mariadb(None) == []


@pytest.mark.parametrize(
    ("change", "back", "fault"),
    [
        (
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "operations.E002",
        ),
        (
            "SET character_set_connection='latin1'",
            "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci",
            "operations.E003",
        ),
        ("SET sql_mode=''", "SET sql_mode='TRADITIONAL'", "operations.E005"),
    ],
)
def test_each_fault_is_named(change: str, back: str, fault: str) -> None:
    if connection.vendor != "mysql":
        pytest.skip("asks a MariaDB")
    with connection.cursor() as cursor:
        cursor.execute(change)
        try:
            assert found() == [fault]
        finally:
            cursor.execute(back)
