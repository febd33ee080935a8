"""Rows that somebody else saved meanwhile: what stands there now beside what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from admin_config.engine.history.words import Words
from admin_config.engine.listing.editing.asked import RowAsked
from admin_config.engine.listing.editing.offered import typed_text


@dataclass(frozen=True)
class Overtaken:
    """A row whose typed cells were changed by somebody else as well."""

    version: int
    #: By name of the cell: their value as it is typed, and as people read it.
    theirs: dict[str, tuple[str, str]]


def compare_rows(model: Any, rows: list[RowAsked], records: dict[Any, Any]) -> dict[int, Overtaken]:
    """Return the rows of which a cell was typed over what somebody else has changed.

    A row of which others changed other fields is not overtaken: its cells overwrite nothing.
    """
    late = [row for row in rows if records[row.key].version != row.version]
    former = _former(model, late)
    words = Words()
    found: dict[int, Overtaken] = {}
    for row in late:
        record = records[row.key]
        theirs = {
            name: (typed_text(_value(record, name)), words.say(model, name, _value(record, name)))
            for name in row.cells
            if _differs(record, former.get(row.key), name)
        }
        if theirs:
            found[row.key] = Overtaken(record.version, theirs)
    return found


def _value(record: Any, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)


def _differs(record: Any, former: Any, name: str) -> bool:
    """Tell whether a field is another one than in the version that was typed over."""
    if former is None:
        return True
    attname = record._meta.get_field(name).attname
    return bool(getattr(former, attname, None) != getattr(record, attname))


def _former(model: Any, rows: list[RowAsked]) -> dict[int, Any]:
    """Return the versions that were typed over, as far as they are kept, in one query."""
    if not rows:
        return {}
    wanted = {(row.key, row.version) for row in rows}
    key = model._meta.pk.attname
    found = model.history.filter(
        **{f"{key}__in": [row.key for row in rows]}, version__in={row.version for row in rows}
    ).order_by("history_id")
    return {
        getattr(version, key): version
        for version in found
        if (getattr(version, key), version.version) in wanted
    }
