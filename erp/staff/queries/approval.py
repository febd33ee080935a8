"""Up to what amount somebody approves papers, by the roles that let them approve at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from erp.staff.models import Role
from erp.staff.queries.user import has_system_role

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_VERB = "approve_"
_OWN = f"own_{_VERB}"


@dataclass(frozen=True)
class Approval:
    """What somebody's roles allow: up to how much (``None`` is any amount), own papers too."""

    limit: Decimal | None
    own: bool


#: What somebody may approve who has no right to approve anything.
NOTHING = Approval(Decimal(0), own=False)


def approval_of(actor: Actor, model: Any, *, own: bool) -> Approval:
    """Return how far somebody may approve papers of this kind; the widest of their roles counts.

    Only roles that carry the right count, and those that carry it for own papers alone count for
    these alone. The house itself and rights given to the account directly know no limit.
    """
    app, name = model._meta.app_label, model._meta.model_name
    rights = [f"{app}.{_VERB}{name}", *([f"{app}.{_OWN}{name}"] if own else [])]
    found = _approval_by(actor, rights)
    return found if found is not None else Approval(None, own=False)


def approval_handed_on(actor: Actor, right: str) -> Approval:
    """Return how far somebody may approve with a right, and so let others approve with it.

    A right for all papers includes that for own ones.
    """
    app, _dot, name = right.partition(".")
    wider = [f"{app}.{_VERB}{name.removeprefix(_OWN)}"] if name.startswith(_OWN) else []
    return _approval_by(actor, [right, *wider]) or NOTHING


def widest_approval(actor: Actor) -> Approval:
    """Return how far somebody may approve papers of the kind that they may approve most of."""
    user = actor.user
    if user is None:
        return NOTHING
    held = Permission.objects.filter(Q(group__role__user=user.pk) | Q(user=user.pk))
    return _approval_by(actor, approving(_names(held))) or NOTHING


def approving(rights: Iterable[str]) -> list[str]:
    """Return those of the rights that let people approve papers."""
    return [right for right in rights if right.partition(".")[2].startswith((_VERB, _OWN))]


def approving_rights_of_role(key: Any) -> list[str]:
    """Return the rights by which a role approves papers."""
    return approving(_names(Permission.objects.filter(group__role__pk=key)))


def roles_that_approve(keys: Collection[Any]) -> list[tuple[Role, list[str]]]:
    """Return those of the roles that approve papers, each with the rights by which it does."""
    found = [(role, approving_rights_of_role(role.pk)) for role in Role.objects.filter(pk__in=keys)]
    return [(role, rights) for role, rights in found if rights]


def _names(permissions: Any) -> list[str]:
    rows = permissions.values_list("content_type__app_label", "codename").distinct()
    return [f"{app}.{codename}" for app, codename in rows]


def _approval_by(actor: Actor, rights: Collection[str]) -> Approval | None:
    """Return how far somebody may approve by any of these rights; ``None`` without one of them."""
    user = actor.user
    if actor.is_system or user is None or user.is_superuser:
        return Approval(None, own=True)
    named = Permission.objects.filter(_any_of(rights))
    roles = list(
        Role.objects.filter(user=user.pk, permissions__in=named)
        .distinct()
        .values_list("approval_limit", "approves_own")
    )
    limits = [limit for limit, _own in roles]
    if named.filter(user=user.pk).exists():
        limits.append(None)
    if not limits:
        return None
    highest = None if None in limits else max(limits)
    return Approval(highest, own=any(may_own for _limit, may_own in roles))


def _any_of(rights: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for right in rights:
        app, _dot, name = right.partition(".")
        condition |= Q(content_type__app_label=app, codename=name)
    return condition


def sets_limits_freely(actor: Actor) -> bool:
    """Tell whether somebody is bound by no limit: the house, superusers, the System role."""
    user = actor.user
    if actor.is_system or user is None or user.is_superuser:
        return True
    return has_system_role(user.pk)
