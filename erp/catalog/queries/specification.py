"""Which specifications goods have: those of their category and of all above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from erp.catalog.models import Category, Specification, SpecificationChoice
from erp.foundation.definitions import Definition, Option
from erp.foundation.models import Bilingual


class Specifications:
    """All specifications of the house, read with three statements."""

    def __init__(self) -> None:
        """Read the tree, the specifications and the values to choose from."""
        self._parents: dict[int, int | None] = dict(
            Category.objects.order_by().values_list("pk", "parent_id")
        )
        options: dict[int, list[Option]] = defaultdict(list)
        rows = SpecificationChoice.objects.order_by("specification", "position", "pk")
        for choice in rows:
            options[choice.specification_id].append(
                Option(choice.name, _named(choice), (choice.pk,))
            )
        self._own: dict[int, list[Definition]] = defaultdict(list)
        for found in Specification.objects.order_by("position", "pk"):
            definition = Definition(
                code=found.code,
                label=_named(found),
                kind=found.kind,
                unit=found.unit_text,
                required=found.required,
                keys=(found.pk,),
                options=tuple(options[found.pk]),
            )
            self._own[found.category_id].append(definition)

    def of(self, scope: Any) -> list[Definition]:
        """Return what goods of a category are described by, what holds for all first."""
        return [d for key in reversed(self._line(scope)) for d in self._own.get(key, ())]

    def around(self, scopes: Collection[Any]) -> list[Definition]:
        """Return what goods of these categories or of any below them may be described by."""
        wanted = set(scopes)
        keys = {k for k in self._parents if wanted & set(self._line(k))}
        keys |= {key for scope in wanted for key in self._line(scope)}
        return _by_code(d for key in sorted(keys) for d in self._own.get(key, ()))

    def everything(self) -> list[Definition]:
        """Return every specification, one for each code."""
        return _by_code(d for key in sorted(self._own) for d in self._own[key])

    def _line(self, scope: Any) -> list[int]:
        """Return the category and all above it, nearest first."""
        found: list[int] = []
        key = scope if scope in self._parents else None
        while key is not None and key not in found:
            found.append(key)
            key = self._parents.get(key)
        return found


def _by_code(definitions: Iterable[Definition]) -> list[Definition]:
    """Return one definition for each code, with the keys and options of all that share it."""
    found: dict[str, Definition] = {}
    for each in definitions:
        known = found.get(each.code)
        found[each.code] = each if known is None else _joined(known, each)
    return list(found.values())


def _joined(one: Definition, other: Definition) -> Definition:
    options = {option.name: option for option in one.options}
    for option in other.options:
        known = options.get(option.name)
        keys = (*known.keys, *option.keys) if known else option.keys
        options[option.name] = Option(option.name, option.label, keys)
    return Definition(
        code=one.code,
        label=one.label,
        kind=one.kind,
        unit=one.unit,
        keys=(*one.keys, *other.keys),
        options=tuple(options.values()),
    )


def _named(record: Bilingual) -> Any:
    """Return the name in whatever language it is read in the end."""
    return _lazily(lambda: record.name_in(get_language() or "en"))


def _said(make: Callable[[], str]) -> str:
    return make()


_lazily = lazy(_said, str)
