"""Who may hand on which rights, and whose account or role one may touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.foundation.refusal import Refusal

#: Stands for every right there is, held by superusers.
EVERYTHING = "*"
_NAMED = 5


def holds(held: Collection[str], right: str) -> bool:
    """Tell whether a right is among those held; a right over all includes the one over own."""
    if EVERYTHING in held or right in held:
        return True
    app, _dot, codename = right.partition(".")
    return codename.startswith("own_") and f"{app}.{codename.removeprefix('own_')}" in held


def missing(held: Collection[str], wanted: Iterable[str]) -> list[str]:
    """Return the wanted rights that are not held, sorted."""
    return sorted(right for right in wanted if not holds(held, right))


def check_may_grant(held: Collection[str], granted: Iterable[str], *, field: str) -> None:
    """Refuse to hand on a right that the giver does not hold."""
    lacking = missing(held, granted)
    if lacking:
        raise Refusal(
            {
                field: Refusal(
                    _("You cannot grant rights that you do not hold yourself: %(rights)s."),
                    code="grant",
                    params={"rights": _listed(lacking)},
                )
            }
        )


def check_not_above(held: Collection[str], theirs: Iterable[str], *, name: str) -> None:
    """Refuse to touch an account or role with rights that the actor does not hold."""
    lacking = missing(held, theirs)
    if lacking:
        raise Refusal(
            _("You cannot change “%(name)s”, which holds rights that you do not: %(rights)s."),
            code="above",
            params={"name": name, "rights": _listed(lacking)},
        )


def _listed(rights: list[str]) -> str:
    more = len(rights) - _NAMED
    names = _(", ").join(rights[:_NAMED])
    if more <= 0:
        return names
    return names + " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
