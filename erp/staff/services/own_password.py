"""Changing one's own password: the present one is asked for, and not guessed without end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.staff.models import User
from erp.staff.rules.throttle import PAIR
from erp.staff.services.throttle import Count, claim_attempt, take_claim_back
from erp.staff.services.user import change_password


def change_own_password(account: User, *, old: str, new: str, by: Actor) -> User:
    """Change the password; whoever sits at an open session guesses the present one five times.

    The attempt is counted in a transaction of its own, since a refusal takes back all the rest.
    """
    counts = (Count(PAIR, f"account {account.pk} changes password", account),)
    claim = claim_attempt(counts, riddle_solved=True)
    if not claim.allowed:
        raise Refusal({"old": _("Too many attempts. Wait a few minutes, then try again.")})
    try:
        changed = change_password(account, old=old, new=new, by=by)
    except Refusal as refused:
        if "old" not in getattr(refused, "error_dict", {}):
            take_claim_back(claim)
        raise
    take_claim_back(claim)
    return changed
