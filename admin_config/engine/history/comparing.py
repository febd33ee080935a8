"""Compare two states of a record: its fields, what it was joined to, the rows that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from admin_config.engine.history.belonging import Part, State, parts_of, rows_at
from admin_config.engine.history.differences import Difference
from admin_config.engine.history.joins import joined_before
from admin_config.engine.history.moves import moved
from admin_config.engine.history.timeline import Touched
from admin_config.engine.history.words import Words, label_of
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.models.soft_link import is_soft
from erp.foundation.rights import hidden_fields, may

#: From so many rows on a page begins with their numbers.
_MANY = 8
_SIGNS = ("created", "deleted", "changed", "moved")


@dataclass
class Comparison:
    """What differs between an older and a newer state."""

    older: Any
    newer: Any
    fields: list[Difference]
    children: list[Touched] = field(default_factory=list)
    #: Rows that are the same in both.
    unchanged: int = 0

    @property
    def tally(self) -> list[tuple[str, int]]:
        """Return how many rows differ in which way, where they are too many for one glance."""
        if len(self.children) < _MANY:
            return []
        counted = Counter(row.sign for row in self.children)
        return [(sign, counted[sign]) for sign in _SIGNS if counted[sign]]


#: A field with what it held and what it holds.
Raw = tuple[str, Any, Any]


def compare(screen: Screen, older: State, newer: State, *, by: Actor) -> Comparison:
    """Return the differences, without what the reader may not see; rows are known by their keys."""
    words = Words()
    model: Any = screen.model._meta.concrete_model
    raw = _differing(model, older.version, newer.version, hidden_fields(by, model))
    found = Comparison(older.version, newer.version, _said(model, raw, words))
    found.fields += _joins(model, older, newer, by, words)
    for part in parts_of(screen):
        if may(by, "view", part.kind):
            rows = _Rows(part, older, newer, hidden_fields(by, part.kind))
            found.children += rows.touched(words)
            found.unchanged += rows.unchanged
    return found


def _differing(
    model: Any, older: Any, newer: Any, hidden: Iterable[str], without: Iterable[str] = ()
) -> list[Raw]:
    left_out = {*hidden, *without, *HOUSEKEEPING}
    found = []
    for stored in model.recorded_fields():
        old = getattr(older, stored.attname, None) if older is not None else None
        new = getattr(newer, stored.attname, None) if newer is not None else None
        same = old == new or (old in (None, "") and new in (None, ""))
        if stored.name not in left_out and not same and not is_soft(stored):
            found.append((stored.name, old, new))
    return found


def _said(model: Any, raw: list[Raw], words: Words) -> list[Difference]:
    words.learn((model, name, value) for name, *values in raw for value in values)
    return [
        Difference(label_of(model, name), words.say(model, name, old), words.say(model, name, new))
        for name, old, new in raw
    ]


def _joins(model: Any, older: State, newer: State, by: Actor, words: Words) -> list[Difference]:
    hidden = hidden_fields(by, model)
    record = newer.version.instance
    raw = []
    for many in model._meta.many_to_many:
        if many.name in hidden or not many.remote_field.through._meta.auto_created:
            continue
        old, new = (joined_before(record, many.name, s.operation_id) for s in (older, newer))
        if old != new:
            raw.append((many.name, sorted(old), sorted(new)))
    return _said(model, raw, words)


class _Rows:
    """The rows of one kind in two states."""

    def __init__(self, part: Part, older: State, newer: State, hidden: frozenset[str]) -> None:
        self.part = part
        self._hidden = hidden
        self._old, self._new = rows_at(part, older), rows_at(part, newer)
        before, after = part.ordered(self._old), part.ordered(self._new)
        self._place = {key: number for number, key in enumerate(before, 1)}
        self._moved = moved(before, after) if part.order else set()
        self._to = {key: number for number, key in enumerate(after, 1)}
        self._keys = sorted({*before, *after}, key=self._turn)
        self.unchanged = 0

    def _turn(self, key: Any) -> tuple[int, int, Any]:
        """Stand in the newer order, what was removed before what took its place."""
        return (self._to.get(key, self._place.get(key, 0)), key in self._to, key)

    def touched(self, words: Words) -> list[Touched]:
        """Return what differs, in the rows' order."""
        raw = {key: self._raw(key) for key in self._keys}
        words.learn(
            (self.part.kind, name, value)
            for row in raw.values()
            for name, *values in row
            for value in values
        )
        found = []
        for key in self._keys:
            if raw[key] or key in self._moved or key not in self._old or key not in self._new:
                found.append(self._row(key, raw[key], words))
            else:
                self.unchanged += 1
        return found

    def _raw(self, key: Any) -> list[Raw]:
        without = {self.part.relation, self.part.order}
        old, new = self._old.get(key), self._new.get(key)
        return _differing(self.part.kind, old, new, self._hidden, without)

    def _row(self, key: Any, raw: list[Raw], words: Words) -> Touched:
        sign = "changed" if raw else "moved"
        sign = "created" if key not in self._old else "deleted" if key not in self._new else sign
        kind = self.part.kind
        shown = self._new.get(key) or self._old[key]
        return Touched(
            str(kind._meta.verbose_name),
            self._name(shown, words),
            sign,
            _said(kind, raw, words),
            place=self._places(key),
        )

    def _places(self, key: Any) -> str:
        if not self.part.order:
            return ""
        if key in self._moved:
            return f"{self._place[key]} → {self._to[key]}"
        return str(self._to.get(key) or self._place[key])

    def _name(self, version: Any, words: Words) -> str:
        """Return the row's own words; of one without, what it is about."""
        goods = self.part.goods
        if goods:
            remote = self.part.kind._meta.get_field(goods)
            key = getattr(version, remote.attname)
            own = getattr(version, "wording", "")
            if key is not None and not own and goods not in self._hidden:
                return words.name(remote.related_model, key)
        return str(version.instance)
