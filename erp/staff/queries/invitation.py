"""Named questions about invitations: which link is good, who may invite as what, who has been."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.foundation.actor import Actor
from erp.foundation.rights import is_in_force, may
from erp.foundation.text import fold
from erp.staff.access_token import digest_of, is_signed
from erp.staff.models import Invitation, InvitationState, Role, User
from erp.staff.pasted_addresses import Pasted
from erp.staff.queries.approval import (
    approval_handed_on,
    roles_that_approve,
    sets_limits_freely,
)
from erp.staff.queries.right import names_of, rights_of_actor
from erp.staff.rules.approval import is_more
from erp.staff.rules.right import EVERYTHING, missing

#: What the signature of an invitation's link is for.
PURPOSE = "invitation"
#: Rights by which somebody lets others in: nobody is invited with more of these than one holds.
_LETTING_IN = "staff."


def open_invitation(token: str, *, lock: bool = False) -> Invitation | None:
    """Return the invitation whose link this is, while it lets somebody in."""
    digest = digest_of(token)
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects
    found: Invitation | None = rows.filter(token_digest=digest).first() if digest else None
    if found is None or not is_signed(token, PURPOSE, found.email_key):
        return None
    return found if found.is_open and not roles_out_of_reach(found) else None


def roles_out_of_reach(invitation: Invitation) -> list[str]:
    """Return those roles of an invitation that its inviter may not give any more, by name."""
    by = invitation.invited_by
    if by is None:
        return []
    roles = list(invitation.roles.all())
    if not is_in_force(by):
        return [str(role) for role in roles]
    return roles_not_given_by(Actor.person(by), [role.pk for role in roles])


def roles_not_given_by(actor: Actor, keys: Collection[Any]) -> list[str]:
    """Return those of the roles that somebody may not invite people with, by name."""
    if actor.is_system or not keys:
        return []
    given = {role.pk for role in invitable_roles(actor)}
    return [str(role) for role in Role.objects.filter(pk__in=keys) if role.pk not in given]


def invitable_roles(actor: Actor) -> list[Role]:
    """Return the roles that somebody may invite people with, by name.

    Who may add accounts gives what they hold themselves, approval included. Others give what
    their own roles name, but never a right to let others in that they do not hold.
    """
    roles = list(Role.objects.order_by("name_key"))
    held = rights_of_actor(actor)
    if EVERYTHING in held:
        return roles
    rights = _rights_by_role(roles)
    if may(actor, "add", User):
        too_much = _approving_more(actor, roles)
        return [r for r in roles if r.pk not in too_much and not missing(held, rights[r.pk])]
    user = actor.user
    named = set(Role.objects.filter(invited_by_role__user=user.pk).values_list("pk", flat=True))  # type: ignore[union-attr]
    return [
        role
        for role in roles
        if role.pk in named and not missing(held, _letting_in(rights[role.pk]))
    ]


def _letting_in(rights: Iterable[str]) -> list[str]:
    return [right for right in rights if right.startswith(_LETTING_IN)]


def _rights_by_role(roles: Sequence[Role]) -> dict[Any, frozenset[str]]:
    return {role.pk: names_of(Permission.objects.filter(group__role=role.pk)) for role in roles}


def _approving_more(actor: Actor, roles: Sequence[Role]) -> set[Any]:
    """Return the keys of roles that approve more than somebody may."""
    if sets_limits_freely(actor):
        return set()
    found = set()
    for role, rights in roles_that_approve([role.pk for role in roles]):
        for right in rights:
            held = approval_handed_on(actor, right)
            if is_more(role.approval_limit, held.limit) or (role.approves_own and not held.own):
                found.add(role.pk)
    return found


def invitations_only_as(gone: Collection[Any]) -> list[str]:
    """Return the invitations that wait and have no role but some of these, by name and address."""
    others = Invitation.objects.filter(roles__in=Role.objects.exclude(pk__in=gone))
    waiting = Invitation.objects.filter(state=InvitationState.PENDING, roles__in=gone)
    found = waiting.exclude(pk__in=others.values("pk")).distinct().order_by("email_key")
    return [str(invitation) for invitation in found]


@dataclass(frozen=True)
class Verdict:
    """What would become of one pasted address."""

    email: str
    name: str
    #: Whether an invitation would be sent.
    sent: bool
    text: str


def verdicts_on(pasted: Sequence[Pasted]) -> list[Verdict]:
    """Say of every address what would become of it, before anything is sent."""
    keys = [fold(one.email) for one in pasted]
    accounts = dict(User.objects.filter(email_key__in=keys).values_list("email_key", "name"))
    known = dict(Invitation.objects.filter(email_key__in=keys).values_list("email_key", "state"))
    seen: set[str] = set()
    found = []
    for one, key in zip(pasted, keys, strict=True):
        sent, text = _verdict(one, key in seen, accounts.get(key), known.get(key))
        found.append(Verdict(one.email, one.name, sent, text))
        seen.add(key)
    return found


def _verdict(one: Pasted, twice: bool, account: str | None, state: str | None) -> tuple[bool, str]:
    if not one.is_address:
        return False, _("This is no email address.")
    if twice:
        return False, _("It stands further up already.")
    if account is not None:
        return False, _("%(name)s has an account with it.") % {"name": account}
    if state == InvitationState.PENDING:
        return False, _("It is invited already: send that invitation again instead.")
    if state is not None:
        return True, _("It was invited before and is invited again.")
    return True, pgettext("invitation", "It is invited.")
