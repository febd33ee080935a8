"""How files name records: by their natural keys, looked up for many rows with few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from admin_config.engine.registry import registry
from erp.foundation.models import KeyField
from erp.foundation.roles import rows_of
from erp.foundation.text import fold

#: Keys of one query.
_BATCH = 500
#: Looked up names that are remembered before all are forgotten.
_REMEMBERED = 20_000
_BETWEEN = " / "


def key_fields(model: Any) -> tuple[str, ...]:
    """Return the fields that name a record of the model in a file.

    The screen says so, or the model's ``natural_key_fields``, or its first uniqueness; where there
    is none the primary key serves.
    """
    screen = registry.for_model(model)
    if screen is not None and screen.importing is not None and screen.importing.key:
        return screen.importing.key
    declared = getattr(model, "natural_key_fields", ())
    if isinstance(declared, tuple | list) and declared:
        return tuple(declared)
    derived = set(getattr(model, "derived_fields", ()))
    return next((names for names in _unique_sets(model) if not derived & set(names)), ("pk",))


def key_in_file(screen: Any, chosen: Collection[str]) -> tuple[str, ...]:
    """Return the fields by which a file with these fields names records of the screen."""
    key = key_fields(screen.model)
    if all(name in chosen for name in key) or screen.importing is None:
        return key
    stated = (names for names in screen.importing.also_by if all(n in chosen for n in names))
    return next(stated, key)


def _unique_sets(model: Any) -> Iterator[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            source = getattr(field, "source", "")
            yield (source or field.name,)
    yield from (tuple(names) for names in model._meta.unique_together)
    for constraint in model._meta.total_unique_constraints:
        yield tuple(getattr(model._meta.get_field(n), "source", "") or n for n in constraint.fields)


def is_certain(model: Any) -> bool:
    """Tell whether the database keeps the key unique; else the ID has to tell records apart."""
    names = set(key_fields(model))
    return names == {"pk"} or any(names.issuperset(unique) for unique in _unique_sets(model))


class KeyPart:
    """One field of a natural key: the column it is compared by, and how a text is read."""

    def __init__(self, model: Any, name: str) -> None:
        """Find the stored key behind a text, the key of the other model behind a relation."""
        self.name = name
        self.field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
        stored = next(
            (f for f in model._meta.concrete_fields if getattr(f, "source", "") == name), None
        )
        self.stored: KeyField | None = stored if isinstance(stored, KeyField) else None
        self.column: str = self.stored.attname if self.stored else self.field.attname
        self.other = (
            NaturalKey(self.field.related_model)
            if isinstance(self.field, models.ForeignKey)
            else None
        )
        self.leaves: int = self.other.leaves if self.other else 1
        self._textual = isinstance(self.field, models.CharField | models.TextField)

    def compared(self, value: Any) -> Any:
        """Return a value as keys are compared."""
        if self.stored is not None:
            return self.stored.key_of(value)
        return fold(str(value)) if self._textual and value is not None else value

    def column_values(self, value: Any) -> Iterable[Any]:
        """Return what a query has to look for, so that the comparison finds every candidate."""
        if self.stored is not None or not self._textual:
            return (self.compared(value),)
        text = str(value)
        return {text, text.strip(), text.upper(), text.lower(), fold(text)}

    def of(self, record: Any) -> Any:
        """Return the compared value of a record."""
        held = getattr(record, self.column)
        return held if self.stored is not None else self.compared(held)

    def parsed(self, text: str) -> Any:
        """Return the value that a text in a file means; None for what cannot be one."""
        if self.name == "pk":
            text = text.removeprefix("#")
        try:
            return self.field.to_python(text.strip()) if text.strip() else None
        except ValidationError:
            return None


class NaturalKey:
    """The natural key of a model: its parts in order."""

    def __init__(self, model: Any, names: Sequence[str] | None = None) -> None:
        """Take the fields that are given, or those that the model is known by."""
        self.model = model
        self.parts = [KeyPart(model, name) for name in names or key_fields(model)]
        self.leaves = sum(part.leaves for part in self.parts)

    def compared(self, values: Sequence[Any]) -> tuple[Any, ...] | None:
        """Return the values as they are compared; None when one is missing."""
        key = tuple(part.compared(value) for part, value in zip(self.parts, values, strict=True))
        return None if any(value is None or value == "" for value in key) else key

    def fetch(
        self, wanted: Iterable[Sequence[Any]], queryset: Any
    ) -> dict[tuple[Any, ...], list[Any]]:
        """Return the records with these values, by compared key, a query for each 500.

        The columns are asked one by one, so a batch may also find a record of the one before.
        """
        found: dict[tuple[Any, ...], list[Any]] = {}
        seen: set[Any] = set()
        rows = list(wanted)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            condition = {
                f"{part.column}__in": {v for row in batch for v in part.column_values(row[i])}
                for i, part in enumerate(self.parts)
            }
            for record in queryset.filter(**condition):
                if record.pk in seen:
                    continue
                seen.add(record.pk)
                found.setdefault(tuple(part.of(record) for part in self.parts), []).append(record)
        return found

    def split(self, text: str) -> list[str] | None:
        """Return the leaves of a name such as ``Main / A-010201``; None where some lack."""
        if self.leaves == 1:
            return [text]
        leaves = [leaf.strip().replace("//", "/") for leaf in text.split(_BETWEEN)]
        return leaves if len(leaves) == self.leaves else None

    def join(self, leaves: Sequence[str]) -> str:
        """Return the name made of its leaves."""
        if self.leaves == 1:
            return leaves[0]
        return _BETWEEN.join(leaf.replace("/", "//") for leaf in leaves)


class References:
    """Records of other screens named in cells, resolved for a whole chunk and remembered."""

    def __init__(self, key: NaturalKey, queryset: Any) -> None:
        """Look among the rows of the queryset, which are those that the person may choose."""
        self.key = key
        self._queryset = queryset
        self._known: dict[str, list[Any]] = {}
        self._first: list[str] | None = None
        self._others = [
            References(part.other, rows_of(part.other.model)) if part.other else None
            for part in key.parts
        ]

    def prepare(self, texts: Iterable[str]) -> None:
        """Look up all names that are not known yet."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        asked = {text for text in texts if text and not self._known.get(text)}
        split = {text: leaves for text in asked if (leaves := self.key.split(text)) is not None}
        values = self._values(split)
        rows = {key: row for row in values.values() if (key := self.key.compared(row)) is not None}
        found = self.key.fetch(rows.values(), self._queryset)
        for text in asked:
            key = self.key.compared(values[text]) if text in values else None
            self._known[text] = found.get(key, []) if key is not None else []

    def first(self, most: int) -> list[str]:
        """Return the names of the first records to choose from, at most so many."""
        if self._first is None:
            keys = list(self._queryset.order_by("pk").values_list("pk", flat=True)[:most])
            names = Names(self.key)
            names.prepare(keys)
            self._first = [name for key in keys if (name := names.get(key))]
        return self._first

    def _values(self, split: dict[str, list[str]]) -> dict[str, list[Any]]:
        values: dict[str, list[Any]] = {text: [] for text in split}
        place = 0
        for part, other in zip(self.key.parts, self._others, strict=True):
            end = place + part.leaves
            if other is None:
                for text, leaves in split.items():
                    values[text].append(part.parsed(leaves[place]))
            else:
                names = {text: other.key.join(leaves[place:end]) for text, leaves in split.items()}
                other.prepare(names.values())
                for text, name in names.items():
                    records = other.get(name)
                    values[text].append(records[0].pk if len(records) == 1 else None)
            place = end
        return values

    def get(self, text: str) -> list[Any]:
        """Return the records with this name, once prepared: usually one, or none."""
        return self._known.get(text, [])


