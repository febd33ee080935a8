"""Finds numbers that a series gave and no paper bears, each with what became of its paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from erp.company.models.paper_number import PaperNumber
from erp.foundation.models import NumberCounter, Operation

#: Gaps that one page lists; the count goes on.
MOST = 200
_BATCH = 5000


@dataclass(frozen=True)
class Gap:
    """A number without a paper."""

    number: str
    #: The operation that took the paper away; ``None`` where nothing explains the gap.
    operation: Operation | None = None
    #: The name of the paper that bore it.
    paper: str = ""
    #: Where the history of that paper is.
    model: Any = None
    key: Any = None


@dataclass
class Numbers:
    """What one counter gave in a period, and what of it is missing."""

    series: str
    period: str
    first: str
    last: str
    given: int
    gaps: list[Gap]
    missing: int

    @property
    def unexplained(self) -> int:
        """Return how many of the listed gaps nothing explains."""
        return sum(gap.operation is None for gap in self.gaps)


def numbered_models() -> list[tuple[Any, str]]:
    """Return every kind of paper that takes numbers, with the column that holds them."""
    return [
        (model, field.attname)
        for model in apps.get_models()
        if hasattr(model, "history") and not model._meta.proxy
        for field in model._meta.concrete_fields
        if isinstance(field, PaperNumber)
    ]


def number_gaps() -> list[Numbers]:
    """Return what every counter gave, with the numbers that no paper bears by now, newest first."""
    found = []
    for counter in NumberCounter.objects.select_related("series").order_by("series", "-period"):
        numbers = _wanted(counter)
        if not counter.last:
            continue
        missing = sorted(_missing(counter, numbers))
        kept = missing[:MOST]
        gaps = _explained([numbers(place) for place in kept])
        found.append(
            Numbers(
                series=str(counter.series),
                period=counter.period,
                first=numbers(1),
                last=numbers(counter.last),
                given=counter.last,
                gaps=gaps,
                missing=len(missing),
            )
        )
    return found


def _wanted(counter: NumberCounter) -> Any:
    series = counter.series
    start = "-".join(part for part in (series.prefix, counter.period) if part)
    return lambda place: f"{start}-{place:0{series.digits}d}"


def _missing(counter: NumberCounter, numbers: Any) -> set[int]:
    """Return the places of a counter that no paper bears; memory is one bit of a set a number."""
    left = set(range(1, counter.last + 1))
    start = numbers(1).rpartition("-")[0] + "-"
    for model, column in numbered_models():
        if getattr(model, "paper", None) != counter.series.code:
            continue
        rows = model._base_manager.filter(**{f"{column}__startswith": start}).order_by()
        left -= set(_places(rows.values_list(column, flat=True).iterator(_BATCH), start))
    return left


def _places(numbers: Iterator[str], start: str) -> Iterator[int]:
    for number in numbers:
        place = number.removeprefix(start).partition("-")[0]
        if place.isdigit():
            yield int(place)


def _explained(numbers: list[str]) -> list[Gap]:
    """Return the gaps, each with the deletion that made it where history knows one."""
    known: dict[str, Gap] = {}
    for model, column in numbered_models():
        gone = model.history.filter(**{f"{column}__in": numbers}, history_type="-")
        rows = list(gone.order_by("history_id"))
        acts = Operation.objects.in_bulk([row.operation_id for row in rows if row.operation_id])
        for row in rows:
            number = getattr(row, column)
            key = getattr(row, model._meta.pk.attname)
            known[number] = Gap(number, acts.get(row.operation_id), str(number), model, key)
    return [known.get(number, Gap(number)) for number in numbers]


__all__ = ["MOST", "Gap", "Numbers", "number_gaps", "numbered_models"]
