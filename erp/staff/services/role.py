"""Bring the roles of the house and their rights in line with the default table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.rights import check_may
from erp.foundation.text import fold
from erp.staff import default_rights
from erp.staff.models import Role
from erp.staff.queries.right import names_of, permissions_by_name

if TYPE_CHECKING:
    from django.contrib.auth.models import Permission

    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Aligned:
    """A role of the house and what aligning gave it."""

    role: Role
    added: tuple[str, ...]


@service(OperationKind.RIGHTS)
def align_roles(*, by: Actor) -> list[Aligned]:
    """Make missing roles of the house and give each what the default table has gained.

    System gets every right there is. The others get what was never given to them before; nothing
    is taken away, and what an administrator took away is not given back. Running it again changes
    nothing.
    """
    keys = permissions_by_name()
    aligned = [_align(default, keys) for default in default_rights.ROLES]
    for code, invites in default_rights.INVITES.items():
        _align_invites(Role.objects.get(code=code), invites)
    return aligned


def _align_invites(role: Role, invites: Collection[str]) -> None:
    """Let a role invite people as others, each given once, like rights."""
    given = set(role.rights_given or ())
    new = {code for code in invites if f"invites.{code}" not in given}
    if new:
        role.invites.add(*Role.objects.filter(code__in=new))
        role.rights_given = sorted(given | {f"invites.{code}" for code in new})
        role.save()


def _align(default: default_rights.DefaultRole, keys: dict[str, int]) -> Aligned:
    role = Role.objects.filter(code=default.code).first() or _make_role(default)
    given = set(role.rights_given or ())
    if default.code == default_rights.SYSTEM:
        wanted = set(keys)
        new = wanted - names_of(role.permissions.all())
    else:
        wanted = default_rights.rights_of_role(default.code) & set(keys)
        new = wanted - given
    role.permissions.add(*(keys[name] for name in new))
    if role.approval_limit is None and any("approve_" in name for name in new - given):
        role.approval_limit = default.approval_limit
    role.rights_given = sorted(given | wanted)
    role.save()
    return Aligned(role, tuple(sorted(new)))


def _make_role(default: default_rights.DefaultRole) -> Role:
    """Make a role of the house; one of their own that has its name keeps it."""
    taken = Role.objects.filter(name_key=fold(default.name)).exists()
    role = Role(
        code=default.code,
        name=f"{default.name} ({default.code})" if taken else default.name,
        name_zh=default.name_zh,
        note=default.note,
        needs_end=default.needs_end,
    )
    role.full_clean(exclude=("code",))
    role.save()
    return role


@service(OperationKind.RIGHTS, told=_("gave rights to a role"))
def set_role_rights(role: Role, permissions: Collection[Permission], *, by: Actor) -> Role:
    """Give a role exactly these rights; who does it must hold each right that is added."""
    check_may(by, "change", role)
    role.permissions.set(permissions)
    return role
