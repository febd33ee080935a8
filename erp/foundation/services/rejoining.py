"""Join again what an operation parted, and part what it joined, many records at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from erp.foundation.deletion import joined_rows
from erp.foundation.operation import tentatively
from erp.foundation.services.joining import Join, join_records
from erp.foundation.services.versions import joins_of

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def rejoin(versions: list[Any], *, by: Actor) -> list[tuple[str, str]]:
    """Bring back what records were joined to; return name and reason of what could not be.

    The versions are those of one operation that were taken back.
    """
    living = [version for version in versions if version.history_type != "+"]
    changes: dict[Any, dict[Any, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for (model, key), joins in joins_of(living).items():
        for name, change in joins.items():
            changes[model][name][key] = change
    refused: list[tuple[str, str]] = []
    for model, fields in changes.items():
        for name, wanted in fields.items():
            refused += _rejoin_field(model, name, wanted)
    return refused


def _rejoin_field(model: Any, name: str, wanted: dict[Any, Any]) -> list[tuple[str, str]]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return []
    removed = {key for change in wanted.values() for key in change["removed"]}
    there = set(
        field.related_model._base_manager.filter(pk__in=removed).values_list("pk", flat=True)
    )
    held = joined_rows(model, list(wanted))
    refused, joins = [], []
    for record in model._base_manager.filter(pk__in=list(wanted)).order_by("pk"):
        change = wanted[record.pk]
        before = held.get(record.pk, {}).get(name, set())
        after = (before - set(change["added"])) | (set(change["removed"]) & there)
        joins.append((record, before, after))
        if set(change["removed"]) - there:
            reason = _("something it was joined to is gone: %(field)s")
            refused.append((str(record), reason % {"field": field.verbose_name}))
    return refused + _join_or_refuse(model, name, joins)


def _join_or_refuse(model: Any, name: str, joins: list[Join]) -> list[tuple[str, str]]:
    """Join all at once; where a gate refuses, each by itself."""
    try:
        with tentatively():
            join_records(model, name, joins)
    except ValidationError as refusal:
        if len(joins) == 1:
            return [(str(joins[0][0]), " ".join(refusal.messages))]
        return [row for join in joins for row in _join_or_refuse(model, name, [join])]
    return []
