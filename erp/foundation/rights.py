"""The one place that decides rights: who may do what with which records and which fields."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import Permission
from django.db.models import Model, Q, QuerySet, prefetch_related_objects

from erp.foundation.models.recorded import OWN_ACTIONS
from erp.foundation.refusal import Refusal
from erp.foundation.roles import belongs, within_role
from erp.foundation.standing_in import fits, reached_standing_in

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

M = TypeVar("M", bound=Model)


class Reach(enum.IntEnum):
    """How far a right goes."""

    NONE = 0
    OWN = 1
    ALL = 2


def is_in_force(user: Any) -> bool:
    """Tell whether an account may act today: active, and not past the day it ends on."""
    return bool(user.is_active and not getattr(user, "is_past_end", False))


def held_permissions(user: Any) -> frozenset[str]:
    """Return ``app.codename`` of every right of the user: roles' and own, one query a request."""
    if user is None or not is_in_force(user):
        return frozenset()
    held: frozenset[str] | None = getattr(user, "_held_permissions", None)
    if held is None:
        rows = Permission.objects.filter(
            Q(group__role__user=user.pk) | Q(user=user.pk)
        ).values_list("content_type__app_label", "codename")
        held = frozenset(f"{app}.{codename}" for app, codename in rows)
        user._held_permissions = held
    return held


def codename(action: str, model: type[Model]) -> str:
    """Return the full name of the permission for an action on a model."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def reach(actor: Actor, action: str, model: type[Model]) -> Reach:
    """Return how far the actor may do this with records of the model: none, own or all.

    A model without owners knows no ``own``: a right limited to own records reaches none there.
    What a model names in ``owners_may`` everybody may do with their own, whatever their role.
    """
    user = actor.user
    if actor.is_system or (user is not None and is_in_force(user) and user.is_superuser):
        return Reach.ALL
    held = held_permissions(user)
    if codename(action, model) in held:
        return Reach.ALL
    if action in OWN_ACTIONS and codename(f"own_{action}", model) in held:
        return Reach.OWN if owner_fields(model) else Reach.NONE
    if action in getattr(model, "owners_may", ()) and user is not None and is_in_force(user):
        return Reach.OWN
    return Reach.NONE


def may_hand_on(actor: Actor, right: str) -> bool:
    """Tell whether the actor holds a right, or one that includes it, and so may give it on."""
    user = actor.user
    if actor.is_system or (user is not None and is_in_force(user) and user.is_superuser):
        return True
    held = held_permissions(user)
    app, _dot, name = right.partition(".")
    return right in held or (
        name.startswith("own_") and f"{app}.{name.removeprefix('own_')}" in held
    )


def owner_fields(model: type[Model]) -> tuple[str, ...]:
    """Return the lookups to the owners of a model's records."""
    return tuple(getattr(model, "owner_fields", ()))


def scoped(actor: Actor, action: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """Return only the rows with which the actor may do this, of those the model stands for.

    Besides what their own rights reach, that is what waits for a colleague for whom they stand in.
    """
    extent = reach(actor, action, queryset.model)
    if extent == Reach.ALL:
        return within_role(queryset)
    besides = reached_standing_in(actor, action, queryset.model)
    if extent == Reach.NONE or actor.user is None:
        return queryset.none() if besides is None else within_role(queryset).filter(besides)
    queryset = within_role(queryset)
    paths = owner_fields(queryset.model)
    if len(paths) == 1 and besides is None:
        return queryset.filter(**{paths[0]: actor.user.pk})
    condition = Q() if besides is None else besides
    for path in paths:
        condition |= Q(**{path: actor.user.pk})
    return queryset.filter(condition)


def choosable(actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """Return the rows that the actor may choose in a form: all where the model is open for it."""
    if getattr(queryset.model, "open_for_choice", False):
        return within_role(queryset)
    return scoped(actor, "view", queryset)


def may(actor: Actor, action: str, target: type[Model] | Model) -> bool:
    """Tell whether the actor may do this at all (a model) or with this record.

    Nobody may do anything, through a role, with a record that does not have it. What waits for a
    colleague who is away counts as reached by whoever stands in.
    """
    if may_oneself(actor, action, target):
        return True
    model = target if isinstance(target, type) else type(target)
    besides = reached_standing_in(actor, action, model)
    return besides is not None and (isinstance(target, type) or fits(target, besides))


def may_oneself(actor: Actor, action: str, target: type[Model] | Model) -> bool:
    """Tell whether the actor may do this by their own rights, for nobody else."""
    if isinstance(target, type):
        return reach(actor, action, target) > Reach.NONE
    if not belongs(target):
        return False
    extent = reach(actor, action, type(target))
    if extent != Reach.OWN:
        return extent == Reach.ALL
    return any(_owner_of(target, path) == actor.user.pk for path in owner_fields(type(target)))  # type: ignore[union-attr]


def those_allowed(actor: Actor, action: str, records: Sequence[M]) -> list[M]:
    """Return those of the records (of one model) with which the actor may do this.

    What leads to their owners is fetched for all of them together.
    """
    extent = reach(actor, action, type(records[0])) if records else Reach.NONE
    records = [record for record in records if belongs(record)]
    if extent == Reach.ALL or not records:
        return list(records)
    model = type(records[0])
    besides = reached_standing_in(actor, action, model)
    if besides is not None:
        rows = scoped(actor, action, model._default_manager.filter(pk__in=[r.pk for r in records]))
        keys = set(rows.values_list("pk", flat=True))
        return [record for record in records if record.pk in keys]
    if extent == Reach.NONE:
        return []
    steps = {path.rpartition("__")[0] for path in owner_fields(type(records[0]))} - {""}
    prefetch_related_objects(list(records), *sorted(steps))
    return [record for record in records if may(actor, action, record)]


def check_may(actor: Actor, action: str, target: type[Model] | Model) -> None:
    """Refuse when the actor may not do this; services ask it before they begin."""
    if not may(actor, action, target):
        from django.utils.translation import gettext as _

        raise Refusal(
            _("You have no right to do this with “%(target)s”."),
            code="right",
            params={"target": target._meta.verbose_name if isinstance(target, type) else target},
        )


def check_new_is_within_reach(actor: Actor, record: Model) -> None:
    """Refuse a new record that its maker could not look up: with own reach one makes own ones."""
    model = type(record)
    if reach(actor, "view", model) != Reach.OWN or may(actor, "view", record):
        return
    from django.utils.translation import gettext as _

    place = owner_fields(model)[0]
    message = (
        _("Choose a record of your own; you reach no others.")
        if "__" in place
        else _("Choose yourself; you reach only records of your own.")
    )
    raise Refusal({place.split("__")[0]: Refusal(message, code="reach")})


def _owner_of(record: Model, path: str) -> Any:
    *steps, last = path.split("__")
    holder: Any = record
    for step in steps:
        holder = getattr(holder, step, None)
    return getattr(holder, f"{last}_id", None) if holder is not None else None


def hidden_fields(actor: Actor, model: type[Model]) -> frozenset[str]:
    """Return the guarded fields that the actor may not see, in no place whatever.

    A model whose ``withheld_from`` names fields keeps those from the actor as well.
    """
    withheld = getattr(model, "withheld_from", None)
    if withheld is not None:
        return frozenset(withheld(actor))
    guarded = tuple(getattr(model, "guarded_fields", ()))
    if not guarded or actor.is_system or (actor.user is not None and actor.user.is_superuser):
        return frozenset()
    held = held_permissions(actor.user)
    return frozenset(name for name in guarded if codename(f"see_{name}", model) not in held)
