"""Accounts are created, given passwords and rights, and end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import authenticate

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry
from erp.foundation.refusal import Refusal
from erp.staff.models import Role, User
from erp.staff.services.address import ask_for_change
from erp.staff.services.user import (
    change_password,
    create_user,
    deactivate_user,
    give_new_password,
    reactivate_user,
    set_roles,
)
from tests.cast import PASSWORD
from tests.factories import UserFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
STRONG = "quiet-harbour-48-lamps"


def test_an_account_is_created_with_its_roles(system: User) -> None:
    by = Actor.person(system)
    account = create_user(
        username="lars",
        name="Lars Berg",
        email="Lars@House.example",
        password=STRONG,
        roles=[Role.objects.get(code="system")],
        by=by,
    )
    assert authenticate(username="lars@house.EXAMPLE", password=STRONG) == account
    assert newest_operation().actor == system
    assert list(account.groups.values_list("code", flat=True)) == ["system"]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short1", "short"),
        ("password123", "common"),
        ("48151623421234", "numeric"),
        ("larsberg1", "own names"),
    ],
)
def test_a_weak_password_is_refused(password: str, why: str) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        create_user(username="larsberg", name="Lars", password=password, by=SYSTEM)
    assert why in refused.value.message_dict["password"][0]


def test_without_a_password_nobody_signs_in() -> None:
    account = create_user(username="lars", name="Lars", by=SYSTEM)
    assert not account.has_usable_password()


def test_names_are_unique_whatever_their_case_and_width() -> None:
    create_user(username="lars", name="Lars", email="lars@house.example", by=SYSTEM)
    with nothing_changes(), pytest.raises(Exception, match="already exists"):
        create_user(username="other", name="Other", email="LARS@house.example", by=SYSTEM)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "Stranger@House.Example"),
        ("username", "+8613800001111"),
        ("username", "86-138-0000-1111"),
        ("email", "taken@house.example"),
        ("mobile", "86 1390 0001 111"),
    ],
)
def test_nobody_takes_what_somebody_else_signs_in_by(
    stranger: User, sales: User, field: str, value: str
) -> None:
    with as_the_house():
        stranger.email, stranger.mobile = "stranger@house.example", "+86 138 0000 1111"
        stranger.save()
        for username in ("taken@house.example", "+8613900001111"):
            UserFactory(username=username, email="", mobile="")
    words = "Somebody else signs in by this"
    with nothing_changes(), pytest.raises(Refusal, match=words) as refused:
        create_user(**{"username": "thief", "name": "Thief", field: value}, by=SYSTEM)
    assert list(refused.value.error_dict) == [field]
    setattr(sales, field, value)
    with nothing_changes(), pytest.raises(Refusal, match=words), as_the_house():
        sales.save()
    sales.refresh_from_db()
    if field != "username":
        with nothing_changes(), pytest.raises(Refusal, match=words):
            ask_for_change(sales, kind=field, value=value, by=Actor.person(sales))
    # one's own address is a fine username, and one that is all signs is nobody's number
    with as_the_house():
        UserFactory(username="+_+", email="", mobile="")
        stranger.username = stranger.email
        stranger.save()
    assert authenticate(username="stranger@house.example", password=PASSWORD) == stranger


def test_who_has_no_right_creates_nobody(sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal):
        create_user(username="friend", name="Friend", by=Actor.person(sales))


def test_a_new_password_is_given_once_and_must_be_changed(system: User, stranger: User) -> None:
    password = give_new_password(stranger, by=Actor.person(system), reason="forgotten")
    account = User.objects.get(pk=stranger.pk)
    assert account.check_password(password)
    assert account.must_change_password
    entry = LogEntry.objects.order_by("-pk").first()
    assert entry is not None
    assert password not in str(entry.changes)
    assert "password" in entry.changes


def test_one_changes_ones_own_password(stranger: User) -> None:
    by = Actor.person(stranger)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        change_password(stranger, old="wrong", new=STRONG, by=by)
    assert list(refused.value.message_dict) == ["old"]
    with nothing_changes(), pytest.raises(Refusal):
        change_password(stranger, old=PASSWORD, new=PASSWORD, by=by)
    change_password(stranger, old=PASSWORD, new=STRONG, by=by)
    assert authenticate(username="stranger", password=STRONG) == stranger
    assert authenticate(username="stranger", password=PASSWORD) is None


def test_passwords_are_kept_in_no_version(stranger: User) -> None:
    change_password(stranger, old=PASSWORD, new=STRONG, by=Actor.person(stranger))
    assert set(User.history.values_list("password", flat=True)) <= {"", None}


def test_a_deactivated_account_is_out_at_once(stranger: User, sign_in: object) -> None:
    client = sign_in(stranger)  # type: ignore[operator]
    assert client.get("/").status_code == 200
    deactivate_user(stranger, by=SYSTEM, reason="left")
    assert client.get("/").status_code == 302
    assert authenticate(username="stranger", password=PASSWORD) is None
    reactivate_user(stranger, by=SYSTEM)
    assert authenticate(username="stranger", password=PASSWORD) == stranger


def test_an_account_ends_on_its_day() -> None:
    account: User = UserFactory(ends_on=dt.date(2026, 3, 31), time_zone="Asia/Shanghai")
    account.set_password(STRONG)
    with as_the_house():
        account.save()
    assert authenticate(username=account.username, password=STRONG) is None
    with as_the_house():
        account.ends_on = dt.date(2999, 1, 1)
        account.save()
    assert authenticate(username=account.username, password=STRONG) == account


def test_a_change_of_roles_is_recorded(stranger: User, sales: User) -> None:
    role = Role.objects.get(code="sales")
    set_roles(stranger, [role], by=SYSTEM)
    operation = newest_operation()
    assert operation.kind == "rights"
    assert operation.entries.get().changes == {
        "groups": {"type": "m2m", "added": [role.pk], "removed": []}
    }


def test_a_time_zone_must_exist() -> None:
    with pytest.raises(Exception, match="no time zone"):
        UserFactory(time_zone="Mars/Olympus")
