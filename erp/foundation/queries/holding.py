"""What people hold: every kind of record that names a person as its owner, found by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from erp.foundation.actor import Actor
from erp.foundation.life_cycle import cycle_of
from erp.foundation.models.recorded import Recorded
from erp.foundation.rights import Reach, owner_fields, reach
from erp.foundation.roles import roles_in

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Holding:
    """A kind of record and the field by which somebody owns one."""

    #: The model of the table.
    model: Any
    field: str
    #: The models through which people reach what they own by this field, such as customers.
    roles: tuple[Any, ...]

    @property
    def key(self) -> str:
        """Return the name by which forms and jobs know it."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def title(self) -> str:
        """Return what the records are called."""
        return str(self.roles[0]._meta.verbose_name_plural)


def holdings() -> list[Holding]:
    """Return every kind of record that a person may own in its own row, by name of the table.

    What belongs to such a record, a line to its paper, follows it and is not listed.
    """
    found = []
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label_lower):
        if not issubclass(model, Recorded) or model._meta.proxy:
            continue
        for name in owner_fields(model):
            if "__" not in name:
                roles = tuple(r for r in roles_in(model)[1:] if name in owner_fields(r))
                found.append(Holding(model, name, roles or (model,)))
    return found


def held_by(holding: Holding, person_id: Any, *, over: bool = False) -> QuerySet[Any]:
    """Return what somebody owns, oldest first: what is still open, or with ``over`` the rest."""
    rows: QuerySet[Any] = holding.model._base_manager.filter(**{holding.field: person_id})
    cycle = cycle_of(holding.model)
    past = {f"{cycle.status}__in": sorted(cycle.past)} if cycle is not None else None
    if past is None:
        rows = rows.none() if over else rows
    else:
        rows = rows.filter(**past) if over else rows.exclude(**past)
    return rows.order_by("pk")


def may_hold(person: Any, holding: Holding) -> bool:
    """Tell whether somebody's roles let them look up and change such records of their own."""
    actor = Actor.person(person)
    return any(
        min(reach(actor, "view", role), reach(actor, "change", role)) > Reach.NONE
        for role in holding.roles
    )


def may_move(by: Actor, holding: Holding) -> bool:
    """Tell whether somebody may give such records of others another owner."""
    return all(reach(by, "change", role) == Reach.ALL for role in holding.roles)
