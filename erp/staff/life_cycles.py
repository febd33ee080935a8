"""The steps that invitations and requests for an account take."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.life_cycle import LifeCycle, Step
from erp.staff.models import AccountRequest, Invitation, InvitationState, RequestState

_S = InvitationState
_R = RequestState
_DECIDED = frozenset({_R.APPROVED.value, _R.REFUSED.value})


def _advice() -> str:
    return _("Send it again to open it anew.")


INVITATION = LifeCycle(
    model=Invitation,
    start=_S.PENDING.value,
    open=frozenset({_S.PENDING.value}),
    advice=_advice,
    status="state",
    steps=(
        Step("accept", frozenset({_S.PENDING.value}), _S.ACCEPTED.value),
        Step("expire", frozenset({_S.PENDING.value}), _S.EXPIRED.value),
        Step("revoke", frozenset({_S.PENDING.value}), _S.REVOKED.value),
    ),
)

ACCOUNT_REQUEST = LifeCycle(
    model=AccountRequest,
    start=_R.WAITING.value,
    open=frozenset({_R.UNCONFIRMED.value, _R.WAITING.value}),
    status="state",
    steps=(
        Step("confirm", frozenset({_R.UNCONFIRMED.value}), _R.WAITING.value),
        Step("approve", frozenset({_R.WAITING.value}), _R.APPROVED.value),
        Step("refuse", frozenset({_R.WAITING.value}), _R.REFUSED.value),
        Step("ask_again", _DECIDED, _R.UNCONFIRMED.value),
    ),
)
