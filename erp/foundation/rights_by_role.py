"""Rights over the rows of a table of several roles: reached through one of them is enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from erp.foundation.rights import (
    Reach,
    hidden_fields,
    may,
    owner_fields,
    reach,
    those_allowed,
)
from erp.foundation.roles import as_role, role_of, roles_in

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def may_by_role(actor: Actor, action: str, target: Any) -> bool:
    """Tell whether the actor may do this, with a kind or a record, through any of its roles."""
    if isinstance(target, type):
        return any(may(actor, action, model) for model in roles_in(target))
    return any(may(actor, action, as_role(model, target)) for model in roles_in(type(target)))


def those_allowed_by_role(actor: Actor, action: str, records: Sequence[Any]) -> list[Any]:
    """Return those of the records (of one model) that the actor reaches through any role."""
    roles = roles_in(type(records[0])) if records else ()
    if len(roles) == 1:
        return those_allowed(actor, action, records)
    allowed: set[int] = set()
    for model in roles:
        views = [as_role(model, record) for record in records]
        origin = {id(view): id(record) for view, record in zip(views, records, strict=True)}
        allowed |= {origin[id(view)] for view in those_allowed(actor, action, views)}
    return [record for record in records if id(record) in allowed]


def reached_rows(actor: Actor, action: str, model: Any) -> Q | None:
    """Return what rows have that the actor may do this with: ``None`` for no row, else a condition.

    An empty condition means every row. It also fits the versions of the model.
    """
    found: Q | None = None
    for role in roles_in(model):
        extent = reach(actor, action, role)
        if extent == Reach.NONE:
            continue
        condition = Q(**role_of(role))
        if extent == Reach.OWN:
            condition &= _owned(actor, role)
        if not condition:
            return condition
        found = condition if found is None else found | condition
    return found


def _owned(actor: Actor, model: Any) -> Q:
    mine = Q()
    for path in owner_fields(model):
        mine |= Q(**{path: actor.user.pk})  # type: ignore[union-attr]
    return mine


def hidden_by_role(actor: Actor, record: Any) -> frozenset[str]:
    """Return the fields that the actor sees through no role in which he may look the record up."""
    roles = roles_in(type(record))
    seen = [role for role in roles if may(actor, "view", as_role(role, record))]
    hidden = [hidden_fields(actor, role) for role in seen or roles[:1]]
    return frozenset.intersection(*hidden)
