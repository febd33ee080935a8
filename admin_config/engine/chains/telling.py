"""Where a paper came from, what became of it, and what is left of each of its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from admin_config.engine.listing.cells import cell_of
from admin_config.engine.navigation import record_address
from admin_config.engine.registry import registry
from erp.foundation.actor import Actor
from erp.foundation.continuing import (
    Continuation,
    continuations_into,
    continuations_of,
    lines_of,
    told,
)
from erp.foundation.life_cycle import cycle_of
from erp.foundation.rights import may, scoped

#: Papers of one kind that are named; of more it is said that there are more.
MOST = 20
#: So many kinds follow each other at most.
_DEEPEST = 8


@dataclass(frozen=True)
class Link:
    """One paper of the chain: its name, its page, where it stands."""

    name: str
    address: str
    state: SafeString
    own: bool


@dataclass(frozen=True)
class Stage:
    """The papers of one kind in the chain."""

    kind: str
    links: list[Link]
    more: bool


@dataclass(frozen=True)
class Progress:
    """One line of the paper: how much there is, and by kind what was taken and what is left."""

    name: str
    quantity: str
    parts: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Told:
    """Everything that the panel shows."""

    stages: list[Stage]
    kinds: list[str]
    lines: list[Progress]


def is_chained(model: Any) -> bool:
    """Tell whether papers of this kind continue others or are continued."""
    return bool(continuations_of(model) or continuations_into(model))


def chain_of(paper: Any, *, by: Actor) -> Told:
    """Return the whole chain that this paper is a part of, within the rights of the reader."""
    model = type(paper)
    before = list(reversed(list(_walk(model, [paper.pk], _sources))))
    after = list(_walk(model, [paper.pk], _followers))
    stages = [_stage(kind, keys, by) for kind, keys in before]
    own = _stage(model, {paper.pk}, by, own=paper.pk)
    stages += [own, *(_stage(kind, keys, by) for kind, keys in after)]
    kept = [stage for stage in stages if stage is not None]
    limited = [each for each in continuations_of(model) if each.limited]
    kinds = [_title(each.head) for each in limited]
    return Told(kept, kinds, _progress(paper, limited) if limited else [])


_Neighbours = Callable[[Any, Iterable[Any]], Iterable[tuple[Any, set[Any]]]]


def _walk(model: Any, keys: Iterable[Any], neighbours: _Neighbours) -> Iterable[tuple[Any, Any]]:
    """Yield kind and keys of the papers that are reached step by step, each kind once."""
    reached: list[tuple[Any, set[Any]]] = [(model, set(keys))]
    found: dict[Any, set[Any]] = {}
    for _step in range(_DEEPEST):
        reached = [pair for each in reached for pair in neighbours(*each) if pair[1]]
        for kind, papers in reached:
            found.setdefault(kind, set()).update(papers)
        if not reached:
            break
    return found.items()


def _sources(model: Any, keys: Iterable[Any]) -> Iterable[tuple[Any, set[Any]]]:
    for each in continuations_into(model):
        rows = each.line._base_manager.filter(**{f"{each.relation}__in": list(keys)})
        path = f"{each.source}__{each.of}_id"
        yield each.source_head, set(rows.values_list(path, flat=True).order_by()) - {None}


def _followers(model: Any, keys: Iterable[Any]) -> Iterable[tuple[Any, set[Any]]]:
    for each in continuations_of(model):
        rows = each.line._base_manager.filter(**{f"{each.source}__{each.of}__in": list(keys)})
        yield each.head, set(rows.values_list(f"{each.relation}_id", flat=True).order_by())


def _stage(model: Any, keys: set[Any], by: Actor, own: Any = None) -> Stage | None:
    if not may(by, "view", model):
        return None
    rows = scoped(by, "view", model._default_manager.filter(pk__in=sorted(keys)))
    papers = list(rows.order_by("pk")[: MOST + 1])
    links = [_link(model, paper, own=paper.pk == own) for paper in papers[:MOST]]
    return Stage(_title(model), links, len(papers) > MOST) if links else None


def _title(model: Any) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _link(model: Any, paper: Any, *, own: bool) -> Link:
    screen = registry.for_model(model)
    address = record_address(screen, paper.pk) if screen is not None and not own else ""
    cycle = cycle_of(model)
    state = ""
    if cycle is not None:
        cell = cell_of(model._meta.get_field(cycle.status))
        state = cell.html(getattr(paper, cycle.status))
    # a cell escapes its value
    return Link(str(paper), address, mark_safe(state), own)  # noqa: S308


def _progress(paper: Any, limited: list[Continuation]) -> list[Progress]:
    lines = lines_of(limited[0], [paper])
    keys = [line.pk for line in lines]
    taken = [each.taken(keys) for each in limited]
    return [_line(line, limited, [amounts[line.pk] for amounts in taken]) for line in lines]


def _line(line: Any, limited: list[Continuation], taken: list[Decimal]) -> Progress:
    there = [getattr(line, each.quantity) for each in limited]
    parts = [
        (_title(each.head), told(amount), told(max(whole - amount, Decimal(0))))
        for each, amount, whole in zip(limited, taken, there, strict=True)
    ]
    return Progress(str(line), told(there[0]), parts)
