"""The address that lists exactly the rows behind a figure: the list's filter and the point's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from admin_config.engine.listing.building.tree import (
    ALL,
    BadTree,
    Condition,
    Group,
    both,
    read_tree,
    write_tree,
)
from admin_config.engine.listing.query import BUILT, CURSOR, FROM_VALUE, ORDER, SIZE, VIEW

if TYPE_CHECKING:
    from admin_config.engine.charts.figures import Point

#: Parameters of the list that say how rows are shown, not which.
_NOT_A_FILTER = frozenset({ORDER, CURSOR, FROM_VALUE, SIZE, VIEW})
Pairs = list[tuple[str, str]]


def filter_of(query: str) -> Pairs:
    """Return the parameters of a list's address that say which rows it shows."""
    return [(name, value) for name, value in parse_qsl(query) if name not in _NOT_A_FILTER]


def address_of(kept: Pairs, point: Point) -> str:
    """Return the parameters that list the rows of a point; empty where no list can show them.

    A point's month or value stands beside the list's own filter. Where the list filters by the
    same field in another way, both must hold, which only a built filter can say.
    """
    if not point.query and not point.built:
        return ""
    asked = list(kept)
    built = [_condition(plain) for plain in point.built]
    for name in dict.fromkeys(_field(key) for key, _value in point.query):
        own = [pair for pair in point.query if _field(pair[0]) == name]
        given = [pair for pair in kept if _field(pair[0]) == name]
        if not given:
            asked += own
        elif set(given) != set(own):
            built.append(_as_condition(name, dict(own)))
    if not built:
        return urlencode(asked)
    tree = _joined([value for key, value in kept if key == BUILT], built)
    return urlencode([*(pair for pair in asked if pair[0] != BUILT), (BUILT, write_tree(tree))])


def _field(parameter: str) -> str:
    return parameter.split("__", maxsplit=1)[0]


def _as_condition(name: str, own: dict[str, str]) -> Condition:
    """Return a point's parameters for one field as a built condition."""
    if f"{name}__empty" in own:
        return Condition(name, "empty")
    if name in own:
        return Condition(name, "is", (own[name],))
    return Condition(name, "between", (own[f"{name}__from"], own[f"{name}__to"]))


def _condition(plain: tuple[Any, ...]) -> Condition | Group:
    if plain[0] in "&|":
        return Group(plain[0], tuple(_condition(member) for member in plain[1:]))
    return Condition(plain[0], plain[1], tuple(plain[2:]))


def _joined(given: list[str], built: list[Condition | Group]) -> Group:
    """Return the list's built filter, where there is a readable one, and the point's."""
    tree = Group(ALL, tuple(built))
    for text in given[-1:]:
        try:
            tree = both(read_tree(text), tree)
        except BadTree:
            continue
    return tree
