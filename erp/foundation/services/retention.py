"""Lets what is older than the house keeps go from log and history, in batches, provably."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.foundation.filed_rows import digest_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.seal import SealKind
from erp.foundation.operation import operation, retrying
from erp.foundation.sealing import store_seal
from erp.foundation.services.sealed_parts import is_as_sealed, last_seal, layout_in, parts_of
from erp.foundation.services.versions import recorded_models
from erp.foundation.verbs import name_verb

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Of the versions of a record so many stay, whatever their age: the first and the last.
_STAYS = 2
#: Operations, or records, that are looked at in one transaction.
BATCH = 200
#: Which events each setting lets go.
_EVENTS = {
    "AUDIT_READS_KEPT_DAYS": (OperationKind.READ,),
    "AUDIT_ACCESS_KEPT_DAYS": (OperationKind.SIGN_IN, OperationKind.SESSION),
}
_VERSIONS = "AUDIT_VERSIONS_KEPT_DAYS"
name_verb("purge_log", _("cleared what is older than the house keeps"))


def purge_log(*, by: Actor) -> int:
    """Delete what is older than the settings say; return how many rows. Nothing unless one is set.

    Events go whole. Of versions the first and the last of each record stay, and the one that stood
    when the kept time begins, so that everything since can be compared and undone. Each batch is an
    operation, and each operation that lost rows is sealed anew, by the name of the setting; its
    former seal stays in the chain. What is not as it was sealed is left for whoever checks the log.
    """
    gone = 0
    for name, kinds in _EVENTS.items():
        if before := _limit(name):
            gone += _in_batches(name, _events(kinds, before), by=by)
    if before := _limit(_VERSIONS):
        gone += _in_batches(_VERSIONS, _versions(before), by=by)
    return gone


def is_past_keeping(target: Operation) -> bool:
    """Tell whether versions of the time of an operation may have gone, so that it is final."""
    before = _limit(_VERSIONS)
    return before is not None and target.created_at < before


def _limit(name: str) -> dt.datetime | None:
    days = getattr(settings, name)
    return timezone.now() - dt.timedelta(days=days) if days else None


def _in_batches(name: str, batches: Iterator[Any], *, by: Actor) -> int:
    note = f"{name}={getattr(settings, name)}"
    return sum(retrying(partial(_purge, purge, note, by)) for purge in batches)


def _purge(purge: Callable[[str], int], note: str, by: Actor) -> int:
    """Do one batch in a transaction of its own, and say in the log what went by which setting."""
    with transaction.atomic():
        count = purge(note)
        if count:
            details = {"setting": note, "rows": count}
            with operation(OperationKind.JOB, by=by, verb="purge_log", details=details) as running:
                running.stored()
    return count


def _events(kinds: Any, before: dt.datetime) -> Iterator[Any]:
    """Return a purge for each batch of events that changed nothing."""
    last = 0
    while True:
        rows = Operation.objects.filter(
            kind__in=kinds, created_at__lt=before, pk__gt=last, records=0
        ).exclude(verb="purge_log")
        plain = rows.filter(jobs=None, parts=None, undoes=None, undone_by=None, part_of=None)
        keys = list(plain.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        last = keys[-1]
        yield partial(_purge_events, keys)


def _purge_events(keys: list[int], note: str) -> int:
    sound = [key for key in keys if is_as_sealed(key, LogEntry) and is_as_sealed(key, Operation)]
    if not sound:
        return 0
    count = 0
    for rows in (
        LogEntry.objects.filter(operation__in=sound),
        Operation.objects.filter(pk__in=sound),
    ):
        count += rows._raw_delete(rows.db)
    for key in sound:
        store_seal(key, {}, kind=SealKind.PURGED, note=note, former=last_seal(key))
    return count


def _versions(before: dt.datetime) -> Iterator[Any]:
    """Return a purge for each batch of records, kind by kind."""
    for model in recorded_models():
        key, last = model._meta.pk.attname, 0
        while True:
            rows = model.history.filter(history_date__lt=before, **{f"{key}__gt": last})
            page = rows.order_by(key).values_list(key, flat=True).distinct()[:BATCH]
            keys = list(page)
            if not keys:
                break
            last = keys[-1]
            yield partial(_purge_versions, model, keys, before)


def _purge_versions(model: Any, keys: list[Any], before: dt.datetime, note: str) -> int:
    key, versions = model._meta.pk.attname, model.history.model
    lives: dict[Any, list[tuple[int, Any]]] = defaultdict(list)
    rows = model.history.filter(history_date__lt=before, **{f"{key}__in": keys})
    for record, version, act in rows.order_by("history_id").values_list(
        key, "history_id", "operation_id"
    ):
        lives[record].append((version, act))
    long_lives = [life for life in lives.values() if len(life) > _STAYS]
    acts = {act for life in long_lives for _version, act in life if act is not None}
    sound = {act for act in acts if is_as_sealed(act, versions)}
    doomed: dict[int, list[int]] = defaultdict(list)
    for life in long_lives:
        # what was put in unsealed is neither the first nor the last of a record
        for version, act in [each for each in life if each[1] in sound][1:-1]:
            doomed[act].append(version)
    wanted = [version for gone in doomed.values() for version in gone]
    gone = versions.objects.filter(history_id__in=wanted)
    count = gone._raw_delete(gone.db) if wanted else 0
    for act in doomed:
        _seal_what_stays(act, versions, note)
    return int(count)


def _seal_what_stays(act: int, versions: Any, note: str) -> None:
    former = last_seal(act)
    parts = parts_of(former)
    layout = layout_in(parts, versions)
    if layout is None:
        return
    del parts[layout.key]
    digest = digest_of(versions, layout, act)
    if digest.count:
        parts[layout.key] = digest.facts()
    store_seal(act, parts, kind=SealKind.PURGED, note=note, former=former)
