"""Which address or mobile an account may take: one of its own, that nobody else has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

#: So many wrong codes end a change; another has to be asked for.
MOST_ATTEMPTS = 5


def check_is_free(kind: str, *, taken: bool) -> None:
    """Refuse what another account has."""
    if taken:
        raise Refusal({kind: Refusal(_("Another account has this one."), code="taken")})


def check_is_another(kind: str, *, same: bool) -> None:
    """Refuse what the account has already."""
    if same:
        raise Refusal({kind: Refusal(_("This is the present one."), code="same")})


def check_waited(kind: str, *, seconds: int) -> None:
    """Refuse another message so soon after the last one."""
    if seconds > 0:
        message = _("Wait %(seconds)d seconds before the next message.")
        raise Refusal({kind: Refusal(message % {"seconds": seconds}, code="wait")})


def check_code(*, right: bool, attempts: int) -> None:
    """Refuse a wrong code, and every code after too many tries; this one is counted."""
    if attempts > MOST_ATTEMPTS:
        message = _("Too many wrong codes: ask for another message.")
        raise Refusal({"code": Refusal(message, code="attempts")})
    if not right:
        raise Refusal({"code": Refusal(_("This is not the code."), code="code")})
