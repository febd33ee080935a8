"""Who may invite whom: nobody who has an account, never with more than the inviter may give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


class ClosedLink(Refusal):
    """A link that lets nobody in: unknown, used, expired, revoked or altered; nobody says which."""

    def __init__(self) -> None:
        """Say the one thing that is said of all of them."""
        super().__init__(_("This link does not work."), code="closed")


def check_has_no_account(email: str, *, known: bool) -> None:
    """Refuse to invite somebody who has an account."""
    if known:
        raise Refusal(
            {
                "email": Refusal(
                    _("%(email)s has an account already."), code="account", params={"email": email}
                )
            }
        )


def check_has_roles(roles: Collection[object]) -> None:
    """Refuse an invitation after which one could do nothing."""
    if not roles:
        raise Refusal({"roles": Refusal(_("Choose at least one role."), code="roles")})


def check_roles_can_be_given(names: Iterable[str]) -> None:
    """Refuse roles, by their names, that the inviter may not invite people with."""
    above = sorted(names)
    if above:
        raise Refusal(
            {
                "roles": Refusal(
                    _("You cannot invite people as: %(roles)s."),
                    code="above",
                    params={"roles": _(", ").join(above)},
                )
            }
        )


def check_end_is_ahead(ends_on: dt.date | None, today: dt.date) -> None:
    """Refuse an account whose last day is over before it begins."""
    if ends_on is not None and ends_on < today:
        raise Refusal({"ends_on": Refusal(_("This day is over."), code="past")})


def check_can_be_sent_again(*, accepted: bool, name: str) -> None:
    """Refuse another link for somebody who came in by the first one."""
    if accepted:
        raise Refusal(_("“%(name)s” has accepted already."), code="state", params={"name": name})
