"""What can be done with accounts: create, give roles and rights, deactivate, set passwords.

Whether the actor may touch this account and hand on these rights is asked by the guards at every
write, so no service can forget it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.staff.models import User
from erp.staff.rules.user import check_password
from erp.staff.services.forgotten_password import tell_of_new_password

if TYPE_CHECKING:
    from django.contrib.auth.models import Permission

    from erp.foundation.actor import Actor
    from erp.staff.models import Role

#: Letters and digits that nobody takes for one another.
_CLEAR = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def random_password() -> str:
    """Return a password that can be read out over the phone: four groups of four."""
    groups = ("".join(secrets.choice(_CLEAR) for _i in range(4)) for _j in range(4))
    return "-".join(groups)


@service(OperationKind.CREATE)
def create_user(
    *,
    username: str,
    name: str,
    by: Actor,
    password: str | None = None,
    roles: Collection[Role] = (),
    **profile: Any,
) -> User:
    """Create an account with its roles; without a password nobody can sign in with it yet."""
    check_may(by, "add", User)
    account = User(username=username, name=name, **profile)
    if password is None:
        account.set_unusable_password()
    else:
        check_password(password, account)
        account.set_password(password)
    account.full_clean(exclude=("password",))
    account.save()
    account.groups.set(roles)
    return account


@service(OperationKind.RIGHTS, told=gettext_lazy("gave roles"))
def set_roles(account: User, roles: Collection[Role], *, by: Actor) -> User:
    """Give the account exactly these roles."""
    check_may(by, "change", account)
    account.groups.set(roles)
    return account


@service(OperationKind.RIGHTS, told=gettext_lazy("gave rights"))
def set_rights(account: User, permissions: Collection[Permission], *, by: Actor) -> User:
    """Give the account exactly these rights of its own, beside those of its roles."""
    check_may(by, "change", account)
    account.user_permissions.set(permissions)
    return account


@service(OperationKind.CHANGE, told=gettext_lazy("deactivated"))
def deactivate_user(account: User, *, by: Actor, reason: str = "") -> User:
    """End the account's access from the very next request; what it owns stays as it is."""
    check_may(by, "change", account)
    account.is_active = False
    account.save()
    return account


@service(OperationKind.CHANGE, told=gettext_lazy("let in again"))
def reactivate_user(account: User, *, by: Actor, reason: str = "") -> User:
    """Let the account sign in again."""
    check_may(by, "change", account)
    account.is_active = True
    account.save()
    return account


@service(OperationKind.RIGHTS, told=gettext_lazy("gave a new password"))
def give_new_password(account: User, *, by: Actor, reason: str = "") -> str:
    """Give the account a random password and return it, to be shown this once.

    Whoever signs in with it has to choose another; sessions of the account end.
    """
    check_may(by, "change", account)
    check_fresh_proof()
    password = random_password()
    account.set_password(password)
    account.must_change_password = True
    account.save()
    return password


@service(OperationKind.RIGHTS, told=gettext_lazy("chose a new password"))
def change_password(account: User, *, old: str, new: str, by: Actor) -> User:
    """Change one's own password; the old one must be right, the new one strong and different."""
    if not account.check_password(old):
        raise Refusal({"old": _("This is not your present password.")}, code="old")
    if old == new:
        raise Refusal({"password": _("Choose a password other than the present one.")})
    check_password(new, account)
    account.set_password(new)
    account.must_change_password = False
    account.save()
    tell_of_new_password(account, by=by)
    return account
