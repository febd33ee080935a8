"""The guards of accounts and roles hold at every door: undo, restore, import, two at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.staff.models import Role, User
from erp.staff.services.user import deactivate_user, give_new_password, set_roles
from tests.factories import RoleFactory, UserFactory
from tests.language.crowd import at_once
from tests.language.writing import as_the_house, newest_operation, nothing_changes


def permission(codename: str) -> Permission:
    found: Permission = Permission.objects.get(codename=codename)
    return found


def again(account: User) -> User:
    """Return the account as a request of its own would read it."""
    found: User = User.objects.get(pk=account.pk)
    return found


@pytest.fixture
def clerk(db: None) -> User:
    """Somebody who may edit accounts and roles, and look brands up."""
    names = ("view_user", "add_user", "change_user", "delete_user", "change_role", "delete_role")
    role = RoleFactory(name="Clerks", permissions=[permission(n) for n in (*names, "view_brand")])
    made: User = UserFactory(username="clerk", groups=[role])
    return made


def lasting() -> int:
    """Return how many could still open the house's door tomorrow."""
    return User.objects.filter(groups__code="system", is_active=True, ends_on=None).count()


@pytest.mark.django_db
def test_undo_takes_the_last_system_user_no_role(system: User) -> None:
    other = UserFactory(username="other")
    with as_the_house():
        other.groups.add(Role.objects.get(code="system"))
    given = newest_operation()
    deactivate_user(again(system), by=SYSTEM)
    undone = undo_operation(given, by=SYSTEM)
    assert undone.records == 0 or undone.kept
    assert lasting() == 1
    assert other.groups.filter(code="system").exists()


@pytest.mark.django_db
def test_undo_does_not_shut_out_the_last_one(system: User) -> None:
    other = UserFactory(username="other", groups=list(system.groups.all()), is_active=False)
    with as_the_house():
        back = again(other)
        back.is_active = True
        back.save()
    let_in = newest_operation()
    deactivate_user(again(system), by=SYSTEM)
    undone = undo_operation(let_in, by=SYSTEM)
    assert undone.records == 0
    assert len(undone.kept) == 1
    assert lasting() == 1


@pytest.mark.django_db
def test_who_brings_a_deleted_account_back_gives_it_no_role_above(clerk: User, sales: User) -> None:
    gone = UserFactory(username="gone", groups=list(sales.groups.all()))
    delete_records([gone], by=SYSTEM)
    deleted = newest_operation()
    undone = undo_operation(deleted, by=Actor.person(clerk))
    back = User.objects.filter(username="gone").first()
    assert back is None or not back.groups.exists()
    assert undone.kept


@pytest.mark.django_db
def test_who_brings_a_deleted_role_back_gives_it_no_right_that_they_lack(clerk: User) -> None:
    role = RoleFactory(name="Gone", permissions=[permission("delete_brand")])
    delete_records([role], by=SYSTEM)
    undo_operation(newest_operation(), by=Actor.person(clerk))
    back = Role.objects.filter(name="Gone").first()
    assert back is None or not back.permissions.exists()


@pytest.mark.django_db
def test_nobody_puts_off_the_end_of_their_own_account(clerk: User) -> None:
    soon = timezone.now().date() + dt.timedelta(days=3)
    with as_the_house():
        clerk.ends_on = soon
        clerk.save()
    for later in (None, soon + dt.timedelta(days=1)):
        mine = again(clerk)
        mine.ends_on = later
        by = Actor.person(again(clerk))
        with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(by):
            mine.save()
        assert list(refused.value.message_dict) == ["ends_on"]
    sooner = again(clerk)
    sooner.ends_on = soon - dt.timedelta(days=1)
    with as_the_house(Actor.person(again(clerk))):
        sooner.save()
    assert again(clerk).ends_on == soon - dt.timedelta(days=1)


@pytest.mark.django_db
def test_nobody_touches_who_approves_more() -> None:
    rights = [permission(name) for name in ("change_user", "approve_quotation")]
    small = RoleFactory(name="Up to a little", permissions=rights, approval_limit=100)
    large = RoleFactory(name="Up to much", permissions=rights, approval_limit=10_000)
    low, high = UserFactory(groups=[small]), UserFactory(groups=[large])
    with nothing_changes(), pytest.raises(Refusal) as refused:
        give_new_password(again(high), by=Actor.person(low))
    assert refused.value.code == "above"
    give_new_password(again(low), by=Actor.person(high))


@pytest.mark.django_db
def test_a_role_is_limited_in_time_only_when_its_people_end(system: User) -> None:
    role = RoleFactory(name="Guests")
    member = UserFactory(username="member", groups=[role])
    role.needs_end = True
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(Actor.person(system)):
        role.save()
    assert list(refused.value.message_dict) == ["needs_end"]
    with as_the_house():
        ending = again(member)
        ending.ends_on = dt.date(2099, 1, 1)
        ending.save()
        role.save()
    assert Role.objects.get(pk=role.pk).needs_end


def system_users(count: int) -> list[User]:
    """Return so many accounts with the System role, and nobody else with it."""
    rights = [permission("change_user")]
    role = RoleFactory(code="system", name="System", permissions=rights)
    return [UserFactory(username=f"root{n}", groups=[role]) for n in range(count)]


@pytest.mark.django_db(transaction=True)
def test_two_who_shut_each_other_out_at_once_do_not_both_succeed() -> None:
    pair = system_users(2)

    def shut(number: int) -> None:
        deactivate_user(again(pair[1 - number]), by=Actor.person(again(pair[number])))

    answers = at_once(2, shut)
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1, answers
    assert lasting() == 1


@pytest.mark.django_db(transaction=True)
def test_handing_the_role_on_while_the_heir_is_shut_out_leaves_somebody() -> None:
    root = system_users(1)[0]
    heir = UserFactory(username="heir")
    role = Role.objects.get(code="system")

    def act(number: int) -> None:
        if number:
            deactivate_user(again(heir), by=SYSTEM)
            return
        with as_the_house():
            again(heir).groups.add(role)
            again(root).groups.remove(role)

    answers = at_once(2, act)
    assert lasting() == 1, answers


@pytest.mark.django_db
def test_giving_the_system_role_and_taking_it_stays_possible(system: User) -> None:
    other = UserFactory(username="other")
    set_roles(other, list(system.groups.all()), by=Actor.person(system))
    set_roles(again(system), [], by=Actor.person(again(other)))
    assert lasting() == 1
