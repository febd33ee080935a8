"""Lost device: System takes a person's second factor away, with a reason, and everybody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.staff.models import FactorWait
from erp.staff.queries.second_factor import factors_of
from erp.staff.queries.user import has_system_role
from erp.staff.services.factor_change import follow_up, locked_account

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.staff.models import User


def may_reset_second_factor(account: User, by: Actor) -> bool:
    """Tell whether this actor may reset the account's second factor: System, for others."""
    if by.is_system:
        return True
    return by.user is not None and by.user.pk != account.pk and has_system_role(by.user.pk)


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("reset a second factor"))
def reset_second_factor(account: User, *, by: Actor, reason: str) -> User:
    """Take every factor and remembered device of somebody else away; their sessions end.

    Only System does, never for oneself, and says why: the next sign-in enrols anew.
    """
    check_may(by, "change", account)
    if by.user is not None and by.user.pk == account.pk:
        raise Refusal(_("Your own second factor is changed on your security page."), code="oneself")
    if not may_reset_second_factor(account, by):
        raise Refusal(_("Only System resets a second factor."), code="not_system")
    if not reason.strip():
        raise Refusal({"reason": _("Say why.")}, code="reason")
    check_fresh_proof()
    account = locked_account(account)
    found = factors_of(account)
    if not found.main and not found.codes:
        raise Refusal(_("This account has no second factor."), code="none")
    for factor in (*found.main, *([found.codes] if found.codes else [])):
        factor.delete()
    FactorWait.objects.filter(key=f"person:{account.pk}").delete()
    follow_up(account, by=by, reason=reason)
    return account
