"""Take many records of one kind back at once; what does not fit stays behind with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import DO_NOTHING, ForeignKey, prefetch_related_objects

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.gate import Attempt, Verb, ask_gate, checks_of
from erp.foundation.operation import ask_before_write, tentatively
from erp.foundation.rights_by_role import hidden_by_role, those_allowed_by_role
from erp.foundation.services.back_singly import (
    hides_difference,
    key_is_taken,
    missing_parents,
    no_right,
)
from erp.foundation.services.bulk import create_records, differing_columns, save_records
from erp.foundation.services.versions import empty_derived, fill_from, key_of, versions_before

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

Pairs = dict[Any, tuple[Any, Any]]


@dataclass
class Outcome:
    """What became of versions that were taken back together."""

    done: list[Any] = field(default_factory=list)
    #: Versions that may go back later, with the reason; without one they have to be tried singly.
    left: list[tuple[Any, ValidationError | None]] = field(default_factory=list)
    #: Versions that stay, whatever else goes back.
    final: list[tuple[Any, ValidationError]] = field(default_factory=list)


def take_back_together(versions: list[Any], *, by: Actor) -> Outcome:
    """Take back versions of one kind of record and one sign, a few statements for all of them.

    Rights, gates and parents are asked first; then all are written at once. When the database
    refuses, halves are tried, so that one taken name does not keep a thousand records.
    """
    model = versions[0].instance_type
    outcome = Outcome()
    if model._meta.parents:
        outcome.left = [(version, None) for version in versions]
        return outcome
    sift, write = _WAYS[versions[0].history_type]
    ready = sift(model, {key_of(version): version for version in versions}, by, outcome)
    if ready:
        _write(ready, write, by, outcome)
    return outcome


def _write(ready: Pairs, write: Callable[[list[Any]], Any], by: Actor, outcome: Outcome) -> None:
    versions = [version for version, _record in ready.values()]
    try:
        with tentatively():
            write([record for _version, record in ready.values()])
    except (ValidationError, IntegrityError):
        if len(versions) == 1:
            outcome.left.append((versions[0], None))
            return
        half = len(versions) // 2
        for part in (versions[:half], versions[half:]):
            found = take_back_together(part, by=by)
            outcome.done += found.done
            outcome.left += found.left
            outcome.final += found.final
    else:
        outcome.done += versions


def _sift_deleted(model: Any, versions: dict[Any, Any], by: Actor, outcome: Outcome) -> Pairs:
    """Return the deleted records that may come back."""
    ready = {key: (version, version.instance) for key, version in versions.items()}
    there = model._base_manager.filter(pk__in=list(versions)).values_list("pk", flat=True)
    _leave(ready, dict.fromkeys(there, key_is_taken()), outcome)
    _leave(ready, missing_parents(_records(ready), by=by), outcome)
    _keep_unreached(ready, "delete", by, outcome)
    _fetch_relations(ready)
    for _version, record in ready.values():
        empty_derived(record)
        record._state.adding = True
        record.version += 1
    _leave(ready, _refused(ready, lambda record: ask_before_write(record, Verb.CREATE)), outcome)
    return ready


def _sift_changed(model: Any, versions: dict[Any, Any], by: Actor, outcome: Outcome) -> Pairs:
    """Return the changed records that may get their former values, which they have already."""
    rows = model._base_manager.select_for_update().filter(pk__in=list(versions)).order_by("pk")
    ready: Pairs = {row.pk: (versions[row.pk], row) for row in rows}
    outcome.left += [(version, None) for key, version in versions.items() if key not in ready]
    _keep_unreached(ready, "change", by, outcome)
    formers = versions_before([version for version, _record in ready.values()])
    for key, (version, record) in list(ready.items()):
        former = formers.get(key)
        if former is None:
            continue
        hidden = hidden_by_role(by, record)
        if hidden and hides_difference(version, former, hidden):
            outcome.final.append((ready.pop(key)[0], no_right()))
        else:
            fill_from(record, former)
    _leave(ready, missing_parents(_records(ready), by=by), outcome)
    _keep_unreached(ready, "change", by, outcome)
    _fetch_relations(ready)
    _leave(ready, _refused(ready, _ask_about_change), outcome)
    return ready


def _ask_about_change(record: Any) -> None:
    if differing_columns(record):
        ask_before_write(record, Verb.CHANGE)


def _sift_created(model: Any, versions: dict[Any, Any], by: Actor, outcome: Outcome) -> Pairs:
    """Return the created records that may go because nothing else belongs to them or needs them."""
    rows = model._base_manager.select_for_update().filter(pk__in=list(versions)).order_by("pk")
    found = {row.pk: row for row in rows}
    ready: Pairs = {key: (version, found[key]) for key, version in versions.items() if key in found}
    outcome.left += [(version, None) for key, version in versions.items() if key not in found]
    _keep_unreached(ready, "delete", by, outcome)
    for key in held_keys(model, list(ready)):
        outcome.left.append((ready.pop(key)[0], None))
    _fetch_relations(ready)
    together = frozenset(ready)
    if checks_of(model):
        asked = lambda record: ask_gate(Attempt(record, by, Verb.DELETE, together=together))  # noqa: E731
        _leave(ready, _refused(ready, asked), outcome)
    return ready


def held_keys(model: Any, keys: list[Any]) -> set[Any]:
    """Return the keys of records to which rows of any table belong or point."""
    held: set[Any] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        pointing = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if not pointing or relation.concrete or relation.on_delete is DO_NOTHING or not keys:
            continue
        if relation.related_model._meta.auto_created:
            continue
        path = f"{relation.field.name}__pk"
        rows = relation.related_model._base_manager.filter(**{f"{path}__in": keys}).order_by()
        held.update(rows.values_list(path, flat=True).distinct())
    return held


def _records(ready: Pairs) -> list[Any]:
    return [record for _version, record in ready.values()]


def _leave(ready: Pairs, refusals: dict[Any, Any], outcome: Outcome) -> None:
    for key, refusal in refusals.items():
        if key in ready:
            outcome.left.append((ready.pop(key)[0], refusal))


def _keep_unreached(ready: Pairs, action: str, by: Actor, outcome: Outcome) -> None:
    allowed = {record.pk for record in those_allowed_by_role(by, action, _records(ready))}
    for key in [key for key in ready if key not in allowed]:
        outcome.final.append((ready.pop(key)[0], no_right()))


def _refused(ready: Pairs, ask: Callable[[Any], None]) -> dict[Any, ValidationError]:
    found: dict[Any, ValidationError] = {}
    for key, (_version, record) in ready.items():
        try:
            ask(record)
        except ValidationError as refusal:
            found[key] = refusal
    return found


def _fetch_relations(ready: Pairs) -> None:
    """Fetch what the records point to in one query a relation, for gates that look at it."""
    records = _records(ready)
    if records and checks_of(type(records[0])):
        prefetch_related_objects(records, *_relations(type(records[0])))


def _relations(model: Any) -> Iterable[str]:
    return [f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]


_WAYS: dict[str, tuple[Callable[..., Pairs], Callable[[list[Any]], Any]]] = {
    "-": (_sift_deleted, lambda records: create_records(records, asked=True)),
    "~": (_sift_changed, lambda records: save_records(records, asked=True)),
    "+": (_sift_created, delete_inside_operation),
}
