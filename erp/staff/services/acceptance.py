"""Accept an invitation: the one way in which an account is made by somebody who has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from erp.foundation.life_cycle import take_step
from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.services.letter import write_letter
from erp.foundation.telling import about_record
from erp.staff.letters import accepted_letter
from erp.staff.life_cycles import INVITATION
from erp.staff.models import Invitation, User
from erp.staff.queries.invitation import open_invitation
from erp.staff.rules.invitation import ClosedLink
from erp.staff.rules.user import check_password

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Newcomer:
    """What somebody says about themselves when they come in."""

    username: str
    name: str
    password: str
    language: str
    time_zone: str = ""


@service(OperationKind.INVITATION, told=gettext_lazy("accepted the invitation"))
def accept_invitation(token: str, newcomer: Newcomer, *, by: Actor) -> User:
    """Make the account of an invitation and close the link; the inviter is told by mail.

    ``by`` is the house: who comes in has no account yet. The invitation's row is locked first, so
    of two who use one link at once the second finds it used. The address counts as confirmed,
    because the link came by it.
    """
    invitation = open_invitation(token, lock=True)
    if invitation is None:
        raise ClosedLink
    account = _make_account(invitation, newcomer)

    def stamp(paper: Any) -> None:
        paper.accepted_at = timezone.now()
        paper.token_digest = None
        paper.account = account

    accepted: Invitation = take_step(INVITATION, invitation, "accept", by=by, prepare=stamp)
    running = running_operation()
    if running is not None:
        running.row.be_about(about_record(Invitation, accepted))
    _tell_inviter(accepted, by=by)
    return account


def _make_account(invitation: Invitation, newcomer: Newcomer) -> User:
    account = User(
        username=newcomer.username,
        name=newcomer.name,
        email=invitation.email,
        email_verified_at=timezone.now(),
        language=newcomer.language,
        time_zone=newcomer.time_zone,
        ends_on=invitation.ends_on,
    )
    if account.is_past_end:
        raise ClosedLink
    check_password(newcomer.password, account)
    account.set_password(newcomer.password)
    account.full_clean(exclude=("password",))
    account.save()
    account.groups.set(invitation.roles.all())
    return account


def _tell_inviter(invitation: Invitation, *, by: Actor) -> None:
    inviter = invitation.invited_by
    if inviter is None or not inviter.email or not inviter.is_active:
        return
    write_letter(
        lambda: accepted_letter(invitation),
        to=inviter.email,
        language=inviter.language,
        name=inviter.name,
        by=by,
    )
