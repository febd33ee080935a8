"""Why somebody may do something or not: by which role, by a right of their own, or as the owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _

from erp.foundation.life_cycle import cycle_of, is_locked
from erp.foundation.models.recorded import OWN_ACTIONS
from erp.foundation.rights import Reach, codename, is_in_force, owner_fields
from erp.foundation.roles import belongs

#: Stands for a right that somebody holds beside their roles.
OWN_RIGHT = ""
#: Rights by name, each with the roles that bring it.
Sources = Mapping[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """How far somebody may do something, and why, or why not."""

    reach: Reach
    because: str


def sources_of_person(person: Any) -> Sources:
    """Return every right of an account with the names of the roles that bring it."""
    found: dict[str, list[str]] = defaultdict(list)
    for role in person.groups.order_by("pk"):
        for name in _names(role.permissions):
            found[name].append(str(role))
    for name in _names(person.user_permissions):
        found[name].append(OWN_RIGHT)
    return found


def sources_of_role(role: Any) -> Sources:
    """Return every right of a role, as if somebody had this role alone."""
    return {name: [str(role)] for name in _names(role.permissions)}


def _names(permissions: Any) -> list[str]:
    rows = permissions.order_by("pk").values_list("content_type__app_label", "codename")
    return [f"{app}.{name}" for app, name in rows]


def known_rights() -> frozenset[str]:
    """Return the names of all rights that there are."""
    return frozenset(_names(Permission.objects))


def reach_by(rights: Collection[str], action: str, model: Any) -> Reach:
    """Return how far these rights reach, whoever holds them."""
    if codename(action, model) in rights:
        return Reach.ALL
    own = action in OWN_ACTIONS and codename(f"own_{action}", model) in rights
    if (own and owner_fields(model)) or action in getattr(model, "owners_may", ()):
        return Reach.OWN
    return Reach.NONE


def explain_reach(person: Any, sources: Sources, action: str, model: Any) -> Answer:
    """Say how far somebody may do this with records of a model, and by which role."""
    if not is_in_force(person):
        return Answer(Reach.NONE, _("the account has no access"))
    if person.is_superuser:
        return Answer(Reach.ALL, _("superuser"))
    found = reach_by(sources, action, model)
    if found == Reach.ALL:
        return Answer(found, _said(sources[codename(action, model)]))
    own = codename(f"own_{action}", model)
    if found == Reach.OWN and own in sources:
        return Answer(found, _said(sources[own]))
    if found == Reach.OWN:
        return Answer(found, _("everybody, with their own"))
    return Answer(found, _("no role of theirs brings this right"))


def explain_sight(person: Any, sources: Sources, name: str, model: Any) -> Answer:
    """Say whether somebody sees a guarded field, and by which role."""
    if person.is_superuser:
        return Answer(Reach.ALL, _("superuser"))
    right = codename(f"see_{name}", model)
    if right in sources and is_in_force(person):
        return Answer(Reach.ALL, _said(sources[right]))
    return Answer(Reach.NONE, _("hidden: no role of theirs shows it"))


def explain_record(person: Any, sources: Sources, action: str, record: Any) -> Answer:
    """Say whether somebody may do this with one record, and what stands in the way."""
    found = explain_reach(person, sources, action, type(record))
    if found.reach == Reach.NONE:
        return found
    if not belongs(record):
        return Answer(Reach.NONE, _("it is no such record"))
    if found.reach == Reach.OWN:
        owners = owners_of(record)
        if all(owner.pk != person.pk for owner in owners):
            names = _(", ").join(str(owner) for owner in owners) or _("nobody")
            said = _("own records only (%(role)s); the owner is %(owner)s")
            return Answer(Reach.NONE, said % {"role": found.because, "owner": names})
    if action in {"change", "delete"} and is_locked(record):
        cycle: Any = cycle_of(type(record))
        state = cycle.word(getattr(record, cycle.status))
        return Answer(Reach.NONE, _("it is %(state)s and locked") % {"state": state})
    return found


def owners_of(record: Any) -> list[Any]:
    """Return the people who own a record."""
    found = []
    for path in owner_fields(type(record)):
        holder: Any = record
        for step in path.split("__"):
            holder = getattr(holder, step, None)
        if holder is not None and holder not in found:
            found.append(holder)
    return found


def _said(names: list[str]) -> str:
    said = [_("role %(name)s") % {"name": name} if name else _("own right") for name in names]
    return _(", ").join(said)
