"""Invite people, send the link again, remind, revoke, let it expire.

An invitation's link is made when the operation settles, whatever made the invitation: this page,
a form, an import, an undo. So no way in forgets the mail, and none sends it twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.life_cycle import moving, take_step
from erp.foundation.models import MailState, OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.public_address import public_address
from erp.foundation.rights import check_may
from erp.foundation.services.letter import write_letter
from erp.foundation.text import fold
from erp.staff.access_token import digest_of, new_token
from erp.staff.letters import invitation_letter
from erp.staff.life_cycles import INVITATION
from erp.staff.models import Invitation, InvitationState
from erp.staff.pasted_addresses import Pasted
from erp.staff.queries.invitation import PURPOSE, Verdict, verdicts_on
from erp.staff.queries.right import limited_roles
from erp.staff.rules.invitation import check_can_be_sent_again, check_has_roles
from erp.staff.rules.user import check_has_end

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models import Operation, OutboxMail
    from erp.foundation.recorder import Change
    from erp.staff.models import Role

#: A reminder goes out when this share of the link's time is left.
_REMINDED_AT = 1 / 3
#: So many in one transaction of the clock; the next round takes the rest.
_BATCH = 200
#: The kinds by which forms and files would file an invitation.
_FILED_ELSEWHERE = frozenset({OperationKind.CREATE, OperationKind.CHANGE, OperationKind.IMPORT})


@dataclass(frozen=True)
class Terms:
    """What all that are invited together have in common."""

    roles: Collection[Role]
    language: str
    valid_hours: int
    ends_on: dt.date | None = None
    note: str = ""


@service(OperationKind.INVITATION, told=gettext_lazy("invited"))
def invite_people(
    pasted: Sequence[Pasted], terms: Terms, *, by: Actor
) -> tuple[list[Invitation], list[Verdict]]:
    """Invite everybody of a list who can be; return the invitations and what was left out and why.

    Who was invited before and did not come gets another link. A refusal of the roles, or of a
    missing last day, refuses all.
    """
    check_may(by, "add", Invitation)
    verdicts = verdicts_on(pasted)
    made = [_invite(verdict, terms) for verdict in verdicts if verdict.sent]
    return made, [verdict for verdict in verdicts if not verdict.sent]


def _invite(verdict: Verdict, terms: Terms) -> Invitation:
    key = fold(verdict.email)
    known = Invitation.objects.select_for_update().filter(email_key=key).first()
    invitation = known or Invitation(email=verdict.email)
    invitation.name = verdict.name or invitation.name
    invitation.language, invitation.note = terms.language, terms.note
    invitation.ends_on, invitation.valid_hours = terms.ends_on, terms.valid_hours
    if known is None:
        invitation.full_clean()
        invitation.save()
        invitation.roles.set(terms.roles)
        return invitation
    invitation.account = None
    _open_anew(invitation)
    with moving(invitation):
        invitation.full_clean()
        invitation.save()
        invitation.roles.set(terms.roles)
    return invitation


def _open_anew(invitation: Invitation) -> None:
    """Let it wait again, without a link: the old one is dead, the settling makes another."""
    invitation.state = InvitationState.PENDING
    invitation.token_digest = None
    invitation.sent_at = invitation.expires_at = invitation.reminded_at = None
    invitation.accepted_at = invitation.ended_at = None


@service(OperationKind.INVITATION, told=gettext_lazy("sent the invitation again"))
def send_invitation_again(invitation: Invitation, *, by: Actor) -> Invitation:
    """Send another link, which works as long as the first one did; all earlier links are dead."""
    check_may(by, "change", invitation)
    locked: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    accepted = locked.state == InvitationState.ACCEPTED
    check_can_be_sent_again(accepted=accepted, name=str(locked))
    _open_anew(locked)
    with moving(locked):
        locked.full_clean()
        locked.save()
    return locked


@service(OperationKind.INVITATION, told=gettext_lazy("revoked the invitation"))
def revoke_invitation(invitation: Invitation, *, by: Actor, reason: str = "") -> Invitation:
    """Let the link die at once."""
    revoked: Invitation = take_step(INVITATION, invitation, "revoke", by=by, prepare=_end)
    return revoked


def _end(invitation: Any) -> None:
    invitation.token_digest = None
    invitation.ended_at = timezone.now()


@service(OperationKind.INVITATION, told=gettext_lazy("reminded of the invitation"))
def remind_of_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Write once more to who has not answered; the link is another, its end stays the same.

    Only a digest of the first link is kept, so it cannot be sent again: the reminder's replaces it.
    """
    check_may(by, "change", invitation)
    locked: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        return send_invitation_again(locked, by=by)
    locked.reminded_at = timezone.now()
    _send_link(locked, by=by, reminder=True)
    return locked


