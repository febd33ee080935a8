"""Which names the log tells to whom: those of records that the reader may look up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from erp.foundation.models.log_entry import LogEntry
from erp.foundation.rights_by_role import reached_rows
from erp.foundation.services.names import names_of_gone
from erp.foundation.services.versions import recorded_models

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.operation import Operation


def reads_every_name(by: Actor) -> bool:
    """Tell whether somebody may look up every record of every kind that is recorded."""
    return all(_is_open(model, by) for model in recorded_models())


def names_withheld_from(by: Actor) -> frozenset[str]:
    """Return the log's fields that tell names without asking: for who reads all names alone."""
    return frozenset() if reads_every_name(by) else frozenset({"about", "summary", "details"})


def keep_names_back(found: Iterable[Operation], by: Actor) -> None:
    """Let operations leave out the name of what they were about where it is kept from the reader.

    What somebody did themselves they know. A kind of which the reader sees all, or nothing, costs
    no statement; kinds of which they see some cost one for all operations, and two a kind.
    """
    unsure: dict[Any, list[Operation]] = defaultdict(list)
    for one in found:
        model = _named_kind(one.about)
        if model is None or _is_own(one, by) or _is_open(model, by):
            continue
        one.keeps_name = True
        if reached_rows(by, "view", model) is not None:
            unsure[model].append(one)
    if unsure:
        _tell_reached(unsure, by)


def reached_keys(model: Any, keys: Collection[Any], by: Actor) -> set[Any]:
    """Return those of the records that somebody may look up; of gone ones, as they were last."""
    condition = reached_rows(by, "view", model)
    if condition is None:
        return set()
    if not condition:
        return set(keys)
    there = model._base_manager.filter(pk__in=keys)
    known = set(there.values_list("pk", flat=True))
    gone = set(keys) - known
    seen = set(there.filter(condition).values_list("pk", flat=True)) if known else set()
    return seen | (names_of_gone(model, gone, by=by).keys() if gone else set())


def _named_kind(about: dict[str, Any]) -> Any:
    """Return the model of the record whose name is told; ``None`` where none is."""
    if "name" not in about or "model" not in about:
        return None
    try:
        return apps.get_model(about["model"])._meta.concrete_model
    except LookupError:
        return None


def _is_own(one: Operation, by: Actor) -> bool:
    return by.user is not None and one.actor_id == by.user.pk


def _is_open(model: Any, by: Actor) -> bool:
    """Tell whether names of a kind are told: nobody has to be let in, or this reader is to all."""
    if getattr(model, "named_in_log", False) or "view" not in model._meta.default_permissions:
        return True
    condition = reached_rows(by, "view", model)
    return condition is not None and not condition


def _tell_reached(unsure: dict[Any, list[Operation]], by: Actor) -> None:
    """Tell the names of those records that are within reach after all."""
    operations = {one.pk: one for group in unsure.values() for one in group}
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in unsure}
    rows = LogEntry.objects.filter(operation__in=list(operations), content_type__in=list(kinds))
    touched: dict[Any, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for operation_id, kind, key, name in rows.order_by("pk").values_list(
        "operation_id", "content_type_id", "object_id", "object_repr"
    ):
        model = kinds[kind]
        if operations[operation_id] in unsure[model] and _means(operations[operation_id], name):
            touched[model][operation_id].append(key)
    for model, keys_of in touched.items():
        seen = reached_keys(model, {key for keys in keys_of.values() for key in keys}, by)
        for operation_id, keys in keys_of.items():
            operations[operation_id].keeps_name = not seen.issuperset(keys)


def _means(one: Operation, name: str) -> bool:
    told: str = one.about["name"]
    return bool(name) and name.startswith(told)
