"""What is brought where: each model of a domain with its table, its columns and its relations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.generator.mistake import WrongSpec
from admin_config.generator.origin import FieldOrigin, ModelOrigin
from admin_config.generator.reading import Family, Schema, Table

#: Rows without a key are known by their place.
BY_PLACE = "#"


@dataclass
class Part:
    """One model and the table whose rows it takes."""

    model: Any
    origin: ModelOrigin
    table: Table
    #: Fields of plain values with their columns.
    plain: dict[str, str] = field(default_factory=dict)
    links: dict[str, FieldOrigin] = field(default_factory=dict)
    several: dict[str, FieldOrigin] = field(default_factory=dict)
    #: Columns of files, which stay where they are.
    files: list[str] = field(default_factory=list)
    #: By what its rows are pointed to, besides their own number.
    named_by: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Return the table's name, by which people know it."""
        return self.table.name

    @property
    def label(self) -> str:
        """Return what the model is known by."""
        label: str = self.model._meta.label_lower
        return label

    @property
    def keeps_numbers(self) -> bool:
        """Tell whether a row is known here by the number that it has there."""
        keyed = self.table.primary
        column = self.table.column(keyed[0]) if len(keyed) == 1 else None
        return column is not None and column.family is Family.INTEGER

    @property
    def own_key(self) -> tuple[str, ...]:
        """Return the columns by which a row is told apart."""
        return self.table.primary or (BY_PLACE,)

    def is_own_number(self, columns: tuple[str, ...]) -> bool:
        """Tell whether these columns hold the number of a record."""
        return self.keeps_numbers and columns == self.table.primary

    @property
    def columns(self) -> list[str]:
        """Return every column that has to be read."""
        stamps = (self.origin.table.created, self.origin.table.changed, self.origin.table.deleted)
        linked = (name for origin in self.links.values() for name in origin.columns)
        named = (name for columns in self.named_by for name in columns)
        wanted = (*self.table.primary, *self.plain.values(), *linked, *named, *stamps)
        return list(dict.fromkeys(name for name in wanted if name))

    def target_of(self, name: str) -> Any:
        """Return the model that a relation leads to."""
        return self.model._meta.get_field(name).related_model


def key_of(values: Iterable[Any]) -> str | None:
    """Return a key as one text, the same for the same values of any driver; nothing if one is."""
    told = [_plain(value) for value in values]
    return None if any(value is None for value in told) else json.dumps(told)


def spoken_key(key: str | None) -> str:
    """Return a key as people say it."""
    return ", ".join(map(str, json.loads(key))) if key else ""


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, bool | int) or value is None:
        return value if value is None else int(value)
    if isinstance(value, float | Decimal) and value == int(value):
        return int(value)
    return str(value)


def parts_of(domain: str, origins: Iterable[ModelOrigin], schema: Schema) -> list[Part]:
    """Return the parts in the order in which they can be written; ``WrongSpec`` says why not."""
    mistakes: list[str] = []
    parts = [part for each in origins if (part := _part(domain, each, schema, mistakes))]
    known = {part.model: part for part in parts}
    for part in parts:
        for name, origin in [*part.links.items(), *part.several.items()]:
            target = known.get(part.target_of(name))
            if target is None:
                mistakes.append(f"{part.origin.model}.{name}: no table is named for what it means")
                continue
            if name in part.several:
                part.named_by |= {origin.to} - _numbered(part, origin.to)
            ends = origin.to_others if name in part.several else origin.to
            target.named_by |= {ends} - _numbered(target, ends)
    if mistakes:
        raise WrongSpec(mistakes)
    return _in_order(parts)


def _numbered(part: Part, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {columns} if part.is_own_number(columns) or columns == part.table.primary else set()


def _part(domain: str, origin: ModelOrigin, schema: Schema, mistakes: list[str]) -> Part | None:
    table = schema.table(origin.table.table)
    try:
        model: Any = apps.get_model(domain, origin.model)
    except LookupError:
        mistakes.append(f"{origin.model}: {domain} has no such model")
        return None
    if table is None:
        mistakes.append(f"{origin.model}: there is no table {origin.table.table}")
        return None
    part = Part(model, origin, table)
    for name, field_origin in origin.fields.items():
        _sort_in(part, name, field_origin, mistakes)
    joined = {name for each in part.several.values() for name in (*each.columns, *each.others)}
    gone = [name for name in part.columns if name not in joined and table.column(name) is None]
    mistakes += [f"{table.name} has no column {name}" for name in gone]
    for name, each in part.several.items():
        if schema.table(each.table) is None:
            mistakes.append(f"{origin.model}.{name}: there is no table {each.table}")
    return part


def _sort_in(part: Part, name: str, origin: FieldOrigin, mistakes: list[str]) -> None:
    try:
        found = part.model._meta.get_field(name)
    except FieldDoesNotExist:
        mistakes.append(f"{part.origin.model} has no field {name}")
        return
    if isinstance(found, models.ManyToManyField):
        part.several[name] = origin
    elif isinstance(found, models.ForeignKey):
        part.links[name] = origin
    elif isinstance(found, models.FileField):
        part.files.append(origin.columns[0])
    else:
        part.plain[name] = origin.columns[0]


def _in_order(parts: list[Part]) -> list[Part]:
    """Return the parts so that one comes after those it points to, needed ones in any case."""
    left, done = list(parts), []
    while left:
        waiting = {part.model for part in left}
        ready = next(
            (p for p in left if not _leads_to(p, needed=False) & waiting - {p.model}),
            None,
        ) or next((p for p in left if not _leads_to(p, needed=True) & waiting - {p.model}), left[0])
        done.append(ready)
        left.remove(ready)
    return done


def _leads_to(part: Part, *, needed: bool) -> set[Any]:
    fields = ((name, part.model._meta.get_field(name)) for name in part.links)
    return {part.target_of(name) for name, found in fields if not (needed and found.null)}
