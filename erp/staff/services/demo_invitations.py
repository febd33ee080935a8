"""Load who was invited to the demo company, and who asks to come in, in every state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from erp.foundation.fixture import read_fixture
from erp.foundation.life_cycle import moving
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.text import fold
from erp.staff.models import (
    AccountRequest,
    Invitation,
    InvitationState,
    RequestState,
    Role,
    User,
)

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

INVITATIONS = "070_invitations.json"
#: What a link of the demo works, whatever the settings say: its states are told by these hours.
_HOURS = 72


@service(OperationKind.COMMAND)
def load_demo_invitations(*, by: Actor, today: dt.date) -> int:
    """Make invitations and requests that are not there yet; return how many.

    Those that wait get a real link: their mails are written as the product writes them.
    """
    content = read_fixture(INVITATIONS)
    now = timezone.now()
    people = {user.username: user for user in User.objects.all()}
    made = 0
    for facts in content["invitations"]:
        if not Invitation.objects.filter(email_key=fold(facts["email"])).exists():
            _make_invitation(facts, people, now=now, today=today)
            made += 1
    for facts in content["requests"]:
        if not AccountRequest.objects.filter(email_key=fold(facts["email"])).exists():
            _make_request(facts, people, now)
            made += 1
    return made


def _make_invitation(
    facts: dict[str, Any], people: dict[str, User], *, now: dt.datetime, today: dt.date
) -> None:
    sent = now - dt.timedelta(hours=facts["hours_ago"])
    ends = facts.get("ends_in_days")
    invitation = Invitation(
        email=facts["email"],
        name=facts["name"],
        language=facts["language"],
        note=facts.get("note", ""),
        ends_on=today + dt.timedelta(days=ends) if ends else None,
        valid_hours=max(1, _HOURS - facts["hours_ago"]) if "state" not in facts else _HOURS,
        invited_by=people.get(facts["by"]),
    )
    state = facts.get("state")
    if state:
        _be_over(invitation, state, sent, sent + dt.timedelta(hours=facts["after_hours"]))
    with moving(invitation):
        invitation.full_clean()
        invitation.save()
        invitation.roles.set(Role.objects.filter(code=facts["role"]))


def _be_over(invitation: Invitation, state: str, sent: dt.datetime, over: dt.datetime) -> None:
    """Let an invitation have come to its end at a moment."""
    invitation.state = InvitationState(state)
    invitation.sent_at, invitation.expires_at = sent, sent + dt.timedelta(hours=_HOURS)
    if state == InvitationState.ACCEPTED:
        invitation.accepted_at = over
        invitation.account = User.objects.filter(email_key=fold(invitation.email)).first()
    else:
        invitation.ended_at = over


def _make_request(facts: dict[str, Any], people: dict[str, User], now: dt.datetime) -> None:
    asked = now - dt.timedelta(hours=facts["hours_ago"])
    decided = "state" in facts
    request = AccountRequest(
        email=facts["email"],
        name=facts["name"],
        message=facts["message"],
        language=facts["language"],
        state=RequestState(facts["state"]) if decided else RequestState.WAITING,
        confirmed_at=asked + dt.timedelta(minutes=9),
        decided_at=asked + dt.timedelta(hours=3) if decided else None,
        decided_by=people.get(facts.get("by", "")),
        reason=facts.get("reason", ""),
    )
    with moving(request):
        request.full_clean()
        request.save()
