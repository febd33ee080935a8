"""Write versions, log entries and search tokens of what an operation changed, in bulk."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from erp.foundation.models.log_entry import LogEntry
from erp.foundation.rows import BATCH, copy_rows, insert_rows
from erp.foundation.search import write_tokens

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.operation import Operation
    from erp.foundation.recorder import Change

_ACTIONS = {"+": LogEntry.Action.CREATE, "~": LogEntry.Action.UPDATE, "-": LogEntry.Action.DELETE}


def write_changes(noted: Iterable[Change], operation: Operation, by: Actor) -> None:
    """Write what was noted, a few statements per kind of record however many records there are.

    The index and the log take all kinds at once.
    """
    now = timezone.now()
    by_model: dict[type[models.Model], list[Change]] = defaultdict(list)
    for change in noted:
        by_model[change.record._meta.concrete_model or type(change.record)].append(change)
    for model, changes in by_model.items():
        _renew_joined(model, changes)
        _write_versions(model, changes, operation, by, now)
    write_tokens(by_model)
    _write_log(by_model, operation, by, now)


def _write_versions(
    model: Any,
    changes: list[Change],
    operation: Operation,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Write a version a record: living ones copied inside the database, gone ones by value."""
    names = _kept_names(model, changes[0])
    for sign in "+~-":
        signed = [change for change in changes if change.sign == sign and change.version_in is None]
        if not signed:
            continue
        constants = _version_facts(model, sign, operation, by, now)
        if sign != "-" and not model._meta.parents:
            keys = [change.pk for change in signed]
            copy_rows(model, model.history.model, names, constants=constants, keys=keys)
        else:
            rows = ([*(c.after[n] for n in names), *constants.values()] for c in signed)
            insert_rows(model.history.model, [*names, *constants], rows)


def copy_versions(changes: list[Change], operation: Operation, by: Actor) -> None:
    """Write the versions of rows that are about to go, copied inside the database.

    Rows of several tables get theirs by value at the end.
    """
    model: Any = type(changes[0].record)._meta.concrete_model
    if model._meta.parents:
        return
    copy_rows(
        model,
        model.history.model,
        _kept_names(model, changes[0]),
        constants=_version_facts(model, "-", operation, by, timezone.now()),
        keys=[change.pk for change in changes],
    )
    for change in changes:
        change.version_in = operation.pk


def drop_version(change: Change) -> None:
    """Take back the copied version of a row that is there again."""
    model: Any = type(change.record)
    rows = model.history.filter(operation_id=change.version_in, history_type="-")
    rows.filter(**{model._meta.pk.attname: change.pk}).delete()


def _kept_names(model: Any, change: Change) -> list[str]:
    """Return what versions keep of a record."""
    return [
        stored.attname
        for stored in model.history.model._meta.concrete_fields
        if stored.attname in change.after
        and not stored.name.startswith("history_")
        and stored.name not in model.secret_fields
    ]


def _version_facts(
    model: Any, sign: str, operation: Operation, by: Actor, now: dt.datetime
) -> dict[str, Any]:
    """Return what all versions of a kind have in common within an operation."""
    secrets = {
        name: None if model._meta.get_field(name).null else "" for name in model.secret_fields
    }
    return {
        "history_date": now,
        "history_user_id": by.user.pk if by.user else None,
        "history_change_reason": operation.reason[:100] or None,
        "operation_id": operation.pk,
        **secrets,
        "history_type": sign,
    }


def _write_log(
    by_model: dict[type[models.Model], list[Change]],
    operation: Operation,
    by: Actor,
    now: dt.datetime,
) -> None:
    facts = {
        "changes_text": "",
        "actor_id": by.user.pk if by.user else None,
        "cid": operation.request_id or None,
        "remote_addr": operation.address,
        "timestamp": now,
        "operation_id": operation.pk,
    }
    own = ("content_type_id", "object_pk", "object_id", "object_repr", "action", "changes")
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in by_model}
    rows = (
        [
            kinds[model],
            str(change.pk),
            change.pk if isinstance(change.pk, int) else None,
            change.label,
            _ACTIONS[change.sign],
            change.differences(),
        ]
        for model, changes in by_model.items()
        for change in changes
    )
    insert_rows(LogEntry, own, rows, constants=facts)


def _renew_joined(model: Any, changes: list[Change]) -> None:
    """Renew the version token of records of which only a many-to-many field changed."""
    joined = [
        change
        for change in changes
        if change.sign == "~"
        and change.before is not None
        and change.after["version"] == change.before["version"]
    ]
    for start in range(0, len(joined), BATCH):
        keys = [change.pk for change in joined[start : start + BATCH]]
        models.QuerySet(model).filter(pk__in=keys).update(version=models.F("version") + 1)
    for change in joined:
        change.after = {**change.after, "version": change.after["version"] + 1}
        change.record.version = change.after["version"]
        change.record._remember()
