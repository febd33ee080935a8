"""Keep exactly one default contact per company, and one default address of each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from erp.foundation.recorder import Change
from erp.foundation.services.bulk import save_records
from erp.parties.models import Address, Contact, Party

_BATCH = 500


def settle_default_contacts(changes: Sequence[Change]) -> None:
    """Make the contact chosen last the default of its company, or the first one there is."""
    _settle(Contact, changes, group=("party_id",))


def settle_default_addresses(changes: Sequence[Change]) -> None:
    """Make the address chosen last the default of its company and kind, or the first one."""
    _settle(Address, changes, group=("party_id", "kind"))


def _settle(model: Any, changes: Sequence[Change], *, group: tuple[str, ...]) -> None:
    """Work the defaults of all touched groups out together, a few statements for many companies.

    The companies' rows are locked first, so that two who choose at once wait for each other; the
    old default is unmarked before the new one is marked, because the mark is unique.
    """
    parties = sorted({c.after["party_id"] for c in changes} | _former_parties(changes))
    chosen = [c.pk for c in changes if _was_chosen(c)]
    unticked = {c.pk for c in changes if _was_unticked(c)}
    touched = {c.pk: c.record for c in changes if c.sign != "-"}
    for start in range(0, len(parties), _BATCH):
        batch = parties[start : start + _BATCH]
        list(Party.objects.select_for_update().filter(pk__in=batch).order_by("pk").values("pk"))
        groups: dict[Any, list[Any]] = defaultdict(list)
        for row in model.objects.filter(party__in=batch).order_by("pk"):
            record = touched.get(row.pk, row)
            groups[tuple(getattr(record, name) for name in group)].append(record)
        winners = {id(_default_among(rows, chosen, unticked)) for rows in groups.values()}
        records = [record for rows in groups.values() for record in rows]
        save_records([r for r in records if id(r) not in winners and _mark(r, default=False)])
        save_records([r for r in records if id(r) in winners and _mark(r, default=True)])


def _former_parties(changes: Sequence[Change]) -> set[Any]:
    return {c.before["party_id"] for c in changes if c.before is not None}


def _was_chosen(change: Change) -> bool:
    was = bool(change.before and change.before["is_default"])
    return change.sign != "-" and bool(change.after["is_default"]) and not was


def _was_unticked(change: Change) -> bool:
    was = bool(change.before and change.before["is_default"])
    return change.sign != "-" and was and not change.after["is_default"]


def _default_among(rows: list[Any], chosen: list[Any], unticked: set[Any]) -> Any:
    """Return the default: the one chosen last, the present one, or the first not just unticked."""
    order = {key: place for place, key in enumerate(chosen)}
    candidates = [row for row in rows if row.pk in order and row.is_default]
    if candidates:
        return max(candidates, key=lambda row: order[row.pk])
    present = [row for row in rows if row.is_default]
    return next(iter(present or [r for r in rows if r.pk not in unticked] or rows))


def _mark(record: Any, *, default: bool) -> bool:
    """Set what shows and what proves the default; tell whether it was different."""
    before = (record.is_default, _proof(record))
    record.is_default = default
    if isinstance(record, Contact):
        record.default_of_id = record.party_id if default else None
    else:
        record.default_mark = True if default else None
    return before != (record.is_default, _proof(record))


def _proof(record: Any) -> Any:
    return record.default_of_id if isinstance(record, Contact) else record.default_mark
