"""Store values of defined fields: a row for each value, many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from erp.foundation.definitions import Definition, columns_of, value_of
from erp.foundation.deletion import delete_inside_operation
from erp.foundation.services.bulk import create_records, save_records

_BATCH = 1000
#: The columns of a row that hold its value.
COLUMNS = ("number", "choice_id", "text", "yes_no")


@dataclass(frozen=True)
class Store:
    """Where values lie: the model of the rows, its relation to the record, to the definition."""

    model: Any
    owner: str
    by: str


@dataclass(frozen=True)
class Wanted:
    """What a record shall hold: values by code, of the definitions that hold for it."""

    record: Any
    definitions: Sequence[Definition]
    #: A code that is not named here keeps its value; an empty value takes it away.
    values: Mapping[str, Any]


def stored_values(
    store: Store, keys: Iterable[Any], definitions: Iterable[Definition]
) -> dict[Any, dict[str, Any]]:
    """Return the values of many records by key and code, a query for each 1,000."""
    by_key = {key: definition for definition in definitions for key in definition.keys}
    found: dict[Any, dict[str, Any]] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = store.model._base_manager.filter(
            **{f"{store.owner}_id__in": wanted[start : start + _BATCH]}
        )
        columns = (f"{store.owner}_id", f"{store.by}_id", *COLUMNS)
        for row in rows.order_by().values(*columns):
            definition = by_key.get(row[f"{store.by}_id"])
            value = value_of(row, definition) if definition is not None else None
            if definition is not None and value is not None:
                found.setdefault(row[f"{store.owner}_id"], {})[definition.code] = value
    return found


def write_values(store: Store, wanted: Sequence[Wanted]) -> int:
    """Bring the rows of these records in line, inside the running operation; return how many.

    What a record holds of definitions that do not hold for it any more goes. The caller's records
    are stored already, and locked by having been written or read in the same operation.
    """
    rows = _rows_of(store, [w.record.pk for w in wanted])
    new: list[Any] = []
    kept: list[Any] = []
    gone: list[Any] = []
    for each in wanted:
        held = rows.get(each.record.pk, {})
        known = {d.keys[0]: d for d in each.definitions}
        gone += [row for key, row in held.items() if key not in known]
        for key, definition in known.items():
            if definition.code in each.values:
                value = each.values[definition.code]
                _sort_in(store, each.record, held.get(key), definition, value, (new, kept, gone))
    if gone:
        delete_inside_operation(gone)
    create_records(new)
    return len(gone) + len(new) + save_records(kept)


def _rows_of(store: Store, keys: list[Any]) -> dict[Any, dict[Any, Any]]:
    found: dict[Any, dict[Any, Any]] = {}
    for start in range(0, len(keys), _BATCH):
        batch = [key for key in keys[start : start + _BATCH] if key is not None]
        rows = store.model._base_manager.filter(**{f"{store.owner}_id__in": batch})
        for row in rows.order_by("pk"):
            owner = getattr(row, f"{store.owner}_id")
            found.setdefault(owner, {})[getattr(row, f"{store.by}_id")] = row
    return found


def _sort_in(
    store: Store,
    record: Any,
    row: Any,
    definition: Definition,
    value: Any,
    lists: tuple[list[Any], list[Any], list[Any]],
) -> None:
    """Put the row of one value among the new, the kept or those that go."""
    new, kept, gone = lists
    if value is None or value == "":
        gone += [row] if row is not None else []
        return
    columns = columns_of(definition, value)
    if row is None:
        facts = {store.owner: record, f"{store.by}_id": definition.keys[0], **columns}
        new.append(store.model(**facts))
        return
    for name, held in columns.items():
        setattr(row, name, held)
    kept.append(row)
