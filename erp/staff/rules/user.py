"""What an account must keep: an end where its role asks for one, and a System user that remains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_system_remains(others: int) -> None:
    """Refuse what would leave the house without a lasting account that has the System role."""
    if others < 1:
        raise Refusal(
            _(
                "At least one active account without an end must have the System role; "
                "give it to another first."
            ),
            code="last_system",
        )


def check_not_oneself(person_id: Any, account_id: Any) -> None:
    """Refuse to deactivate or delete the account that one is signed in with."""
    if person_id == account_id:
        raise Refusal(_("You cannot deactivate or delete your own account."), code="oneself")


def check_own_end_is_not_later(ends_on: dt.date | None, before: dt.date | None) -> None:
    """Refuse to put off the end of the account that one is signed in with."""
    if before is not None and (ends_on is None or ends_on > before):
        raise Refusal(
            {
                "ends_on": Refusal(
                    _("Somebody else must let you stay longer: your account ends on that day."),
                    code="own_end",
                )
            }
        )


def check_name_is_nobody_elses(field: str, *, taken: bool) -> None:
    """Refuse a name by which somebody else signs in, be it their username, email or mobile.

    Whoever took a colleague's address for a username would keep them out and get their letters.
    """
    if taken:
        refused = Refusal(_("Somebody else signs in by this: choose another."), code="name_taken")
        raise Refusal({field: refused})


def check_reports_upwards(account: Any, superiors: Iterable[Any]) -> None:
    """Refuse a person who would report to themselves; ``superiors`` are all above them."""
    if account.pk is not None and any(other.pk == account.pk for other in superiors):
        raise Refusal({"reports_to": _("Nobody reports to themselves, nor in a circle.")})


def check_has_end(ends_on: dt.date | None, limited_roles: Iterable[str]) -> None:
    """Refuse a role for a limited time without a day on which the account ends."""
    names = sorted(limited_roles)
    if names and ends_on is None:
        raise Refusal(
            {
                "ends_on": Refusal(
                    _("The role %(role)s needs a day on which the account ends."),
                    code="needs_end",
                    params={"role": _(", ").join(names)},
                )
            }
        )


def check_superuser_flag(*, changed: bool, actor_is_superuser: bool) -> None:
    """Refuse to make or unmake a superuser, unless one does it."""
    if changed and not actor_is_superuser:
        raise Refusal(_("Only a superuser can make or unmake superusers."), code="superuser")


def check_password(password: str, account: Any) -> None:
    """Refuse a password that is short, common, all digits or like the account's own names."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refusal({"password": error.messages}) from None
