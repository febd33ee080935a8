"""The cast holds the rights of the house's table, no more and no less."""

import pytest
from django.test import Client

from erp.foundation.actor import Actor
from erp.foundation.rights import Reach, hidden_fields, reach
from erp.staff.default_rights import rights_of_role
from erp.staff.models import User
from erp.staff.queries.right import permissions_by_name, rights_of_account
from tests.cast import PASSWORD, ROLE_OF, make_person
from tests.toy.models import Sale, Tag, Toy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [n for n, code in ROLE_OF.items() if code not in {None, "system"}])
def test_a_person_holds_what_the_table_gives_their_role(name: str) -> None:
    code = ROLE_OF[name]
    assert code is not None
    assert rights_of_account(make_person(name)) == rights_of_role(code) & set(permissions_by_name())


def test_the_system_role_holds_every_right_without_being_superuser(system: User) -> None:
    assert rights_of_account(system) == set(permissions_by_name())
    assert system.is_superuser is False


def test_a_stranger_holds_nothing(stranger: User) -> None:
    assert rights_of_account(stranger) == frozenset()


def test_reach_and_sight_follow_the_table(sales: User, finance: User) -> None:
    seller, keeper = Actor.person(sales), Actor.person(finance)
    assert reach(seller, "delete", Toy) == Reach.OWN
    assert reach(seller, "add", Tag) == Reach.NONE
    assert reach(seller, "view", Sale) == Reach.OWN
    assert hidden_fields(seller, Toy) == {"cost"}
    assert hidden_fields(keeper, Toy) == frozenset()


def test_signing_in_with_name_and_password(sales: User) -> None:
    assert Client().login(username=sales.username, password=PASSWORD)
