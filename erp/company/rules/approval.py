"""Who may approve a paper, and up to what it weighs."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_may_approve_own(*, submitted_it: bool, owns_it: bool, may_own: bool) -> None:
    """Refuse who submitted or owns it, unless the role says that this may be."""
    if submitted_it and not may_own:
        raise Refusal(_("Who submits a paper does not approve it: somebody else must."), code="own")
    if owns_it and not may_own:
        raise Refusal(_("Nobody approves a paper of their own: somebody else must."), code="own")


def check_within_limit(weight: Decimal | None, limit: Decimal, base: str, currency: str) -> None:
    """Refuse what weighs more than the approver's roles allow, or what nobody can weigh."""
    if weight is None:
        raise Refusal(
            _(
                "There is no exchange rate of %(currency)s, neither of the paper's date nor of "
                "today: enter one, or let somebody without a limit approve it."
            ),
            code="limit",
            params={"currency": currency},
        )
    if weight > limit:
        raise Refusal(
            _(
                "%(amount)s %(currency)s is above your limit of %(limit)s %(currency)s: "
                "somebody with a higher one must approve it."
            ),
            code="limit",
            params={"amount": f"{weight:,.2f}", "limit": f"{limit:,.2f}", "currency": base},
        )
