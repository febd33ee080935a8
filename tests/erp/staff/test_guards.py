"""Nobody grants what they do not hold, touches who is above them, or locks the house's door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import delete_chosen, delete_records
from erp.staff.models import Role, User
from erp.staff.services.user import (
    create_user,
    deactivate_user,
    give_new_password,
    set_rights,
    set_roles,
)
from tests.factories import CustomerFactory, RoleFactory, UserFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


def permission(codename: str) -> Permission:
    found: Permission = Permission.objects.get(codename=codename)
    return found


@pytest.fixture
def clerk() -> User:
    """Somebody who may edit accounts and roles, and look brands up."""
    names = ("view_user", "add_user", "change_user", "delete_user", "change_role", "delete_role")
    role = RoleFactory(name="Clerks", permissions=[permission(n) for n in (*names, "view_brand")])
    made: User = UserFactory(username="clerk", groups=[role])
    return made


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str | None:
    error = refused.value
    if hasattr(error, "error_dict"):
        error = next(iter(error.error_dict.values()))[0]
    return error.code


def test_a_right_that_one_holds_can_be_granted(clerk: User, stranger: User) -> None:
    set_rights(stranger, [permission("view_brand")], by=Actor.person(clerk))
    assert stranger.user_permissions.get().codename == "view_brand"


def test_a_right_that_one_lacks_cannot(clerk: User, stranger: User) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        set_rights(stranger, [permission("delete_brand")], by=Actor.person(clerk))
    assert list(refused.value.message_dict) == ["user_permissions"]
    assert code_of(refused) == "grant"


def test_nor_a_role_that_holds_more(clerk: User, stranger: User, sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        set_roles(stranger, [Role.objects.get(code="sales")], by=Actor.person(clerk))
    assert list(refused.value.message_dict) == ["groups"]


def test_nor_a_new_account_with_more(clerk: User, sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal):
        create_user(
            username="puppet",
            name="Puppet",
            roles=[Role.objects.get(code="sales")],
            by=Actor.person(clerk),
        )


def test_nobody_edits_an_account_above_them(clerk: User, sales: User) -> None:
    by = Actor.person(clerk)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        deactivate_user(sales, by=by)
    assert code_of(refused) == "above"
    with nothing_changes(), pytest.raises(Refusal):
        give_new_password(User.objects.get(pk=sales.pk), by=by)
    with nothing_changes(), pytest.raises(Refusal):
        delete_records([User.objects.get(pk=sales.pk)], by=by)


def test_nor_a_role_above_them(clerk: User, sales: User) -> None:
    role = Role.objects.get(code="sales")
    with nothing_changes(), pytest.raises(Refusal), as_the_house(Actor.person(clerk)):
        role.permissions.remove(permission("add_customer"))
    role.name = "Sellers"
    with nothing_changes(), pytest.raises(Refusal), as_the_house(Actor.person(clerk)):
        role.save()


def test_only_a_superuser_makes_superusers(system: User, stranger: User) -> None:
    stranger.is_superuser = True
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(Actor.person(system)):
        stranger.save()
    assert code_of(refused) == "superuser"


def test_superusers_are_above_everybody(system: User) -> None:
    top = UserFactory(is_superuser=True)
    with nothing_changes(), pytest.raises(Refusal):
        deactivate_user(top, by=Actor.person(system))


def test_the_rights_of_system_cannot_be_edited(system: User) -> None:
    role = Role.objects.get(code="system")
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(Actor.person(system)):
        role.permissions.remove(permission("view_brand"))
    assert list(refused.value.message_dict) == ["permissions"]


def test_nobody_deactivates_or_deletes_themselves(system: User) -> None:
    with as_the_house():
        UserFactory(username="second", groups=list(system.groups.all()))
    by = Actor.person(system)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        deactivate_user(system, by=by)
    assert code_of(refused) == "oneself"
    with nothing_changes(), pytest.raises(Refusal) as refused:
        delete_records([User.objects.get(pk=system.pk)], by=by)
    assert code_of(refused) == "oneself"


def _deactivate(account: User) -> None:
    deactivate_user(account, by=SYSTEM)


def _end(account: User) -> None:
    with as_the_house():
        account.ends_on = dt.date(2099, 1, 1)
        account.save()


def _take_role(account: User) -> None:
    with as_the_house():
        account.groups.clear()


def _delete(account: User) -> None:
    delete_records([account], by=SYSTEM)


WAYS_OUT = [_deactivate, _end, _take_role, _delete]


@pytest.mark.parametrize("leave", WAYS_OUT)
def test_the_last_system_user_stays(system: User, leave: Callable[[User], None]) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        leave(system)
    assert code_of(refused) == "last_system"


@pytest.mark.parametrize("leave", WAYS_OUT)
def test_but_may_go_when_another_remains(system: User, leave: Callable[[User], None]) -> None:
    other = UserFactory(groups=list(system.groups.all()))
    leave(system)
    assert User.objects.filter(groups__code="system", is_active=True, ends_on=None).get() == other


def test_two_do_not_go_together(system: User) -> None:
    other = UserFactory(groups=list(system.groups.all()))
    done = delete_chosen([system, other], by=SYSTEM)
    assert done.records == 1
    assert User.objects.filter(groups__code="system").count() == 1


def test_nor_are_two_changed_in_one_go(system: User) -> None:
    from erp.foundation.services.bulk import save_records

    other = UserFactory(groups=list(system.groups.all()))
    accounts = list(User.objects.filter(pk__in=[system.pk, other.pk]))
    for account in accounts:
        account.is_active = False
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house():
        save_records(accounts)
    assert code_of(refused) == "last_system"


def test_a_limited_role_needs_an_end(auditor: User, stranger: User) -> None:
    role = Role.objects.get(code="auditor")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        set_roles(stranger, [role], by=SYSTEM)
    assert list(refused.value.message_dict) == ["ends_on"]
    auditor.ends_on = None
    with nothing_changes(), pytest.raises(Refusal), as_the_house():
        auditor.save()


def test_roles_of_the_house_and_roles_in_use_stay(sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        delete_records([Role.objects.get(code="sales")], by=SYSTEM)
    assert code_of(refused) == "built_in"
    used = RoleFactory()
    UserFactory(groups=[used])
    with nothing_changes(), pytest.raises(Refusal) as refused:
        delete_records([used], by=SYSTEM)
    assert code_of(refused) == "in_use"
    free = RoleFactory()
    delete_records([free], by=SYSTEM)
    assert not Role.objects.filter(pk=free.pk).exists()


def test_who_owns_records_is_deactivated_not_deleted(sales: User) -> None:
    CustomerFactory(name="Nordbakk", sales_owner=sales)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        delete_records([sales], by=SYSTEM)
    assert "Nordbakk" in refused.value.messages[0]
    deactivate_user(sales, by=SYSTEM)
    assert not User.objects.get(pk=sales.pk).is_active
