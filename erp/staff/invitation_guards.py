"""What stands before every write of an invitation, a request, or the roles one may invite as."""

from __future__ import annotations

from typing import Any

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import govern
from erp.foundation.services.mail import watch_mails
from erp.foundation.settling import settle
from erp.foundation.text import fold
from erp.staff.life_cycles import ACCOUNT_REQUEST, INVITATION
from erp.staff.models import AccountRequest, Invitation, Role, User
from erp.staff.queries.invitation import invitations_only_as, roles_not_given_by
from erp.staff.queries.right import rights_of_actor, rights_of_roles
from erp.staff.rules.invitation import (
    check_end_is_ahead,
    check_has_no_account,
    check_roles_can_be_given,
)
from erp.staff.rules.right import check_may_grant
from erp.staff.rules.role import check_invitations_keep_a_role
from erp.staff.services.address import hold_back_changes
from erp.staff.services.invitation import note_mail_trouble, settle_invitations


def register() -> None:
    """Put the checks before invitations, and send links when an operation settles."""
    govern(INVITATION)
    govern(ACCOUNT_REQUEST)
    guard(Invitation, _roles_are_within_reach)
    guard(Invitation, _address_has_no_account)
    guard(AccountRequest, _chosen_roles_are_within_reach)
    guard(Role, _role_may_invite)
    guard(Role, _invitations_keep_a_role)
    settle(Invitation, settle_invitations)
    settle(User, hold_back_changes)
    watch_mails(note_mail_trouble)


def _roles_are_within_reach(attempt: Attempt) -> None:
    """Nobody invites above their own rights, nor touches an invitation of somebody above them.

    To invite somebody is to hand rights on, so it asks for a fresh proof as that does.
    """
    if attempt.by.is_system:
        return
    invitation: Any = attempt.record
    keys = set(attempt.added) if attempt.relation == "roles" else set()
    if not invitation._state.adding:
        keys |= set(invitation.roles.values_list("pk", flat=True))
    check_roles_can_be_given(roles_not_given_by(attempt.by, keys))
    if attempt.relation == "roles" and attempt.added:
        check_fresh_proof()


def _address_has_no_account(attempt: Attempt) -> None:
    """Refuse a new invitation, or one to another address or anew, of who has an account."""
    invitation: Any = attempt.record
    if attempt.verb not in {Verb.CREATE, Verb.CHANGE} or not invitation.is_pending:
        return
    before = {} if invitation._state.adding else invitation.before()
    if before.get("ends_on") != invitation.ends_on:
        check_end_is_ahead(invitation.ends_on, house_day())
    key = fold(invitation.email)
    if before and before["email_key"] == key and before["state"] == invitation.state:
        return
    known = User.objects.filter(email_key=key).exists()
    check_has_no_account(invitation.email, known=known)


def _chosen_roles_are_within_reach(attempt: Attempt) -> None:
    """Nobody chooses a role for a request that they may not invite with."""
    if attempt.relation == "roles":
        check_roles_can_be_given(roles_not_given_by(attempt.by, attempt.added))


def _role_may_invite(attempt: Attempt) -> None:
    """Who lets a role invite people as another one holds what that other one may."""
    if attempt.relation == "invites" and not attempt.by.is_system:
        held = rights_of_actor(attempt.by)
        check_may_grant(held, rights_of_roles(attempt.added), field="invites")
        if attempt.added:
            check_fresh_proof()


def _invitations_keep_a_role(attempt: Attempt) -> None:
    """A role, with those that go along with it, is not all that somebody is invited as."""
    if attempt.verb == Verb.DELETE:
        waiting = invitations_only_as({attempt.record.pk, *attempt.together})
        check_invitations_keep_a_role(str(attempt.record), waiting)
