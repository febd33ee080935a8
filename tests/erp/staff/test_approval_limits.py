"""Nobody lets themselves approve more, nor anybody more than they may, by whatever way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from admin_config.engine.site import console
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import save_records
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation
from erp.staff.models import Role, User
from erp.staff.queries.approval import Approval, approval_of
from erp.staff.services.role import set_role_rights
from erp.staff.services.user import create_user, set_rights, set_roles
from tests.admin_config.screens.test_staff import posted
from tests.factories import RoleFactory, UserFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
OWN_ROLE = "You have this role yourself: somebody else must let it approve more."
ABOVE = "You cannot let others approve more than you may: up to 1,000.00."
OWN_PAPERS = "You cannot let others approve what they submitted: you may not either."
CELLS = "/staff/role/list/cells/"


def rights(*names: str) -> list[Permission]:
    """Return the rights of these names."""
    return list(Permission.objects.filter(codename__in=names))


_OF_STAFF = (
    "view_user", "add_user", "change_user", "view_role", "add_role", "change_role", "copy_role",
)  # fmt: skip


@pytest.fixture
def heads(db: None) -> Role:
    """A role that edits roles and accounts, and approves quotations up to 1,000."""
    made: Role = RoleFactory(
        name="Heads", approval_limit=Decimal(1000), permissions=rights(*_OF_STAFF)
    )
    with as_the_house():
        made.permissions.add(*rights("approve_quotation", "view_quotation"))
    return made


@pytest.fixture
def head(heads: Role) -> User:
    """Somebody with that role."""
    made: User = UserFactory(username="head", groups=[heads])
    return made


@pytest.fixture
def juniors(db: None) -> Role:
    """A role that approves quotations up to 100."""
    made: Role = RoleFactory(
        name="Juniors", approval_limit=Decimal(100), permissions=rights("approve_quotation")
    )
    return made


def change(role: Role, **facts: Any) -> Callable[[Actor], None]:
    """Return a function that changes a role as somebody."""

    def by(actor: Actor) -> None:
        fresh = Role.objects.get(pk=role.pk)
        for name, value in facts.items():
            setattr(fresh, name, value)
        with operation(OperationKind.CHANGE, by=actor):
            fresh.save()

    return by


def refused(work: Callable[[Actor], Any], by: User) -> dict[str, list[str]]:
    """Return the messages, by field, with which this is refused; nothing is written."""
    actor = Actor.person(User.objects.get(pk=by.pk))
    with nothing_changes(), pytest.raises(Refusal) as refusal:
        work(actor)
    return dict(refusal.value.message_dict)


@pytest.mark.parametrize("limit", [Decimal("1000.01"), None])
def test_one_s_own_role_is_raised_by_somebody_else(
    limit: Decimal | None, heads: Role, head: User, system: User
) -> None:
    raising = change(heads, approval_limit=limit)
    assert refused(raising, head) == {"approval_limit": [OWN_ROLE]}
    assert refused(change(heads, approves_own=True), head) == {"approves_own": [OWN_ROLE]}
    change(heads, approval_limit=Decimal(900))(Actor.person(head))
    assert refused(change(heads, approval_limit=Decimal(1000)), head) == {
        "approval_limit": [OWN_ROLE]
    }
    raising(Actor.person(system))
    assert Role.objects.get(pk=heads.pk).approval_limit == limit


@pytest.mark.parametrize("limit", [Decimal("1000.01"), None])
def test_others_get_no_higher_limit_than_one_s_own(
    limit: Decimal | None, juniors: Role, head: User, system: User
) -> None:
    assert refused(change(juniors, approval_limit=limit), head) == {"approval_limit": [ABOVE]}
    assert refused(change(juniors, approves_own=True), head) == {"approves_own": [OWN_PAPERS]}
    change(juniors, approval_limit=Decimal(1000))(Actor.person(head))
    change(juniors, approval_limit=limit)(Actor.person(system))
    change(juniors, approves_own=True)(Actor.person(system))
    assert Role.objects.get(pk=juniors.pk).approval_limit == limit


def test_a_new_role_approves_no_more_than_its_maker(head: User) -> None:
    def make(limit: int) -> Callable[[Actor], Any]:
        def by(actor: Actor) -> None:
            with operation(OperationKind.CREATE, by=actor):
                Role(name="New", approval_limit=Decimal(limit)).save()

        return by

    assert refused(make(1001), head) == {"approval_limit": [ABOVE]}
    make(1000)(Actor.person(head))
    assert Role.objects.get(name="New").approval_limit == 1000


def test_a_role_without_a_limit_gets_no_right_to_approve(head: User) -> None:
    free = RoleFactory(name="Free", approval_limit=None)

    def give(actor: Actor) -> None:
        set_role_rights(free, rights("approve_quotation"), by=actor)

    assert refused(give, head) == {"permissions": [ABOVE]}
    change(free, approval_limit=Decimal(5))(Actor.person(head))
    free.refresh_from_db()
    give(Actor.person(head))
    assert free.permissions.count() == 1


def test_many_at_once_and_imports_obey_the_same_rule(juniors: Role, head: User) -> None:
    others = [RoleFactory(name=f"R{n}", approval_limit=Decimal(1)) for n in range(3)]

    def raise_all(kind: OperationKind) -> Callable[[Actor], Any]:
        def by(actor: Actor) -> None:
            roles = list(Role.objects.filter(pk__in=[juniors.pk, *(r.pk for r in others)]))
            for role in roles:
                role.approval_limit = Decimal(2000)
            with operation(kind, by=actor):
                save_records(roles)

        return by

    for kind in (OperationKind.CHANGE, OperationKind.IMPORT, OperationKind.ACTION):
        assert refused(raise_all(kind), head) == {"approval_limit": [ABOVE]}


def test_roles_and_rights_that_approve_more_are_not_given(
    juniors: Role, head: User, stranger: User
) -> None:
    bosses = RoleFactory(
        name="Bosses", approval_limit=None, permissions=rights("approve_quotation")
    )
    for person in (stranger, head):
        held = list(person.groups.all())
        assert refused(lambda by, p=person, h=held: set_roles(p, [*h, bosses], by=by), head) == {
            "groups": [ABOVE]
        }
    assert refused(
        lambda by: create_user(username="puppet", name="Puppet", roles=[bosses], by=by), head
    ) == {"groups": [ABOVE]}
    approve = rights("approve_quotation")
    for person in (stranger, head):
        assert refused(lambda by, p=person: set_rights(p, approve, by=by), head) == {
            "user_permissions": [ABOVE]
        }
    set_roles(stranger, [juniors], by=Actor.person(head))
    assert approval_of(Actor.person(stranger), Quotation, own=False) == Approval(
        Decimal(100), own=False
    )


def test_a_right_of_the_account_itself_knows_no_limit(juniors: Role, stranger: User) -> None:
    set_roles(stranger, [juniors], by=SYSTEM)
    set_rights(stranger, rights("approve_quotation"), by=SYSTEM)
    assert approval_of(Actor.person(stranger), Quotation, own=False) == Approval(None, own=False)


def test_who_approves_nothing_sets_no_limit(juniors: Role) -> None:
    clerks = RoleFactory(name="Clerks", permissions=rights(*_OF_STAFF))
    clerk = UserFactory(username="clerk", groups=[clerks])
    plain = RoleFactory(name="Plain", approval_limit=Decimal(0))
    zero = ABOVE.replace("1,000", "0")
    assert refused(change(plain, approval_limit=Decimal(1)), clerk) == {"approval_limit": [zero]}
    change(plain, approval_limit=None)(Actor.person(clerk))
    assert Role.objects.get(pk=plain.pk).approval_limit is None


def test_an_undo_raises_nobody(heads: Role, juniors: Role, head: User) -> None:
    change(juniors, approval_limit=Decimal(5000))(SYSTEM)
    change(juniors, approval_limit=Decimal(10))(SYSTEM)
    lowered = newest_operation()
    with nothing_changes():
        assert undo_operation(lowered, by=Actor.person(head)).records == 0
    assert Role.objects.get(pk=juniors.pk).approval_limit == 10


def test_the_form_says_so_at_the_field(
    heads: Role, juniors: Role, head: User, system: User, sign_in: SignIn
) -> None:
    client = sign_in(head)
    for role, field, value, message in (
        (heads, "approval_limit", "2000", OWN_ROLE),
        (juniors, "approval_limit", "", ABOVE),
        (juniors, "approves_own", "on", OWN_PAPERS),
    ):
        with nothing_changes():
            page = posted(client, f"/staff/role/{role.pk}/change/", **{field: value})
        assert page.context["adminform"].form.errors == {field: [message]}
    posted(sign_in(system), f"/staff/role/{juniors.pk}/change/", approval_limit="2000")
    assert Role.objects.get(pk=juniors.pk).approval_limit == 2000


def test_a_cell_of_the_list_says_so_too(
    juniors: Role, head: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin: Any = console._registry[Role]
    screen = replace(admin.screen, editable=("approval_limit",))
    monkeypatch.setattr(type(admin), "screen", screen)
    client = sign_in(head)
    token = client.get(CELLS, {"key": [juniors.pk]}).json()["token"]
    row = {
        "key": str(juniors.pk),
        "version": str(Role.objects.get(pk=juniors.pk).version),
        "cells": {"approval_limit": "1,000.01"},
    }
    with nothing_changes():
        answer = client.post(
            CELLS, json.dumps({"token": token, "rows": [row]}), content_type="application/json"
        )
    assert answer.json()["errors"] == {str(juniors.pk): {"approval_limit": [ABOVE]}}


def test_no_file_brings_roles_in(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    assert client.get("/staff/role/import/").status_code == 403
    page: Any = client.get("/staff/user/import/")
    assert page.status_code == 200
    assert "groups" not in page.content.decode()


def test_a_copy_of_a_role_that_approves_more_is_refused(head: User, sign_in: SignIn) -> None:
    bosses = RoleFactory(name="Bosses", approval_limit=None, permissions=[])
    with as_the_house():
        bosses.permissions.add(*rights("approve_quotation"))
    client = sign_in(head)
    client.post(f"/staff/role/{bosses.pk}/copy/", {})
    copies = Role.objects.filter(name__startswith="Bosses").exclude(pk=bosses.pk)
    assert [role.permissions.count() for role in copies] in ([], [0])
