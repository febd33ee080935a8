"""The tree of a built filter, read strictly from one parameter of the address and written back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from erp.foundation.text import is_storable_text

#: Limits of what one address may ask for.
LONGEST, MOST_CONDITIONS, DEEPEST, MOST_VALUES, LONGEST_VALUE = 6000, 30, 4, 100, 200
ALL, ANY = "&", "|"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,79}")


class BadTree(ValueError):
    """The parameter is no filter that can be read."""


@dataclass(frozen=True)
class Condition:
    """One question: a path to a field, an operator, values."""

    path: str
    operator: str
    values: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """Return it as it is written."""
        return [self.path, self.operator, *self.values]


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all, or any, shall hold."""

    joined_by: str
    members: tuple[Condition | Group, ...]

    def plain(self) -> list[Any]:
        """Return it as it is written."""
        return [self.joined_by, *(member.plain() for member in self.members)]

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition inside."""
        for member in self.members:
            if isinstance(member, Group):
                yield from member.conditions()
            else:
                yield member


def read_tree(text: str) -> Group:
    """Return the tree behind a text; ``BadTree`` for anything that ``write_tree`` cannot write."""
    if len(text) > LONGEST:
        raise BadTree
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadTree from None
    tree = _member(found, 1)
    if not isinstance(tree, Group):
        tree = Group(ALL, (tree,))
    if not 0 < sum(1 for _condition in tree.conditions()) <= MOST_CONDITIONS:
        raise BadTree
    return tree


def _member(found: Any, depth: int) -> Condition | Group:
    if not isinstance(found, list) or not found or depth > DEEPEST:
        raise BadTree
    if found[0] in (ALL, ANY):
        members = tuple(_member(inner, depth + 1) for inner in found[1:])
        if not members:
            raise BadTree
        return Group(found[0], members)
    if not all(isinstance(part, str) for part in found) or not 2 <= len(found) <= MOST_VALUES + 2:  # noqa: PLR2004 - path and operator
        raise BadTree
    path, operator, *values = found
    if not _WORD.fullmatch(path) or not _WORD.fullmatch(operator):
        raise BadTree
    if any(len(value) > LONGEST_VALUE or not is_storable_text(value) for value in values):
        raise BadTree
    return Condition(path, operator, tuple(value.strip() for value in values))


def write_tree(tree: Group) -> str:
    """Return the shortest text of a tree."""
    return json.dumps(tree.plain(), ensure_ascii=False, separators=(",", ":"))


def both(one: Group, other: Group) -> Group:
    """Return what asks for both at once."""
    if one == other:
        return one
    members: list[Condition | Group] = []
    for tree in (one, other):
        found = tree.members if tree.joined_by == ALL or len(tree.members) == 1 else (tree,)
        members += [member for member in found if member not in members]
    return Group(ALL, tuple(members))
