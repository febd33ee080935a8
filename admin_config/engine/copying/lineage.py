"""What a record was copied from and what was copied from it, within the reader's rights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from admin_config.engine.copying.copier import origin_field
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import may, scoped

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

    Two queries at most, and none where the model keeps no origin.
    """
    relation = origin_field(screen.model, screen.copy)
    if relation is None or record.pk is None:
        return None
    rows = screen.model._default_manager.filter(**{relation.name: record.pk})
    found = list(scoped(by, "view", rows).order_by("-pk")[: NAMED + 1])
    key = getattr(record, relation.attname)
    origin = screen.model._base_manager.filter(pk=key).first() if key is not None else None
    if origin is not None and not may(by, "view", origin):
        origin = None
    if origin is None and not found:
        return None
    return Lineage(
        _relative(screen, origin) if origin is not None else None,
        [_relative(screen, row) for row in found[:NAMED]],
        more=len(found) > NAMED,
    )


def _relative(screen: Screen, record: Any) -> Relative:
    meta = screen.model._meta
    name = f"console:{meta.app_label}_{meta.model_name}_change"
    return Relative(str(record), reverse(name, args=(record.pk,)))
