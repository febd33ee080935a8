"""What a file may carry below a record: the lines of a paper, the contacts of a company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from admin_config.engine.spec import Import, Screen
from admin_config.engine.transfer.columns import Column, columns_for, import_columns
from admin_config.engine.transfer.picture_columns import with_pictures
from admin_config.engine.transfer.reading import Row
from admin_config.engine.transfer.values import text_of
from erp.foundation.actor import Actor
from erp.foundation.rights import may
from erp.foundation.text import fold

_BETWEEN = "__"


@dataclass(frozen=True)
class Below:
    """A model whose records belong to those of the screen, and how a file tells them apart."""

    accessor: str
    model: Any
    relation: str
    #: The fields that name one within its parent.
    key: tuple[str, ...]
    #: Counted from one within the parent where the file does not say it.
    counted: str = ""

    @property
    def screen(self) -> Screen:
        """Return the declaration by which its part of a row is read."""
        return Screen(self.model, importing=Import(key=(self.relation, *self.key)))

    def name_of(self, field: str) -> str:
        """Return what one of its fields is called among the columns of a file."""
        return f"{self.accessor}{_BETWEEN}{field}"


def below_of(screen: Screen) -> list[Below]:
    """Return what files of a screen may carry: its lines, and children that have a key."""
    found = []
    for lines in screen.lines:
        if lines.order:
            relation = _relation(lines, screen)
            found.append(_below(lines.model, relation, (lines.order,), lines.order))
    for children in screen.children:
        relation = _relation(children, screen)
        natural = getattr(children.model, "natural_key_fields", ())
        inferred = (
            tuple(n for n in natural if n != relation.name) if relation.name in natural else None
        )
        key = children.key if children.key is not None else inferred
        if key is not None:
            found.append(_below(children.model, relation, key, ""))
    return found


def _relation(declared: Any, screen: Screen) -> Any:
    concrete = screen.model._meta.concrete_model
    pointing: list[Any] = [
        f for f in declared.model._meta.concrete_fields if isinstance(f, models.ForeignKey)
    ]
    return next(
        field
        for field in pointing
        if field.related_model._meta.concrete_model is concrete
        and declared.relation in {None, field.name}
    )


def _below(model: Any, relation: Any, key: tuple[str, ...], counted: str) -> Below:
    accessor = relation.remote_field.get_accessor_name()
    return Below(accessor, model, relation.name, key, counted)


def below_columns(
    below: Below, actor: Actor, options: dict[str, Any] | None = None
) -> dict[str, Column]:
    """Return the columns for what belongs to a record, by field; headers say what it is."""
    columns = import_columns(below.screen, actor, options)
    columns.pop(below.relation, None)
    for column in columns.values():
        column.header = f"{capfirst(str(below.model._meta.verbose_name))}: {column.header}"
    return {name: column for name, column in columns.items() if not column.model_field.primary_key}


def file_columns(
    screen: Screen, actor: Actor, options: dict[str, Any] | None = None
) -> dict[str, Column]:
    """Return every column that a file of the screen may have: its own, then what is below."""
    found = with_pictures(screen, actor, import_columns(screen, actor, options))
    for below in below_of(screen):
        if may(actor, "add", below.model) or may(actor, "change", below.model):
            columns = below_columns(below, actor, options)
            found |= {below.name_of(name): column for name, column in columns.items()}
    return found


def relation_column(below: Below, actor: Actor) -> Column:
    """Return the column of the parent, which no file fills."""
    return columns_for(below.screen, actor)[below.relation]


class Families:
    """Which rows of a file belong to one record: those that repeat its cells, or leave them out."""

    def __init__(self, screen: Screen, mapping: Mapping[str, str]) -> None:
        """Sort the mapped columns into those of the record and those of each model below."""
        self.below = [
            (below, own) for below in below_of(screen) if (own := _own_places(below, mapping))
        ]
        taken = {place for _below, own in self.below for place in own}
        self.head = {place: name for place, name in mapping.items() if place not in taken}
        self._head_places = sorted(int(place) for place in self.head)
        self._below_places = sorted(int(place) for place in taken)

    def __bool__(self) -> bool:
        """Tell whether the file carries anything below its records."""
        return bool(self.below)

    def filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, each with the cells of the record that it belongs to."""
        before: list[Any] | None = None
        for number, cells in rows:
            row = list(cells)
            if before is not None and self._goes_on(before, row):
                row += [""] * (max(self._head_places, default=0) + 1 - len(row))
                for place in self._head_places:
                    row[place] = before[place] if place < len(before) else ""
            before = row
            yield number, row

    def _goes_on(self, before: Sequence[Any], row: Sequence[Any]) -> bool:
        if not any(_text(row, place) for place in self._below_places):
            return False
        return all(_text(row, p) in {"", _text(before, p)} for p in self._head_places)

    def are_one(self, first: Sequence[Any], second: Sequence[Any]) -> bool:
        """Tell whether two filled rows belong to one record."""
        if not any(_text(second, place) for place in self._below_places):
            return False
        return all(_text(first, p) == _text(second, p) for p in self._head_places)

    def groups(self, rows: Sequence[Row]) -> list[list[Row]]:
        """Return the rows of each record together."""
        found: list[list[Row]] = []
        for row in rows:
            if found and self.are_one(found[-1][-1][1], row[1]):
                found[-1].append(row)
            else:
                found.append([row])
        return found


def _own_places(below: Below, mapping: Mapping[str, str]) -> dict[str, str]:
    start = below.name_of("")
    return {p: name.removeprefix(start) for p, name in mapping.items() if name.startswith(start)}


def _text(cells: Sequence[Any], place: int) -> str:
    return fold(text_of(cells[place])) if place < len(cells) else ""
