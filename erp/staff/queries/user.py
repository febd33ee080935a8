"""Named questions about accounts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from erp.foundation.text import fold, squeeze
from erp.staff import default_rights
from erp.staff.models import Role, User


def system_role() -> Role | None:
    """Return the role that holds every right, locked.

    Of two who lock each other out at once the second waits for the first and is refused.
    """
    found: Role | None = (
        Role.objects.select_for_update(of=_own_row())
        .filter(code=default_rights.SYSTEM)
        .order_by("pk")
        .first()
    )
    return found


def _own_row() -> tuple[str, ...]:
    """Return which joined rows are locked: MariaDB knows no choice and locks them all."""
    from django.db import connection

    return ("self",) if connection.features.has_select_for_update_of else ()


def lasting_system_users(*, besides: Collection[Any] = ()) -> int:
    """Return how many active accounts without an end have the System role, besides some."""
    role = system_role()
    if role is None:
        return 0
    lasting = User.objects.filter(groups=role, is_active=True, ends_on__isnull=True)
    return lasting.exclude(pk__in=besides).count()


def has_system_role(account_id: Any) -> bool:
    """Tell whether the account has the System role."""
    return User.objects.filter(pk=account_id, groups__code=default_rights.SYSTEM).exists()


def means_another_account(account: User, field: str) -> bool:
    """Tell whether this username, email or mobile is a name of another kind of somebody else.

    Of each kind no two people have the same; across kinds nothing but this looks.
    """
    value = str(getattr(account, field))
    if not value:
        return False
    digits = squeeze(value)
    asked = {
        "username": Q(email_key=fold(value)) | Q(mobile_key=digits),
        "email": Q(username_key=fold(value)),
        "mobile": Q(username_key__in={fold(value), digits, f"+{digits}"}),
    }
    return User.objects.filter(asked[field]).exclude(pk=account.pk).exists()
