"""What a record was copied from and what was copied from it, within the reader's rights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from admin_config.engine.copying.copier import origin_field
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import may, scoped
from erp.foundation.services.names import names_of_gone

#: Copies that are named; of more it is said that there are more.
NAMED = 5


@dataclass(frozen=True)
class Relative:
    """A record by its name, with the address of its page."""

    name: str
    address: str


@dataclass(frozen=True)
class Lineage:
    """The origin of a record and its newest copies."""

    origin: Relative | None = None
    copies: list[Relative] = field(default_factory=list)
    more: bool = False


def lineage_of(screen: Screen, record: Any, *, by: Actor) -> Lineage | None:
    """Return origin and copies of a record; ``None`` where nothing is to be told.

    Two queries, four where the origin was deleted, and none where the model keeps no origin.
    """
    relation = origin_field(screen.model, screen.copy)
    if relation is None or record.pk is None:
        return None
    rows = screen.model._default_manager.filter(**{relation.name: record.pk})
    found = list(scoped(by, "view", rows).order_by("-pk")[: NAMED + 1])
    origin = _origin(screen, getattr(record, relation.attname), by)
    if origin is None and not found:
        return None
    copies = [_relative(screen, row.pk, str(row)) for row in found[:NAMED]]
    return Lineage(origin, copies, more=len(found) > NAMED)


def _origin(screen: Screen, key: Any, by: Actor) -> Relative | None:
    """Return what a record was copied from; of what is gone, its last name and its history."""
    if key is None:
        return None
    origin = screen.model._base_manager.filter(pk=key).first()
    if origin is not None:
        return _relative(screen, key, str(origin)) if may(by, "view", origin) else None
    name = names_of_gone(screen.model, [key], by=by).get(key)
    if name is None:
        return None
    return _relative(screen, key, _("%(name)s (deleted)") % {"name": name}, page="history")


def _relative(screen: Screen, key: Any, name: str, *, page: str = "change") -> Relative:
    meta = screen.model._meta
    address = reverse(f"console:{meta.app_label}_{meta.model_name}_{page}", args=(key,))
    return Relative(name, address)
