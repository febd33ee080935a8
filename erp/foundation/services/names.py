"""What records are called that may be gone by now, from their versions, within one's rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max

from erp.foundation.rights_by_role import may_by_role, those_allowed_by_role
from erp.foundation.roles import as_role

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_BATCH = 500


def names_of(versions: list[Any], *, by: Actor) -> dict[int, str]:
    """Return what records are called; of those that the actor may not look up, their kind."""
    found: dict[int, str] = {}
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for version in versions:
        by_model[version.instance_type].append(version)
    for model, group in by_model.items():
        records = {id(version): version.instance for version in group}
        seen = {id(record) for record in those_allowed_by_role(by, "view", list(records.values()))}
        for key, record in records.items():
            found[key] = f"{model._meta.verbose_name} …"
            if id(record) in seen:
                found[key] = _name(record) or found[key]
    return found


def names_of_gone(
    model: Any, keys: Collection[Any], *, by: Actor, column: str = ""
) -> dict[Any, str]:
    """Return what vanished records were called last, by key; without those kept from the actor.

    ``column`` is the attribute by which they are referred to, the primary key unless told.
    """
    history = getattr(model._meta.concrete_model, "history", None)
    if history is None or not may_by_role(by, "view", model):
        return {}
    column = column or model._meta.pk.attname
    found: dict[Any, str] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = history.filter(**{f"{column}__in": wanted[start : start + _BATCH]}).order_by()
        newest = list(rows.values(column).annotate(last=Max("history_id")).values_list("last"))
        versions = history.filter(history_id__in=[key for (key,) in newest])
        records = [as_role(model, version.instance) for version in versions]
        for record in those_allowed_by_role(by, "view", records):
            name = _name(record)
            if name:
                found[getattr(record, column)] = name
    return found


def _name(record: Any) -> str:
    try:
        return str(record)
    except ObjectDoesNotExist:
        return ""
