"""Ask for an account, confirm the address, and decide: invite the person or say no."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.life_cycle import moving, take_step
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.public_address import public_address
from erp.foundation.refusal import Refusal
from erp.foundation.secret_text import lock_text, unlock_text
from erp.foundation.services.job import ask_for_job
from erp.foundation.services.letter import Letter, write_letter
from erp.foundation.text import fold
from erp.staff.access_token import digest_of, is_signed, new_token
from erp.staff.letters import (
    confirm_request_letter,
    known_address_letter,
    refused_letter,
    underway_letter,
)
from erp.staff.life_cycles import ACCOUNT_REQUEST
from erp.staff.models import (
    AccountRequest,
    Invitation,
    InvitationState,
    RequestState,
    User,
)
from erp.staff.models.invitation import usual_hours
from erp.staff.pasted_addresses import Pasted
from erp.staff.queries.right import limited_roles
from erp.staff.rules.invitation import ClosedLink, check_has_roles
from erp.staff.rules.user import check_has_end
from erp.staff.services.invitation import Terms, invite_people

if TYPE_CHECKING:
    from collections.abc import Callable

    from erp.foundation.actor import Actor

PURPOSE = "registration"
#: How long the link works that confirms the address.
CONFIRMED_WITHIN = dt.timedelta(hours=24)
#: A request whose address nobody confirmed is forgotten after so long.
_FORGOTTEN = dt.timedelta(days=7)
_BATCH = 200


@dataclass(frozen=True)
class Asking:
    """What a stranger says who asks for an account."""

    email: str
    name: str
    message: str
    language: str


@service(OperationKind.INVITATION, told=gettext_lazy("asked for an account"))
def ask_for_account(asking: Asking, *, by: Actor) -> None:
    """Let a job look what is known of the address, and answer by mail.

    Here nothing depends on it, so that neither the page nor its time tells who has an account.
    """
    ask_for_job("staff.answer_stranger", by=by, asking=lock_text(json.dumps(asdict(asking))))


@service(OperationKind.INVITATION, told=gettext_lazy("answered who asked for an account"))
def answer_stranger(locked: str, *, by: Actor) -> None:
    """Answer a stranger by one mail, whatever is known of the address.

    An unknown address gets a link that confirms it. One with an account, an open invitation or a
    request that waits is told so, in its own mailbox alone.
    """
    unlocked = unlock_text(locked)
    if unlocked is None:
        return
    asking = Asking(**json.loads(unlocked))
    known = _letter_to_known(asking)
    if known is not None:
        compose, language = known
        write_letter(compose, to=asking.email, language=language, by=by)
        return
    key = fold(asking.email)
    rows = AccountRequest.objects.select_for_update()
    request = rows.filter(email_key=key).first() or AccountRequest(email=asking.email)
    request.name, request.message, request.language = asking.name, asking.message, asking.language
    request.state = RequestState.UNCONFIRMED
    request.confirmed_at = request.decided_at = request.decided_by = request.invitation = None
    request.reason = ""
    token = new_token(PURPOSE, key)
    request.token_digest, request.expires_at = digest_of(token), timezone.now() + CONFIRMED_WITHIN
    with moving(request):
        request.full_clean()
        request.save()
    link = public_address(reverse("confirm_request", args=(token,)))
    # what a stranger typed stands in no mail to an address that may be somebody else's
    write_letter(
        lambda: confirm_request_letter(request, link),
        to=request.email,
        language=request.language,
        secret=link,
        by=by,
    )


def _letter_to_known(asking: Asking) -> tuple[Callable[[], Letter], str] | None:
    """Return what somebody is told whose address is known, and in which language."""
    key = fold(asking.email)
    account = User.objects.filter(email_key=key).first()
    if account is not None:
        return known_address_letter, account.language
    invited = Invitation.objects.filter(email_key=key, state=InvitationState.PENDING)
    waiting = AccountRequest.objects.filter(email_key=key, state=RequestState.WAITING)
    return (underway_letter, asking.language) if invited.exists() or waiting.exists() else None


def request_of_link(token: str, *, lock: bool = False) -> AccountRequest | None:
    """Return the request whose address this link confirms, while it does."""
    digest = digest_of(token)
    rows = AccountRequest.objects.select_for_update() if lock else AccountRequest.objects
    found: AccountRequest | None = rows.filter(token_digest=digest).first() if digest else None
    if found is None or not is_signed(token, PURPOSE, found.email_key):
        return None
    ends = found.expires_at
    open_still = found.state == RequestState.UNCONFIRMED and ends and ends > timezone.now()
    return found if open_still else None


@service(OperationKind.INVITATION, told=gettext_lazy("confirmed the address of a request"))
def confirm_request(token: str, *, by: Actor) -> AccountRequest:
    """Let a request be seen by those who decide; the link is used up."""
    request = request_of_link(token, lock=True)
    if request is None:
        raise ClosedLink

    def stamp(paper: Any) -> None:
        paper.token_digest, paper.confirmed_at = None, timezone.now()

    confirmed: AccountRequest = take_step(ACCOUNT_REQUEST, request, "confirm", by=by, prepare=stamp)
    return confirmed


@service(OperationKind.INVITATION, told=gettext_lazy("approved a request for an account"))
def approve_request(request: AccountRequest, *, by: Actor) -> AccountRequest:
    """Invite the person with the roles that were chosen on the request."""
    roles = list(request.roles.all())
    check_has_roles(roles)
    check_has_end(request.ends_on, limited_roles([role.pk for role in roles]))

    def stamp(paper: Any) -> None:
        terms = Terms(roles, paper.language, usual_hours(), ends_on=paper.ends_on)
        made, left = invite_people([Pasted(paper.email, paper.name)], terms, by=by)
        if left:
            raise Refusal(f"{left[0].email}: {left[0].text}", code="known")
        paper.invitation = made[0]
        _decide(paper, by)

    approved: AccountRequest = take_step(ACCOUNT_REQUEST, request, "approve", by=by, prepare=stamp)
    return approved


@service(OperationKind.INVITATION, told=gettext_lazy("refused a request for an account"))
def refuse_request(request: AccountRequest, *, by: Actor, reason: str) -> AccountRequest:
    """Say no; the person reads the reason in a mail."""

    def stamp(paper: Any) -> None:
        paper.reason = reason[:500]
        _decide(paper, by)

    refused: AccountRequest = take_step(ACCOUNT_REQUEST, request, "refuse", by=by, prepare=stamp)
    write_letter(
        lambda: refused_letter(refused),
        to=refused.email,
        language=refused.language,
        name=refused.name,
        by=by,
    )
    return refused


def _decide(request: AccountRequest, by: Actor) -> None:
    request.decided_by, request.decided_at = by.user, timezone.now()


@service(OperationKind.COMMAND, told=gettext_lazy("forgot requests that nobody confirmed"))
def forget_unconfirmed(*, by: Actor) -> int:
    """Delete requests whose address nobody confirmed for a week; return how many."""
    before = timezone.now() - _FORGOTTEN
    old = AccountRequest.objects.filter(state=RequestState.UNCONFIRMED, changed_at__lt=before)
    rows = list(old.order_by("pk")[:_BATCH])
    if rows:
        delete_inside_operation(rows)
    return len(rows)
