"""Brings the rows of tables that only join into fields of several."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from admin_config.generator.bringing.drafts import NOT_THERE, Drafter
from admin_config.generator.bringing.notes import Complaint, Figures
from admin_config.generator.bringing.parts import Part, key_of, spoken_key
from admin_config.generator.bringing.walking import Row, Source
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import run as run_operation
from erp.foundation.services.joining import join_records

_CHUNK = 1000


def bring_joins(part: Part, name: str, drafter: Drafter, source: Source, lead: Operation) -> None:
    """Join the records that the rows of a table join; started again, it goes on."""
    origin, notes = part.several[name], drafter.notes
    place, done = notes.place_of(origin.table)
    table = source.schema.table(origin.table)
    if done or table is None:
        return
    columns = list(dict.fromkeys((*table.primary, *origin.columns, *origin.others)))
    for rows in source.walk(table, columns, place, _CHUNK):
        pairs, complaints = _pairs(part, name, drafter, rows)
        run_operation(
            lambda _running: _join(part, name, pairs),  # noqa: B023 - called before the next round
            OperationKind.IMPORT,
            by=SYSTEM,
            part_of=lead,
        )
        refused = len(complaints)
        came = Figures(len(rows), len(rows) - refused, refused)
        notes.reached(origin.table, rows[-1].place, came, complaints)
    notes.finish(origin.table)


def _pairs(
    part: Part, name: str, drafter: Drafter, rows: list[Row]
) -> tuple[dict[int, set[int]], list[Complaint]]:
    """Return who is joined to whom, and what keeps the other rows away."""
    origin = part.several[name]
    target = drafter.parts[part.target_of(name)]
    near = [key_of(row.values[column] for column in origin.columns) for row in rows]
    far = [key_of(row.values[column] for column in origin.others) for row in rows]
    here = drafter.found(part, origin.to, {key for key in near if key is not None})
    there = drafter.found(target, origin.to_others, {key for key in far if key is not None})
    pairs: dict[int, set[int]] = defaultdict(set)
    complaints = []
    for row, one, other in zip(rows, near, far, strict=True):
        if one in here and other in there:
            pairs[here[one]].add(there[other])
            continue
        columns, key = (origin.columns, one) if one not in here else (origin.others, other)
        complaints.append(Complaint(row.key, "+".join(columns), spoken_key(key), NOT_THERE))
    return pairs, complaints


def _join(part: Part, name: str, pairs: dict[int, set[int]]) -> None:
    field: Any = part.model._meta.get_field(name)
    through = field.remote_field.through
    here, there = field.m2m_column_name(), field.m2m_reverse_name()
    joined: dict[int, set[int]] = defaultdict(set)
    for one, other in through._base_manager.filter(**{f"{here}__in": pairs}).values_list(
        here, there
    ):
        joined[one].add(other)
    records = part.model._base_manager.in_bulk(pairs)
    join_records(
        part.model,
        name,
        [(records[one], joined[one], joined[one] | others) for one, others in pairs.items()],
    )
