"""One table behind two screens: each shows, restores and undoes only what has its own role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.rights import may, scoped
from erp.foundation.roles import as_role
from erp.foundation.services.undo import may_undo, undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.staff.models import User
from tests.admin_config.transfer.test_rights import grant
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.factories import BorrowerFactory, LenderFactory
from tests.toy.models import Borrower, Lender, Neighbour

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def renamed(record: Any, **values: Any) -> Operation:
    """Change a record in the name of the house; return the operation."""
    with as_the_house():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return newest_operation()


@pytest.fixture
def reader(stranger: User) -> User:
    """Somebody who may look lenders up and nothing else."""
    return grant(stranger, "toy.view_lender")


@pytest.fixture
def keeper(stranger: User) -> User:
    """Somebody who may change and delete lenders, and holds no right on neighbours as such."""
    return grant(stranger, "toy.view_lender", "toy.change_lender", "toy.delete_lender")


def addresses(record: Any) -> list[str]:
    """Return the pages of a record's past at the screen of lenders."""
    first, last = (v.history_id for v in record.history.order_by("history_id")[:2])
    base = f"/toy/lender/{record.pk}/history/"
    return [base, f"{base}compare/?a={first}&b={last}", f"{base}{first}/restore/"]


def test_the_past_of_another_role_is_not_there(reader: User, sign_in: SignIn) -> None:
    borrower = BorrowerFactory(name="Secret")
    renamed(borrower, phone="123")
    client = sign_in(grant(reader, "toy.change_lender"))
    with nothing_changes():
        for address in addresses(borrower):
            page = client.get(address)
            assert page.status_code == 404, address
            assert "Secret" not in page.content.decode()
        assert client.post(addresses(borrower)[2]).status_code == 404


def test_who_has_both_roles_is_shown_at_both(reader: User, sign_in: SignIn) -> None:
    both = BorrowerFactory(name="Both")
    renamed(both, is_lender=True)
    assert sign_in(reader).get(addresses(both)[0]).status_code == 200


def test_of_what_is_gone_the_last_version_says_its_role(
    system: User, reader: User, sign_in: SignIn
) -> None:
    lender, borrower = LenderFactory(), BorrowerFactory()
    keys = (lender.pk, borrower.pk)
    with as_the_house():
        lender.delete()
        borrower.delete()
    for who in (reader, system):
        client = sign_in(who)
        codes = [client.get(f"/toy/lender/{key}/history/").status_code for key in keys]
        assert codes == [200, 404]


def test_the_trash_of_a_role_names_its_own(reader: User, manager: User, sign_in: SignIn) -> None:
    lender, borrower = LenderFactory(name="Seen"), BorrowerFactory(name="Secret")
    for record in (lender, borrower):
        with operation(OperationKind.DELETE, by=Actor.person(manager)):
            record.delete()
    page = sign_in(reader).get("/trash/")
    (event,) = page.context["events"]
    assert [(e["label"], e["history"]) for e in event["entries"]] == [
        ("Seen", "console:toy_lender_history")
    ]
    assert "Secret" not in page.content.decode()
    events = sign_in(manager).get("/trash/").context["events"]
    assert [e["history"] for event in events for e in event["entries"]] == [
        "console:toy_borrower_history",
        "console:toy_lender_history",
    ]


def test_no_right_reaches_a_record_through_a_role_that_it_lacks(system: User) -> None:
    borrower = BorrowerFactory()
    by = Actor.person(system)
    assert may(by, "change", borrower)
    assert not may(by, "change", as_role(Lender, borrower))
    assert not scoped(by, "view", Lender._base_manager.all()).exists()
    asked_once = str(scoped(by, "view", Lender.objects.all()).query)
    assert asked_once.split("WHERE")[1].count("is_lender") == 1


def test_the_right_of_the_screen_lets_restore(keeper: User, sign_in: SignIn) -> None:
    lender = LenderFactory(phone="1")
    renamed(lender, phone="2")
    client = sign_in(keeper)
    page = client.get(addresses(lender)[0])
    assert [event.restorable for event in page.context["timeline"].events] == [False, True]
    done = client.post(addresses(lender)[2])
    assert (done.status_code, Neighbour.objects.get().phone) == (302, "1")
    assert newest_operation().kind == OperationKind.RESTORE


def test_the_right_of_a_screen_lets_undo(keeper: User, sign_in: SignIn) -> None:
    lender = LenderFactory(phone="1")
    changed = renamed(lender, phone="2")
    by = Actor.person(keeper)
    assert may_undo(changed, by=by)
    assert reasons_against_undo([changed], by=by) == {}
    client = sign_in(keeper)
    event = client.get(addresses(lender)[0]).context["timeline"].events[0]
    assert (event.undo.operation, event.undo.why_not) == (changed, "")
    client.post(f"/operations/{changed.pk}/undo/")
    assert Neighbour.objects.get().phone == "1"


def test_what_was_deleted_and_made_goes_back_by_the_right_of_a_screen(keeper: User) -> None:
    by = Actor.person(keeper)
    lender = LenderFactory()
    made = newest_operation()
    with as_the_house():
        lender.delete()
    assert undo_operation(newest_operation(), by=by).records == 1
    assert Lender.objects.count() == 1
    assert undo_operation(made, by=by).records == 1
    assert not Neighbour.objects.exists()


def test_the_right_of_one_role_undoes_nothing_of_the_other(keeper: User) -> None:
    borrower = BorrowerFactory(name="Secret", phone="1")
    changed = renamed(borrower, phone="2")
    by = Actor.person(keeper)
    assert not may_undo(changed, by=by)
    assert reasons_against_undo([changed], by=by)[changed.pk]
    with nothing_changes():
        (kept,) = undo_operation(changed, by=by).kept
    assert "Secret" not in kept.label


def test_of_own_reach_only_own_records_of_the_role_go_back(stranger: User) -> None:
    who = grant(stranger, "toy.own_view_lender", "toy.own_change_lender")
    mine, other = LenderFactory(lending_owner=who), LenderFactory()
    lost = BorrowerFactory(lending_owner=who)
    by = Actor.person(who)
    acts = [renamed(record, phone="9") for record in (mine, other, lost)]
    assert [may_undo(act, by=by) for act in acts] == [True, False, False]
    assert [act.pk in reasons_against_undo(acts, by=by) for act in acts] == [False, True, True]
    assert [undo_operation(act, by=by).records for act in acts] == [1, 0, 0]


def test_nobody_takes_a_role_away_by_undo_without_the_right_on_what_is_left(
    keeper: User,
) -> None:
    both = BorrowerFactory()
    made_a_lender = renamed(both, is_lender=True)
    assert undo_operation(made_a_lender, by=Actor.person(keeper)).records == 0
    assert Borrower.objects.get().is_lender
