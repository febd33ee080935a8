"""Which rights roles and accounts hold, read fresh."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from erp.foundation.actor import Actor
from erp.foundation.rights import held_permissions
from erp.staff.models import Role, User
from erp.staff.rules.right import EVERYTHING


def names_of(permissions: QuerySet[Permission]) -> frozenset[str]:
    """Return ``app.codename`` of permissions."""
    rows = permissions.values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in rows)


def rights_of_account(account: User) -> frozenset[str]:
    """Return what an account holds by its roles and of its own, active or not."""
    if account.is_superuser:
        return frozenset({EVERYTHING})
    if account.pk is None:
        return frozenset()
    held = Permission.objects.filter(Q(group__role__user=account.pk) | Q(user=account.pk))
    return names_of(held)


def rights_of_actor(by: Actor) -> frozenset[str]:
    """Return what the one who acts may hand on."""
    if by.is_system or (by.user is not None and by.user.is_superuser):
        return frozenset({EVERYTHING})
    return held_permissions(by.user)


def rights_of_roles(keys: Collection[Any]) -> frozenset[str]:
    """Return what these roles hold together."""
    return names_of(Permission.objects.filter(group__role__pk__in=keys)) if keys else frozenset()


def rights_named(keys: Collection[Any]) -> frozenset[str]:
    """Return the names of permissions given by key."""
    return names_of(Permission.objects.filter(pk__in=keys)) if keys else frozenset()


def limited_roles(keys: Iterable[Any]) -> list[str]:
    """Return the names of those of the roles that are for a limited time."""
    found = Role.objects.filter(pk__in=list(keys), needs_end=True)
    return list(found.values_list("name", flat=True))


def permissions_by_name() -> dict[str, int]:
    """Return the key of every permission by ``app.codename``."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": key for app, codename, key in rows}