class Names:
    """The natural keys of records as texts, for a whole chunk with a fixed number of queries."""

    def __init__(self, key: NaturalKey) -> None:
        """Write the key with the names of the relations inside it."""
        self.key = key
        self._known: dict[Any, list[str]] = {}
        self._told: dict[Any, list[str]] = {}
        self._others = [Names(part.other) if part.other else None for part in key.parts]

    def tell(self, key: Any, name: str) -> None:
        """Know a record that is not stored yet."""
        self._told[key] = self._known[key] = [name]

    def prepare(self, keys: Iterable[Any]) -> None:
        """Fetch the names of all records that are not known yet."""
        if len(self._known) > _REMEMBERED:
            self._known = dict(self._told)
        asked = [key for key in set(keys) if key is not None and key not in self._known]
        columns = [part.field.attname for part in self.key.parts]
        for start in range(0, len(asked), _BATCH):
            rows = list(
                self.key.model._base_manager.filter(pk__in=asked[start : start + _BATCH])
                .order_by()
                .values_list("pk", *columns)
            )
            for place, other in enumerate(self._others, start=1):
                if other is not None:
                    other.prepare(row[place] for row in rows)
            for pk, *values in rows:
                self._known[pk] = self._leaves(values)

    def _leaves(self, values: list[Any]) -> list[str]:
        leaves: list[str] = []
        for part, other, value in zip(self.key.parts, self._others, values, strict=True):
            if other is not None:
                leaves += other.leaves(value)
            else:
                leaves.append(f"#{value}" if part.name == "pk" else str(value))
        return leaves

    def leaves(self, key: Any) -> list[str]:
        """Return the leaves of a record's name; empty texts for none."""
        return self._known.get(key) or [""] * self.key.leaves

    def get(self, key: Any) -> str:
        """Return the name of a record, empty for none."""
        return self.key.join(self._known[key]) if key in self._known else ""
