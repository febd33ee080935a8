"""A paper and its revision never both stand; without the revision the former one is back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import moving
from erp.foundation.services.bulk import save_records
from erp.sales.models import Quotation, QuotationStatus
from erp.sales.rules.revision import check_former_is_closed, check_is_replaced

if TYPE_CHECKING:
    from erp.foundation.recorder import Change

_BATCH = 500
_CANCELLED = QuotationStatus.CANCELLED.value
_SUPERSEDED = QuotationStatus.SUPERSEDED.value
_APPROVED, _EXPIRED = QuotationStatus.APPROVED.value, QuotationStatus.EXPIRED.value


def settle_revisions(changes: Sequence[Change]) -> None:
    """Take up what lost its revision; refuse two that stand, and one closed by nothing."""
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        _check_formers({change.pk for change in batch if _begins_to_stand(change)})
        left = {_replaced(change.before) for change in batch} - {None}
        _take_up(left)
        _check_replaced({change.pk for change in batch if _is_closed_by(change)})


def _replaced(values: dict[str, Any] | None) -> Any:
    """Return the key of the paper in whose place one with these values stands."""
    stands = values is not None and values["status"] != _CANCELLED
    return values["revises_id"] if stands and values is not None else None


def _begins_to_stand(change: Change) -> bool:
    now = None if change.sign == "-" else _replaced(change.after)
    before = None if change.sign == "+" else _replaced(change.before)
    return now is not None and now != before


def _is_closed_by(change: Change) -> bool:
    """Tell whether a paper was superseded here; history that comes in as such is left alone."""
    was = (change.before or {}).get("status")
    return change.sign == "~" and was != _SUPERSEDED and change.after["status"] == _SUPERSEDED


def standing() -> Any:
    """Return the revisions that stand in the place of others."""
    return Quotation.objects.filter(revises__isnull=False).exclude(status=_CANCELLED)


def _check_formers(keys: set[Any]) -> None:
    """Refuse revisions beside what they replace, asked under the lock of that."""
    if not keys:
        return
    pairs = dict(standing().filter(pk__in=keys).values_list("revises_id", "number"))
    rows = Quotation.objects.select_for_update().filter(pk__in=pairs).order_by("pk")
    for former in rows:
        stands = former.status != _SUPERSEDED
        check_former_is_closed(pairs[former.pk], former.number if stands else None)


def _take_up(keys: set[Any]) -> None:
    """Give superseded papers without a revision the state that they had before."""
    if not keys:
        return
    taken = set(standing().filter(revises__in=keys).values_list("revises_id", flat=True))
    if not keys - taken:
        return
    rows = Quotation.objects.select_for_update().filter(pk__in=keys - taken, status=_SUPERSEDED)
    papers = []
    for paper in rows.order_by("pk"):
        state = _state_before(paper)
        if state is not None:
            paper.status = state
            papers.append(paper)
    with moving(*papers):
        save_records(papers)


def _state_before(paper: Quotation) -> str | None:
    """Return the state before it was superseded, as of today; ``None`` where it never had one."""
    earlier = Quotation.history.filter(id=paper.pk).exclude(status=_SUPERSEDED)
    state: str | None = earlier.order_by("-history_id").values_list("status", flat=True).first()
    over = paper.valid_until is not None and paper.valid_until < house_day()
    return _EXPIRED if state == _APPROVED and over else state


def _check_replaced(keys: set[Any]) -> None:
    if not keys:
        return
    there = set(standing().filter(revises__in=keys).values_list("revises_id", flat=True))
    for paper in Quotation.objects.filter(pk__in=keys - there, status=_SUPERSEDED):
        check_is_replaced(paper.number, replaced=False)
