"""Changes of many-to-many fields, which no save shows, on their way to the recorder."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed


def connect_relations() -> None:
    """Note changes of many-to-many fields of recorded models, which no save shows."""
    m2m_changed.connect(_note_relation, dispatch_uid="foundation.recorder")


def _note_relation(
    sender: Any,
    instance: Any,
    action: str,
    reverse: bool,
    model: Any,
    pk_set: set[int] | None,
    **_options: Any,
) -> None:
    from erp.foundation.gate import Verb
    from erp.foundation.models.recorded import Recorded
    from erp.foundation.operation import ask_before_write, recorder_for

    if not isinstance(instance, Recorded):
        return
    if reverse:
        from erp.foundation.refusal import OutsideOperation

        message = f"set {sender._meta.label} from its own side, not through {model._meta.label}"
        raise OutsideOperation(message)
    name = next(f.name for f in instance._meta.many_to_many if f.remote_field.through is sender)
    keys = frozenset(pk_set or ())
    if action == "pre_add":
        ask_before_write(instance, Verb.RELATE, relation=name, added=keys)
    elif action == "pre_remove":
        ask_before_write(instance, Verb.RELATE, relation=name, removed=keys)
    elif action == "post_add":
        recorder_for(instance).relation_changed(
            instance, name, added=pk_set or set(), removed=set()
        )
    elif action == "post_remove":
        recorder_for(instance).relation_changed(
            instance, name, added=set(), removed=pk_set or set()
        )
    elif action == "pre_clear":
        gone = set(getattr(instance, name).values_list("pk", flat=True))
        ask_before_write(instance, Verb.RELATE, relation=name, removed=frozenset(gone))
        recorder_for(instance).relation_changed(instance, name, added=set(), removed=gone)
