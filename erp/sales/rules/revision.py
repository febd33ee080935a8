"""What holds between a quotation and the revision that stands in its place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_former_is_closed(number: str, former: str | None) -> None:
    """Refuse a revision beside the paper that it replaces; ``former`` is one that is not closed."""
    if former is not None:
        raise Refusal(
            _("“%(former)s” stands again: “%(number)s” cannot stand beside it."),
            code="beside",
            params={"former": former, "number": number},
        )


def check_is_replaced(number: str, *, replaced: bool) -> None:
    """Refuse to close a paper by a revision that is not there."""
    if not replaced:
        raise Refusal(
            _("“%(number)s” cannot be superseded: no revision stands in its place."),
            code="unreplaced",
            params={"number": number},
        )
