"""Papers that continue others line by line, part by part, and never take more than is left.

A domain declares what continues what; from then on nobody gets past it, whatever writes: making a
paper from others, form, import, restore, undo. What was taken is never stored: it is the sum of
the lines that continue a line, asked under a lock on the paper that they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from erp.foundation.life_cycle import LifeCycle, cycle_of
from erp.foundation.models.source_line import SourceLine
from erp.foundation.refusal import Refusal
from erp.foundation.settling import settle

if TYPE_CHECKING:
    from erp.foundation.recorder import Change

_continuations: list[Continuation] = []


@dataclass(frozen=True)
class Continuation:
    """How papers of one kind continue those of another: which line leads where, and when."""

    #: The model of the lines that continue others.
    line: Any
    #: Their relation to the paper that they are lines of.
    relation: str
    #: Their relation to the line that they continue, a ``SourceLine``.
    source: str
    #: The relation of that line to its own paper.
    of: str
    #: States in which a paper may be continued.
    when: frozenset[str]
    #: States in which a continuing paper takes nothing, such as cancelled.
    void: frozenset[str] = frozenset()
    #: States that a paper does not enter while another takes something of it, such as draft.
    kept_from: frozenset[str] = frozenset()
    #: No more is taken than there is; without it a line may be asked for any number of times.
    limited: bool = True
    #: The number of both lines that counts.
    quantity: str = "quantity"
    #: Fields of head and lines that start anew instead of coming along, such as prices.
    anew: frozenset[str] = frozenset()
    #: Amounts of the head that go along with the first part alone, such as shipping.
    once: tuple[str, ...] = ()

    @property
    def head(self) -> Any:
        """Return the model of the papers that continue others."""
        return self.line._meta.get_field(self.relation).related_model

    @property
    def source_line(self) -> Any:
        """Return the model of the lines that are continued."""
        return self.line._meta.get_field(self.source).related_model

    @property
    def source_head(self) -> Any:
        """Return the model of the papers that are continued."""
        return self.source_line._meta.get_field(self.of).related_model

    def may_continue(self, paper: Any) -> bool:
        """Tell whether a paper is in a state in which it may be continued."""
        return state_of(paper) in self.when

    def taken(self, keys: Iterable[Any]) -> dict[Any, Decimal]:
        """Return how much of each line was taken, by its key; summed as decimals, not by SQL."""
        found = dict.fromkeys(keys, Decimal(0))
        for key, quantity in self._taking(found).values_list(f"{self.source}_id", self.quantity):
            found[key] += quantity
        return found

    def left(self, lines: Sequence[Any]) -> dict[Any, Decimal]:
        """Return how much of each line may still be taken, by its key."""
        taken = self.taken([line.pk for line in lines]) if self.limited else {}
        nothing = Decimal(0)
        return {
            line.pk: max(getattr(line, self.quantity) - taken.get(line.pk, nothing), nothing)
            for line in lines
        }

    def taking(self, papers: Iterable[Any]) -> Any:
        """Return the papers that take something of these."""
        keys = self._living({f"{self.source}__{self.of}__in": [paper.pk for paper in papers]})
        return self.head._default_manager.filter(pk__in=keys.values(f"{self.relation}_id"))

    def _taking(self, keys: Iterable[Any]) -> Any:
        return self._living({f"{self.source}__in": list(keys)})

    def _living(self, narrowed: dict[str, Any]) -> Any:
        rows = self.line._base_manager.filter(**narrowed).order_by()
        cycle = _cycle(self.head)
        return rows.exclude(**{f"{self.relation}__{cycle.status}__in": sorted(self.void)})


def chain(continuation: Continuation) -> None:
    """Watch what continues and what is continued from now on; called once, in ``ready``."""
    field = continuation.line._meta.get_field(continuation.source)
    if not isinstance(field, SourceLine):
        message = f"{field} is no SourceLine: a copy of its paper would take the same again"
        raise TypeError(message)
    _continuations.append(continuation)
    settle(continuation.line, _settler(continuation, _of_lines))
    settle(continuation.head, _settler(continuation, _of_revived))
    settle(continuation.source_line, _settler(continuation, _of_source_lines))
    settle(continuation.source_head, _settler(continuation, _of_source_heads))


def continuations_of(model: Any) -> list[Continuation]:
    """Return how papers of this kind are continued."""
    return [each for each in _continuations if each.source_head is model]


def continuations_into(model: Any) -> list[Continuation]:
    """Return what papers of this kind continue."""
    return [each for each in _continuations if each.head is model]


def lines_of(continuation: Continuation, papers: Sequence[Any]) -> list[Any]:
    """Return the lines of papers, paper by paper, in their order, with what names them."""
    model = continuation.source_line
    rows = model._base_manager.filter(**{f"{continuation.of}__in": [each.pk for each in papers]})
    naming = [
        stored.name
        for stored in model._meta.concrete_fields
        if isinstance(stored, models.ForeignKey) and not isinstance(stored, SourceLine)
    ]
    order = (name for name in model._meta.ordering if name != "pk")
    return list(rows.select_related(*naming).order_by(f"{continuation.of}_id", *order, "pk"))


def state_of(paper: Any) -> str:
    """Return where a paper stands in its life cycle."""
    return str(getattr(paper, _cycle(type(paper)).status))


def cycle_word(paper: Any) -> str:
    """Return what the state of a paper is called."""
    return _cycle(type(paper)).word(state_of(paper))


def _cycle(model: Any) -> LifeCycle:
    cycle = cycle_of(model)
    if cycle is None:
        message = f"{model._meta.label} has no life cycle, so nothing can continue it"
        raise TypeError(message)
    return cycle


#: From changes to the keys of the papers that have to be looked at again.
_Seek = Callable[[Continuation, "Sequence[Change]"], set[Any]]


def _settler(continuation: Continuation, seek: _Seek) -> Callable[[Sequence[Change]], None]:
    def check_what_is_left(changes: Sequence[Change]) -> None:
        """Nobody takes more than is left, nor takes back what is continued."""
        _check(continuation, seek(continuation, changes) - {None})

    return check_what_is_left


def _of_lines(continuation: Continuation, changes: Sequence[Change]) -> set[Any]:
    """Return the papers of which something is taken now that was not before."""
    keys = {c.after[f"{continuation.source}_id"] for c in changes if c.sign != "-"} - {None}
    return _papers_of(continuation, keys)


def _of_revived(continuation: Continuation, changes: Sequence[Change]) -> set[Any]:
    """Return the papers of which something is taken again, because a cancelled one came back."""
    status = _cycle(continuation.head).status
    back = [
        change.pk
        for change in changes
        if change.sign == "~"
        and (change.before or {}).get(status) in continuation.void
        and change.after[status] not in continuation.void
    ]
    rows = continuation.line._base_manager.filter(**{f"{continuation.relation}__in": back})
    keys = rows.values_list(f"{continuation.source}_id", flat=True).order_by() if back else ()
    return _papers_of(continuation, set(keys) - {None})


def _of_source_lines(continuation: Continuation, changes: Sequence[Change]) -> set[Any]:
    """Return the papers whose lines became fewer or moved."""
    names = (continuation.quantity, f"{continuation.of}_id")
    return {
        change.after[f"{continuation.of}_id"]
        for change in changes
        if change.sign == "~"
        and any((change.before or {}).get(name) != change.after[name] for name in names)
    }


def _of_source_heads(continuation: Continuation, changes: Sequence[Change]) -> set[Any]:
    """Return the papers that entered a state which those that are continued keep out of."""
    status = _cycle(continuation.source_head).status
    return {
        change.pk
        for change in changes
        if change.sign == "~"
        and (change.before or {}).get(status) != change.after[status]
        and change.after[status] in continuation.kept_from
    }


def _papers_of(continuation: Continuation, keys: set[Any]) -> set[Any]:
    if not keys:
        return set()
    rows = continuation.source_line._base_manager.filter(pk__in=keys).order_by()
    return set(rows.values_list(f"{continuation.of}_id", flat=True))


def _check(continuation: Continuation, keys: set[Any]) -> None:
    """Lock the papers that are continued, in the order of their keys, and look at what is taken."""
    if not continuation.limited or not keys:
        return
    papers = locked(continuation.source_head, keys)
    rows = continuation.source_line._base_manager.filter(**{f"{continuation.of}__in": papers})
    lines = list(rows.order_by("pk"))
    taken = continuation.taken([line.pk for line in lines])
    for line in lines:
        check_not_more(line, taken[line.pk], getattr(line, continuation.quantity))
    for paper in papers:
        if state_of(paper) in continuation.kept_from:
            other = continuation.taking([paper]).order_by("pk").first()
            check_not_continued(paper, other)


def locked(model: Any, keys: Iterable[Any]) -> list[Any]:
    """Return papers as they are stored now, held for this operation alone until it ends."""
    rows = model._base_manager.select_for_update().filter(pk__in=list(keys))
    return list(rows.order_by("pk"))


def check_not_more(line: Any, taken: Decimal, there: Decimal) -> None:
    """Refuse that more of a line is taken than there is of it."""
    if taken > there:
        raise Refusal(
            _("“%(line)s”: %(taken)s would be taken, and there are %(there)s."),
            code="more_than_left",
            params={"line": str(line), "taken": told(taken), "there": told(there)},
        )


def check_not_continued(paper: Any, other: Any) -> None:
    """Refuse a step back of a paper that another one goes on from."""
    if other is not None:
        raise Refusal(
            _("“%(paper)s” is continued by “%(other)s”: cancel that first."),
            code="continued",
            params={"paper": str(paper), "other": str(other)},
        )


def told(quantity: Decimal) -> str:
    """Return a quantity as people write it, without zeros behind the point."""
    plain = quantity.normalize()
    return number_format(plain if plain.as_tuple().exponent <= 0 else plain.quantize(Decimal(1)))  # type: ignore[operator]
