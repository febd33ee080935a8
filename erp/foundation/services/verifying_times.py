"""Find operations that say they are older than their place in the chain allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import Seal, SealKind
from erp.foundation.services.sealed_rows import FIRST
from erp.foundation.services.sealing import AT_ONCE
from erp.foundation.services.verifying_heads import all_heads

if TYPE_CHECKING:
    from erp.foundation.services.verifying import Verified

#: So long may a transaction last, and clocks of the house differ.
TOLERANCE = dt.timedelta(hours=6)
_PAGE = 5000
#: As many signs of a moment as every database writes.
_SECONDS = 19


def check_times(verified: Verified) -> None:
    """Compare when an operation says it was with the head that was signed before its place.

    What was committed by a round stands in it, or behind it where the round was full; so it is not
    much older than the last round before that took everything. What was taken as it stood is.
    """
    rounds = _rounds()
    end, limit = next(rounds, (0, ""))
    for page in _written():
        told = _moments([operation for _position, operation in page])
        for position, operation in page:
            while end and position > end:
                end, limit = next(rounds, (0, ""))
            if limit and told.get(operation, limit) < limit:
                words = _(
                    "Operation #%(operation)d says that it is of %(time)s, and took its place in "
                    "the chain hours after: it was put in with a false time."
                )
                facts = {"operation": operation, "time": told[operation][:16]}
                verified.find(words % facts, operation, Operation._meta.label_lower)


def _rounds() -> Iterator[tuple[int, str]]:
    """Yield up to which place each round went, and the earliest moment that may stand in it."""
    former, limit = 0, ""
    for head in all_heads():
        yield head.position, limit
        if head.position - former < AT_ONCE:
            limit = (head.made_at - TOLERANCE).strftime("%Y-%m-%d %H:%M:%S")
        former = head.position


def _written() -> Iterator[list[tuple[int, int]]]:
    """Yield place and operation of seals that were written with their operation."""
    last = FIRST
    seals = Seal.objects.filter(kind=SealKind.WRITTEN).order_by("position")
    while True:
        rows: Any = seals.filter(position__gt=max(last, 0)).values_list("position", "operation_id")
        page = list(rows[:_PAGE])
        if page:
            yield page
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def _moments(operations: list[int]) -> dict[int, str]:
    """Return what operations say of their time, as the database writes it."""
    rows = Operation.objects.filter(pk__in=operations).order_by()
    told = rows.annotate(moment=Cast("created_at", CharField())).values_list("pk", "moment")
    return {key: str(moment)[:_SECONDS] for key, moment in told}
