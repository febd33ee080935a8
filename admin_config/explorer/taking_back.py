"""Takes a noted change of rows back: all of it, or nothing and why."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.explorer.apps import APP, WRITTEN
from admin_config.explorer.fields import LONGEST_TEXT, Size
from admin_config.explorer.noting import as_text
from erp.foundation.actor import Actor
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import run
from erp.foundation.refusal import Refusal


def may_be_taken_back(target: Operation) -> bool:
    """Tell whether an operation changed rows that can be written, and was not taken back yet."""
    if getattr(target, "undone_by", None) is not None:
        return False
    models = [_model(entry) for entry in _entries(target)]
    return bool(models) and all(model is not None for model in models)


def take_back(target: Operation, *, by: Actor, reason: str = "") -> Operation:
    """Put back what an operation changed, the last row first; ``Refusal`` says what hinders it."""

    def work(running: Any) -> Operation:
        with transaction.atomic(using=WRITTEN):
            for entry in _entries(target):
                _take_back(entry)
        stored: Operation = running.stored()
        return stored

    return run(work, OperationKind.UNDO, by=by, reason=reason, undoes=target)


def _entries(target: Operation) -> list[LogEntry]:
    found = LogEntry.objects.filter(operation=target, content_type__app_label=APP)
    return list(found.select_related("content_type").order_by("-id"))


def _model(entry: LogEntry) -> Any:
    """Return the model of an entry, if its rows may be written today."""
    model: Any = entry.content_type.model_class()
    return model if getattr(model, "is_written", False) else None


def _take_back(entry: LogEntry) -> None:
    model = _model(entry)
    if model is None:
        raise Refusal(_("Its table is not there, or its rows may not be changed."))
    row = model._base_manager.using(WRITTEN).filter(pk=_key(model, entry.object_pk)).first()
    changes = dict(entry.changes or {})
    if entry.action == LogEntry.Action.DELETE:
        _bring_back(model, entry, row, changes)
        return
    if row is None:
        raise Refusal(_("“%(row)s” is gone.") % {"row": entry.object_repr})
    for name, (_old, new) in changes.items():
        if as_text(getattr(row, _field(model, name).attname)) != new:
            raise Refusal(_("“%(row)s” was changed since.") % {"row": entry.object_repr})
    if entry.action == LogEntry.Action.CREATE:
        row.delete()
        return
    for name, (old, _new) in changes.items():
        field = _field(model, name)
        if field.editable:
            setattr(row, field.attname, _value(field, old))
    row.save()


def _bring_back(model: Any, entry: LogEntry, row: Any, changes: dict[str, Any]) -> None:
    if row is not None:
        raise Refusal(_("Another row has the key of “%(row)s” now.") % {"row": entry.object_repr})
    back = model()
    back.as_it_was = True
    for name, (old, _new) in changes.items():
        field = _field(model, name)
        if isinstance(field, Size) or len(old or "") >= LONGEST_TEXT:
            raise Refusal(_("It held bytes or a long text that the log does not keep."))
        if field.editable or field.primary_key:
            setattr(back, field.attname, _value(field, old))
    back.save()


def _key(model: Any, text: str) -> Any:
    return _value(model._meta.pk, text)


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except LookupError:
        raise Refusal(_("The table has no column “%(name)s” any more.") % {"name": name}) from None


def _value(field: Any, text: str | None) -> Any:
    """Return what the log keeps as a value; ``Refusal`` where it never fitted its column."""
    if text is None:
        return None
    target = field.target_field if field.is_relation else field
    try:
        return target.to_python(text)
    except (ValidationError, ValueError):
        said = _("“%(value)s” does not fit “%(column)s”.")
        raise Refusal(said % {"value": text, "column": field.verbose_name}) from None
