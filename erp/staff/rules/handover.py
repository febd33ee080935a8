"""To whom work may be handed over, and by whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_receiver(
    name: str, *, in_force: bool, is_leaver: bool, may_hold: bool, kind: str
) -> None:
    """Refuse somebody who leaves, who is gone, or whose roles do not reach such records."""
    if is_leaver:
        raise Refusal(_("Choose somebody else than the person who hands over."), code="same")
    if not in_force:
        raise Refusal(
            _("“%(name)s” has no access and takes over nothing."),
            code="gone",
            params={"name": name},
        )
    if not may_hold:
        raise Refusal(
            _("The roles of “%(name)s” do not reach this: %(kind)s."),
            code="reach",
            params={"name": name, "kind": kind},
        )


def check_may_move(*, allowed: bool, kind: str) -> None:
    """Refuse to move records by somebody who may not change those of others."""
    if not allowed:
        raise Refusal(
            _("You may not give these another owner: %(kind)s."),
            code="right",
            params={"kind": kind},
        )


def check_something_chosen(kinds: Iterable[object], *, deactivate: bool) -> None:
    """Refuse a handover of nothing."""
    if not deactivate and not list(kinds):
        raise Refusal(_("Choose what is handed over, and to whom."), code="nothing")
