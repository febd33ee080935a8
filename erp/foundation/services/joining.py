"""Join and part many records through a many-to-many field at once, with log and versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from erp.foundation.gate import Verb
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import ask_before_write, recorder_for

_BATCH = 500
#: A record, the keys it is joined to, and the keys it shall be joined to.
Join = tuple[Recorded, set[Any], set[Any]]


def join_records(model: type[Recorded], name: str, joins: Iterable[Join]) -> None:
    """Bring a many-to-many field of many stored records in line inside the running operation.

    The gate is asked for each record first; then rows of the table between go and come in few
    statements, and the recorder notes them as it does those of a single ``set``.
    """
    field: Any = model._meta.get_field(name)
    through = field.remote_field.through
    here, there = field.m2m_column_name(), field.m2m_reverse_name()
    added: list[Any] = []
    for record, before, after in joins:
        came, went = after - before, before - after
        if not came and not went:
            continue
        ask_before_write(
            record, Verb.RELATE, relation=name, added=frozenset(came), removed=frozenset(went)
        )
        if went:
            gone = {here: record.pk, f"{there}__in": went}
            through._base_manager.filter(**gone).delete()
        added += [through(**{here: record.pk, there: key}) for key in sorted(came)]
        recorder_for(record).relation_changed(record, name, added=came, removed=went)
    through._base_manager.bulk_create(added, batch_size=_BATCH)
