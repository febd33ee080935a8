"""Up to what amount somebody approves papers, by the roles that let them approve at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from erp.staff.models import Role

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Approval:
    """What somebody's roles allow: up to how much (``None`` is any amount), own papers too."""

    limit: Decimal | None
    own: bool


def approval_of(actor: Actor, model: Any, *, own: bool) -> Approval:
    """Return how far somebody may approve papers of this kind; the widest of their roles counts.

    Only roles that carry the right count, and those that carry it for own papers alone count for
    these alone. The house itself and rights given to the account directly know no limit.
    """
    user = actor.user
    if actor.is_system or user is None or user.is_superuser:
        return Approval(None, own=True)
    name = f"approve_{model._meta.model_name}"
    roles = list(
        Role.objects.filter(
            user=user.pk,
            permissions__codename__in=[name, f"own_{name}"] if own else [name],
            permissions__content_type__app_label=model._meta.app_label,
        )
        .distinct()
        .values_list("approval_limit", "approves_own")
    )
    if not roles:
        return Approval(None, own=False)
    limits = [limit for limit, _own in roles]
    highest = None if None in limits else max(limits)
    return Approval(highest, own=any(may_own for _limit, may_own in roles))
