"""Who may widen what people approve: nobody for themselves, nobody beyond their own limit."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def is_more(limit: Decimal | None, than: Decimal | None) -> bool:
    """Tell whether a limit allows more than another; ``None`` is any amount."""
    if than is None:
        return False
    return limit is None or limit > than


def check_not_own_role(*, holds_it: bool, field: str) -> None:
    """Refuse to let one's own role approve more."""
    if holds_it:
        raise Refusal(
            {
                field: Refusal(
                    _("You have this role yourself: somebody else must let it approve more."),
                    code="own_role",
                )
            }
        )


def check_does_not_approve_more(*, more: bool, name: str) -> None:
    """Refuse to touch the account of somebody who approves more than oneself."""
    if more:
        raise Refusal(
            _("You cannot change “%(name)s”, who may approve more than you."),
            code="above",
            params={"name": name},
        )


def check_limit_not_above(limit: Decimal | None, own: Decimal | None, *, field: str) -> None:
    """Refuse to let others approve larger amounts than oneself may."""
    if is_more(limit, own) and own is not None:
        raise Refusal(
            {
                field: Refusal(
                    _("You cannot let others approve more than you may: up to %(limit)s."),
                    code="limit",
                    params={"limit": number_format(own, decimal_pos=2, force_grouping=True)},
                )
            }
        )


def check_own_papers_not_above(*, wanted: bool, allowed: bool, field: str) -> None:
    """Refuse to let others approve what they submitted where one may not do so oneself."""
    if wanted and not allowed:
        raise Refusal(
            {
                field: Refusal(
                    _("You cannot let others approve what they submitted: you may not either."),
                    code="own",
                )
            }
        )
