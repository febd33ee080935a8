"""Signing in by username, email or mobile, and rights as the house decides them."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest

from erp.foundation.rights import held_permissions, is_in_force
from erp.foundation.text import fold, squeeze
from erp.staff.models import User


class AnyNameBackend(BaseBackend):
    """Finds the account by any of its names; unknown names cost as much time as wrong passwords."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_options: Any,
    ) -> User | None:
        """Return the active account whose name and password these are."""
        if not username or password is None:
            return None
        account = account_named(username)
        if account is None:
            User().set_password(password)
            return None
        right = account.check_password(password)
        return account if right and is_in_force(account) else None

    def get_user(self, user_id: int) -> User | None:
        """Return the account behind a session, while it may act."""
        account: User | None = User.objects.filter(pk=user_id, is_active=True).first()
        return account if account is not None and is_in_force(account) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return every right that does not depend on the record."""
        return set(held_permissions(user_obj)) if obj is None else set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Tell whether the account holds a right."""
        return is_in_force(user_obj) and perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Tell whether the account holds any right of an app."""
        return any(perm.startswith(f"{app_label}.") for perm in held_permissions(user_obj))


def account_named(name: str) -> User | None:
    """Return the account of this name, by one query whether or not there is one."""
    keys = {"username": name, "email_key": fold(name), "mobile_key": squeeze(name)}
    asked = Q()
    for field, key in keys.items():
        asked |= Q(**{field: key}) if key else Q()
    found: list[User] = list(User.objects.filter(asked).order_by("pk")) if asked else []
    for field, key in keys.items():
        for account in found:
            if key and getattr(account, field) == key:
                return account
    return None
