"""Guarded fields have permissions, own reach makes own records, open records are choosable."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from erp.company.models import Currency
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.refusal import Refusal
from erp.foundation.rights import (
    check_may,
    choosable,
    hidden_fields,
    is_in_force,
    may_hand_on,
    scoped,
)
from erp.parties.models import Contact, Customer, Party, Supplier
from erp.staff.models import Role, User
from tests.factories import CurrencyFactory, CustomerFactory, RoleFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Party, Customer, Supplier])
def test_a_guarded_field_has_a_permission(model: type[Party]) -> None:
    name = f"see_credit_limit_{model._meta.model_name}"
    assert Permission.objects.filter(content_type__app_label="parties", codename=name).count() == 1


def test_who_holds_it_sees_the_field(manager: User, sales: User, finance: User) -> None:
    assert hidden_fields(Actor.person(sales), Customer) == {"credit_limit"}
    assert hidden_fields(Actor.person(manager), Customer) == frozenset()
    assert hidden_fields(Actor.person(finance), Customer) == frozenset()


def test_with_own_reach_one_makes_own_records(sales: User, other_sales: User) -> None:
    by = Actor.person(sales)
    with as_the_house(by):
        Customer(name="Mine", sales_owner=sales).save()
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(by):
        Customer(name="Theirs", sales_owner=other_sales).save()
    assert list(refused.value.message_dict) == ["sales_owner"]


def test_nor_something_inside_what_belongs_to_others(sales: User, other_sales: User) -> None:
    theirs = CustomerFactory(sales_owner=other_sales)
    mine = CustomerFactory(sales_owner=sales)
    by = Actor.person(sales)
    with as_the_house(by):
        Contact(party=mine, name="Anna").save()
    with nothing_changes(), pytest.raises(Refusal) as refused, as_the_house(by):
        Contact(party=theirs, name="Anna").save()
    assert list(refused.value.message_dict) == ["party"]


def test_the_house_makes_records_for_anybody(sales: User) -> None:
    with as_the_house(SYSTEM):
        Customer(name="Anybody's").save()
    assert Customer.objects.count() == 1


def test_open_records_are_choosable_but_not_listed(sales: User) -> None:
    CurrencyFactory()
    by = Actor.person(sales)
    assert scoped(by, "view", Currency.objects.all()).count() == 0
    assert choosable(by, Currency.objects.all()).count() == 1


def test_others_are_choosable_only_where_they_may_be_looked_up(
    sales: User, other_sales: User
) -> None:
    mine = CustomerFactory(sales_owner=sales)
    CustomerFactory(sales_owner=other_sales)
    assert list(choosable(Actor.person(sales), Customer.objects.all())) == [mine]


def test_an_account_past_its_end_holds_nothing(auditor: User) -> None:
    import datetime as dt

    assert is_in_force(auditor)
    auditor.ends_on = dt.date(2000, 1, 1)
    assert not is_in_force(auditor)
    with pytest.raises(Refusal):
        check_may(Actor.person(auditor), "view", Customer)


def test_a_right_over_all_includes_the_one_over_own(manager: User, sales: User) -> None:
    assert may_hand_on(Actor.person(manager), "parties.own_view_customer")
    assert may_hand_on(Actor.person(sales), "parties.own_view_customer")
    assert not may_hand_on(Actor.person(sales), "parties.view_customer")


def test_a_persons_own_rights_count_beside_roles(stranger: User) -> None:
    permission = Permission.objects.get(codename="view_brand")
    with as_the_house():
        stranger.user_permissions.add(permission)
    from erp.catalog.models import Brand
    from erp.foundation.rights import may

    assert may(Actor.person(User.objects.get(pk=stranger.pk)), "view", Brand)


def test_a_role_given_acts_on_the_next_look(stranger: User) -> None:
    from erp.catalog.models import Brand
    from erp.foundation.rights import may

    role: Role = RoleFactory(permissions=[Permission.objects.get(codename="view_brand")])
    assert not may(Actor.person(stranger), "view", Brand)
    with as_the_house():
        stranger.groups.add(role)
    assert may(Actor.person(User.objects.get(pk=stranger.pk)), "view", Brand)