def _send_link(invitation: Invitation, *, by: Actor, reminder: bool = False) -> None:
    """Make a link, keep its digest, and put the mail with it into the outbox."""
    token = new_token(PURPOSE, fold(invitation.email))
    invitation.token_digest = digest_of(token)
    if not reminder:
        invitation.sent_at = timezone.now()
        invitation.expires_at = invitation.sent_at + dt.timedelta(hours=invitation.valid_hours)
        invitation.reminded_at = None
        invitation.invited_by = by.user or invitation.invited_by
    link = public_address(reverse("accept", args=(token,)))
    invitation.mail_trouble = ""
    invitation.mail = write_letter(
        lambda: invitation_letter(invitation, link, reminder=reminder),
        to=invitation.email,
        language=invitation.language,
        name=invitation.name,
        secret=link,
        by=by,
    )
    with moving(invitation):
        invitation.save()


def note_mail_trouble(mail: OutboxMail) -> None:
    """Say on the invitation why its mail did not leave the house; or no more, where it is tried."""
    trouble = mail.last_error[:500] if mail.state == MailState.FAILED else ""
    for invitation in Invitation.objects.select_for_update().filter(mail=mail.pk):
        invitation.mail_trouble = trouble
        with moving(invitation):
            invitation.save()


def settle_invitations(changes: Sequence[Change]) -> None:
    """Send a link to every invitation that got none yet, or whose address is another now.

    What an undo brings back waits without a link: somebody has to want that it is sent again.
    The act is filed as an invitation, whatever way it came: a form, a file, a change of address.
    Another address, and one that is let in after all, gets rights and so asks for a fresh proof.
    """
    running = running_operation()
    for change in changes:
        invitation: Any = change.record
        if change.sign == "-" or running is None or not invitation.is_pending:
            continue
        keys = list(invitation.roles.values_list("pk", flat=True))
        check_has_roles(keys)
        check_has_end(invitation.ends_on, limited_roles(keys))
        before = change.before or {}
        moved = bool(before) and before["email_key"] != invitation.email_key
        anew = bool(before) and before["state"] != invitation.state
        if (moved or anew) and not running.by.is_system:
            check_fresh_proof()
        if invitation.sent_at is None or (
            moved and invitation.token_digest == before["token_digest"]
        ):
            _send_link(invitation, by=running.by)
            _file_as_invitation(running.row, new=change.sign == "+")


def _file_as_invitation(row: Operation, *, new: bool) -> None:
    """Give an act the kind and the words that it has when it comes from the page of inviting."""
    if row.kind in _FILED_ELSEWHERE:
        row.kind = OperationKind.INVITATION
        row.verb = (invite_people if new else send_invitation_again).__name__


@service(OperationKind.INVITATION, told=gettext_lazy("invitations expired"))
def expire_invitations(*, by: Actor) -> int:
    """Close invitations whose time is over; return how many."""
    over = Invitation.objects.select_for_update().filter(
        state=InvitationState.PENDING, expires_at__lte=timezone.now()
    )
    expired = list(over.order_by("pk")[:_BATCH])
    for invitation in expired:
        invitation.state = InvitationState.EXPIRED
        _end(invitation)
        with moving(invitation):
            invitation.save()
    return len(expired)


def remind_in_time(*, by: Actor) -> int:
    """Remind, once each, those who have not answered when a third of the time is left."""
    now = timezone.now()
    waiting = Invitation.objects.filter(
        state=InvitationState.PENDING, reminded_at=None, expires_at__gt=now
    )
    due = [
        one
        for one in waiting.order_by("expires_at")[:_BATCH]
        if one.expires_at - now <= dt.timedelta(hours=one.valid_hours) * _REMINDED_AT
    ]
    for invitation in due:
        remind_of_invitation(invitation, by=by)
    return len(due)


def keep_invitations(*, by: Actor) -> int:
    """Let the clock close what is over and remind of what ends soon; return how many."""
    return expire_invitations(by=by) + remind_in_time(by=by)
