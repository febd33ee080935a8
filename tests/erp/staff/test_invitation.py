"""Invitations: every state and refusal; a link works once, for one address, until its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, OutboxMail
from erp.foundation.refusal import Refusal
from erp.staff.access_token import digest_of, is_signed, new_token
from erp.staff.models import Invitation, InvitationState, Role, User
from erp.staff.pasted_addresses import pasted_addresses
from erp.staff.queries.invitation import invitable_roles, open_invitation, verdicts_on
from erp.staff.rules.invitation import ClosedLink
from erp.staff.services.acceptance import Newcomer, accept_invitation
from erp.staff.services.invitation import (
    Terms,
    invite_people,
    keep_invitations,
    remind_of_invitation,
    revoke_invitation,
    send_invitation_again,
)
from erp.staff.services.role import align_roles
from erp.staff.services.user import deactivate_user
from tests.cast import make_role
from tests.factories import InvitationFactory, RoleFactory, UserFactory
from tests.language.crowd import at_once
from tests.language.mail_links import newest_mail, token_in
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
STRONG = "quiet-harbour-48-lamps"


def terms(*roles: Role, **more: Any) -> Terms:
    return Terms(roles=roles, language="en", valid_hours=72, **more)


def invited(by: User, text: str, *roles: Role, **more: Any) -> tuple[list[Invitation], Any]:
    made: tuple[list[Invitation], Any] = invite_people(
        pasted_addresses(text), terms(*roles, **more), by=Actor.person(by)
    )
    return made


def newcomer(username: str = "ada", **more: str) -> Newcomer:
    facts = {"name": "Ada", "password": STRONG, "language": "en", "time_zone": "Asia/Shanghai"}
    return Newcomer(username=username, **{**facts, **more})


def role_of(code: str) -> Role:
    """Return a role of the house."""
    with as_the_house():
        return make_role(code)


def may_be_invited_by_managers(*codes: str) -> list[Role]:
    """Let the role of managers invite people with these, as aligning does."""
    roles = [role_of(code) for code in codes]
    with as_the_house():
        Role.objects.get(code="manager").invites.add(*roles)
    return roles


def later(hours: float) -> None:
    """Let so many hours pass for every invitation."""
    for name in ("sent_at", "expires_at"):
        table = Invitation._meta.db_table
        for row in Invitation.objects.all():
            moved = getattr(row, name) and getattr(row, name) - dt.timedelta(hours=hours)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET {name} = %s WHERE id = %s",  # noqa: S608 - our own names
                    [connection.ops.adapt_datetimefield_value(moved), row.pk],
                )


def test_an_invitation_is_accepted_once_and_the_inviter_is_told(system: User) -> None:
    role = RoleFactory()
    (invitation,), left = invited(system, "Ada Lovelace <Ada@New.example>", role, note="Hello!")
    assert left == []
    operation = newest_operation()
    assert (operation.kind, operation.verb) == ("invite", "invite_people")
    assert operation.actor == system
    mail = newest_mail("Ada@New.example")
    assert "System invites you" in mail.body
    assert "Hello!" in mail.body
    token = token_in(mail)
    assert token not in str(OutboxMail.objects.values().get())
    invitation.refresh_from_db()
    assert invitation.token_digest == digest_of(token)
    assert token not in str(list(Invitation.history.values()))
    assert invitation.expires_at - invitation.sent_at == dt.timedelta(hours=72)  # type: ignore[operator]
    account = accept_invitation(token, newcomer(), by=SYSTEM)
    assert authenticate(username="ada@new.example", password=STRONG) == account
    assert list(account.groups.all()) == [role]
    assert account.email_verified_at is not None
    assert (account.language, account.time_zone) == ("en", "Asia/Shanghai")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.account, invitation.token_digest) == (
        InvitationState.ACCEPTED,
        account,
        None,
    )
    assert newest_mail(system.email).subject.startswith("Ada has accepted")
    assert newest_operation().verb == "accept_invitation"
    with nothing_changes(), pytest.raises(ClosedLink):
        accept_invitation(token, newcomer("eve"), by=SYSTEM)
    with nothing_changes(), pytest.raises(Refusal, match="accepted"):
        send_invitation_again(invitation, by=Actor.person(system))
    with nothing_changes(), pytest.raises(Refusal):
        revoke_invitation(invitation, by=Actor.person(system))


def test_a_link_ends_with_its_time_and_by_being_revoked_or_sent_again(system: User) -> None:
    by = Actor.person(system)
    (first, second), _left = invited(system, "a@new.example, b@new.example", RoleFactory())
    links = {mail.to: token_in(mail) for mail in OutboxMail.objects.all()}
    again = send_invitation_again(first, by=by)
    assert open_invitation(links["a@new.example"]) is None
    assert open_invitation(token_in(newest_mail("a@new.example"))) == again
    revoke_invitation(second, by=by)
    assert open_invitation(links["b@new.example"]) is None
    second.refresh_from_db()
    assert (second.state, second.ended_at is not None) == (InvitationState.REVOKED, True)
    later(73)
    assert open_invitation(token_in(newest_mail("a@new.example"))) is None
    assert keep_invitations(by=SYSTEM) == 1
    first.refresh_from_db()
    assert first.state == InvitationState.EXPIRED
    assert keep_invitations(by=SYSTEM) == 0
    assert send_invitation_again(first, by=by).state == InvitationState.PENDING
    assert send_invitation_again(second, by=by).ended_at is None
    tokens = {token_in(mail) for mail in OutboxMail.objects.all()}
    assert len([token for token in tokens if open_invitation(token)]) == 2
    verbs = {entry.operation.verb for entry in LogEntry.objects.filter(object_id=first.pk)}
    assert {"send_invitation_again", "expire_invitations"} <= verbs


def test_the_clock_reminds_once_with_a_link_that_replaces_the_first(system: User) -> None:
    (invitation,), _left = invited(system, "a@new.example", RoleFactory())
    first = token_in(newest_mail())
    assert keep_invitations(by=SYSTEM) == 0
    later(49)
    assert keep_invitations(by=SYSTEM) == 1
    assert keep_invitations(by=SYSTEM) == 0
    reminder = newest_mail("a@new.example")
    assert reminder.subject.startswith("Reminder")
    assert "System invites you" in reminder.body
    ends = Invitation.objects.get().expires_at
    assert open_invitation(first) is None
    assert open_invitation(token_in(reminder)) == invitation
    remind_of_invitation(invitation, by=Actor.person(system))
    assert Invitation.objects.get().expires_at == ends


@pytest.mark.parametrize("change", ["cut", "last", "first", "swapped", "other", "long", "empty"])
def test_an_altered_or_swapped_token_opens_nothing(system: User, change: str) -> None:
    invited(system, "a@new.example, b@new.example", RoleFactory())
    mine = token_in(newest_mail("a@new.example"))
    random = mine.partition(".")[0]
    others = token_in(newest_mail("b@new.example")).partition(".")
    altered = {
        "cut": mine[:-1],
        "last": mine[:-1] + ("0" if mine[-1] != "0" else "1"),
        "first": ("B" if mine[0] != "B" else "C") + mine[1:],
        "swapped": f"{random}.{others[2]}",
        "other": new_token("invitation", "a@new.example"),
        "long": mine + "x" * 500,
        "empty": f"{random}.",
    }[change]
    with nothing_changes(), pytest.raises(ClosedLink):
        accept_invitation(altered, newcomer(), by=SYSTEM)


def test_a_link_is_bound_to_its_address_and_its_purpose(system: User) -> None:
    (invitation,), _left = invited(system, "a@new.example", RoleFactory())
    token = token_in(newest_mail())
    assert is_signed(token, "invitation", "a@new.example")
    assert not is_signed(token, "registration", "a@new.example")
    Invitation._base_manager.filter(pk=invitation.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_invitation SET email_key = 'eve@new.example'")
    assert open_invitation(token) is None


def test_another_address_gets_another_link_and_the_old_one_is_dead(system: User) -> None:
    (invitation,), _left = invited(system, "a@new.example", RoleFactory())
    old = token_in(newest_mail())
    with as_the_house(Actor.person(system)):
        invitation.refresh_from_db()
        invitation.email = "b@new.example"
        invitation.save()
    assert open_invitation(old) is None
    assert open_invitation(token_in(newest_mail("b@new.example"))) == invitation


def test_nobody_is_invited_who_has_an_account_or_twice(system: User, sales: User) -> None:
    role = RoleFactory()
    invited(system, "known@new.example", role)
    text = (
        '"Lovelace, Ada" <ada@new.example>; SALES@house.example\nada@NEW.example known@new.example '
        "nonsense、Lin Wei lin@new.example"
    )
    verdicts = verdicts_on(pasted_addresses(text))
    assert [(one.email, one.name, one.sent) for one in verdicts] == [
        ("ada@new.example", "Lovelace, Ada", True),
        ("SALES@house.example", "", False),
        ("ada@NEW.example", "", False),
        ("known@new.example", "", False),
        ("nonsense", "", False),
        ("lin@new.example", "Lin Wei", True),
    ]
    made, left = invited(system, text, role)
    assert [one.email for one in made] == ["ada@new.example", "lin@new.example"]
    assert len(left) == 4
    with nothing_changes(), pytest.raises(Refusal, match="has an account"), as_the_house():
        Invitation(email="Sales@House.example").save()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@x.example b@x.example", [("a@x.example", ""), ("b@x.example", "")]),
        ("A B <a@x.example>,\tc@x.example", [("a@x.example", "A B"), ("c@x.example", "")]),
        ("<a@x.example><b@x.example>", [("a@x.example", ""), ("b@x.example", "")]),
        (
            "王伟 <wei@x.example>；李娜 na@x.example",
            [("wei@x.example", "王伟"), ("na@x.example", "李娜")],
        ),
        ("(a@x.example).", [("a@x.example", "")]),
        ('"A, B" a@x.example', [("a@x.example", "A, B")]),
        ("just words", [("just words", "")]),
        (" ,;\n ", []),
        ("Eve <>", [("", "Eve")]),
    ],
)
def test_addresses_are_read_however_they_are_pasted(
    text: str, found: Sequence[tuple[str, str]]
) -> None:
    assert [(one.email, one.name) for one in pasted_addresses(text)] == list(found)


def test_a_manager_invites_as_far_as_the_role_says(manager: User, system: User) -> None:
    sales, finance = may_be_invited_by_managers("sales", "finance")
    by = Actor.person(manager)
    assert {role.code for role in invitable_roles(by)} == {"sales", "finance"}
    assert len(invited(manager, "a@new.example, b@new.example", sales, finance)[0]) == 2
    for code in ("manager", "system", "purchasing"):
        above = role_of(code)
        with nothing_changes(), pytest.raises(Refusal) as refused:
            invited(manager, "c@new.example", sales, above)
        assert list(refused.value.message_dict) == ["roles"]
    assert not User.objects.filter(username="c").exists()
    theirs: Invitation = InvitationFactory(roles=[role_of("system")])
    for verb in (send_invitation_again, revoke_invitation, remind_of_invitation):
        with nothing_changes(), pytest.raises(Refusal, match="cannot invite people as"):
            verb(theirs, by=by)


def test_a_role_that_lets_others_in_is_handed_on_by_nobody_below_it(manager: User) -> None:
    (sales,) = may_be_invited_by_managers("sales")
    with as_the_house():
        sales.permissions.add(Permission.objects.get(codename="add_user"))
    assert invitable_roles(Actor.person(manager)) == []


def test_who_adds_accounts_invites_with_what_they_hold(system: User) -> None:
    add = [Permission.objects.get(codename=f"add_{name}") for name in ("user", "invitation")]
    clerk: User = UserFactory(groups=[RoleFactory(name="Clerk", permissions=add)])
    below, above = (
        RoleFactory(permissions=add[:1]),
        RoleFactory(permissions=[Permission.objects.get(codename="delete_brand")]),
    )
    found = invitable_roles(Actor.person(clerk))
    assert below in found
    assert above not in found
    assert len(invitable_roles(Actor.person(system))) == Role.objects.count()


def test_who_has_no_right_invites_nobody(sales: User) -> None:
    role = RoleFactory()
    with nothing_changes(), pytest.raises(Refusal):
        invited(sales, "a@new.example", role)


def test_a_role_for_a_time_asks_for_the_last_day_and_the_account_ends_then(system: User) -> None:
    auditor = role_of("auditor")
    with nothing_changes(), pytest.raises(Refusal) as refused:
        invited(system, "a@new.example", auditor)
    assert list(refused.value.message_dict) == ["ends_on"]
    yesterday = timezone.now().date() - dt.timedelta(days=2)
    with nothing_changes(), pytest.raises(Refusal, match="over"):
        invited(system, "a@new.example", auditor, ends_on=yesterday)
    end = timezone.now().date() + dt.timedelta(days=30)
    invited(system, "a@new.example", auditor, ends_on=end)
    account = accept_invitation(token_in(newest_mail()), newcomer(), by=SYSTEM)
    assert account.ends_on == end


def test_a_link_dies_with_what_its_inviter_may_give(system: User, manager: User) -> None:
    (sales,) = may_be_invited_by_managers("sales")
    invited(manager, "a@new.example", sales)
    token = token_in(newest_mail())
    assert open_invitation(token) is not None
    with as_the_house():
        Role.objects.get(code="manager").invites.clear()
    assert open_invitation(token) is None
    invited(system, "b@new.example", sales)
    token = token_in(newest_mail())
    role_of("system")
    UserFactory(groups=[role_of("system")])
    deactivate_user(system, by=SYSTEM)
    assert open_invitation(token) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"password": "short"}, "password"), ({"username": "system"}, "username")],
)
def test_what_is_wrong_leaves_the_link_as_it_was(
    system: User, wrong: dict[str, str], field: str
) -> None:
    (invitation,), _left = invited(system, "a@new.example", RoleFactory())
    token = token_in(newest_mail())
    with nothing_changes(), pytest.raises(Exception) as refused:  # noqa: PT011 - its field says it
        accept_invitation(token, newcomer(**wrong), by=SYSTEM)
    assert list(refused.value.message_dict) == [field]  # type: ignore[attr-defined]
    assert open_invitation(token) == invitation


def test_aligning_lets_managers_invite_and_gives_each_role_once() -> None:
    align_roles(by=SYSTEM)
    manager = Role.objects.get(code="manager")
    named = {"sales", "purchasing", "storekeeper", "finance"}
    assert set(manager.invites.values_list("code", flat=True)) == named
    with as_the_house():
        manager.invites.remove(Role.objects.get(code="finance"))
    align_roles(by=SYSTEM)
    assert set(manager.invites.values_list("code", flat=True)) == named - {"finance"}


def test_nobody_lets_a_role_invite_as_one_that_holds_more(manager: User) -> None:
    change = Permission.objects.get(codename="change_role")
    clerk: User = UserFactory(groups=[RoleFactory(permissions=[change])])
    role, above = RoleFactory(), role_of("sales")
    with (
        nothing_changes(),
        pytest.raises(Refusal, match="cannot grant"),
        as_the_house(Actor.person(clerk)),
    ):
        role.invites.add(above)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_link_at_once_one_comes_in() -> None:
    invitation: Invitation = InvitationFactory(email="ada@new.example")
    token = token_in(newest_mail("ada@new.example"))
    answers = at_once(
        4, lambda n: accept_invitation(token, newcomer(f"ada{n}", name=f"Ada {n}"), by=SYSTEM)
    )
    made = [answer for answer in answers if isinstance(answer, User)]
    assert len(made) == 1, answers
    assert [type(answer) for answer in answers if answer not in made] == [ClosedLink] * 3
    assert list(User.objects.filter(email_key="ada@new.example")) == made
    invitation.refresh_from_db()
    assert invitation.account == made[0]
