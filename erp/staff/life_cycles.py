"""The steps that invitations take."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.life_cycle import LifeCycle, Step
from erp.staff.models import Invitation, InvitationState

_S = InvitationState


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
