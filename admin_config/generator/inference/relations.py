"""Which columns point to which table: where declared, and where names, types and data say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from admin_config.generator.inference.findings import Relation
from admin_config.generator.inference.words import Words, names_of_tables, stem_of, words_of
from admin_config.generator.reading import Column, Family, Samples, Schema, Table

_SELF = frozenset({"parent", "pid", "superior", "ancestor", "p"})
_PEOPLE = frozenset({"user", "staff", "employee", "account", "person", "member", "admin"})
#: What people do or are to a record, where no table has that name.
_ROLES = frozenset(
    {
        *("creator", "author", "owner", "operator", "editor", "modifier", "approver", "reviewer"),
        *("manager", "assignee", "leader", "by", "uid", "sender", "receiver", "applicant"),
        *("publisher", "inviter", "auditor", "handler", "initiator"),
    }
)
#: What a thing is called in one house and its table in another.
_DEEDS = frozenset({("create",), ("write",), ("update",)})
_LONGEST_PEOPLE = 2
_SYNONYMS = {
    "customer": ("party", "partner", "client", "company"),
    "supplier": ("party", "partner", "vendor", "company"),
    "vendor": ("party", "partner", "supplier", "company"),
    "client": ("party", "partner", "customer"),
    "carrier": ("party", "partner", "shipper"),
    "unit": ("uom", "measure"),
    "uom": ("unit",),
    "warehouse": ("location", "store"),
    "storage": ("location",),
    "dept": ("department",),
    "department": ("dept",),
    "org": ("organization", "organisation"),
}
#: A column that begins so asks a question and points nowhere.
_FLAGS = frozenset({"is", "has", "can", "allow", "need", "enable", "show", "hide", "use"})
_REPLACED = ("replaced", "by")
#: What the main table of a module is called behind the module's name.
_MAIN = frozenset({"base", "info", "main", "master", "basic", "core", "record", "list", "table"})
_NUMERIC = frozenset({Family.INTEGER, Family.DECIMAL})
_WORDED = frozenset({Family.TEXT, Family.UUID, Family.BINARY, Family.LONG_TEXT})
_GENERIC_KEYS = frozenset({"id", "uuid", "guid", "name", "key", "code", "pk", "no", "type"})
_CONTAINED = 0.98
_ENOUGH_VALUES = 3
_LEAST_SURE = 0.6


def _ends(words: Words, end: Words) -> bool:
    return words[-len(end) :] == end


@dataclass(frozen=True)
class Guess:
    """A table that a column may point to."""

    to: str
    sure: float
    why: str


class RelationFinder:
    """Looks at one schema and its samples."""

    def __init__(self, schema: Schema, samples: Samples) -> None:
        """Take the schema and what was read of its rows."""
        self.schema = schema
        self.samples = samples
        self.tables = [table for table in schema.tables if not table.is_view]
        self.called = names_of_tables([table.name for table in self.tables])

    def relations_of(self, table: Table) -> tuple[Relation, ...]:
        """Return the relations of a table: those declared, then those inferred."""
        declared = tuple(self._declared(table))
        taken = {name for relation in declared for name in relation.columns}
        found = [self._inferred(table, each) for each in table.columns if each.name not in taken]
        return (*declared, *(relation for relation in found if relation is not None))

    def _declared(self, table: Table) -> Iterator[Relation]:
        seen = set()
        for key in table.foreign_keys:
            target = self.schema.table(key.table)
            if target is not None and key.columns not in seen:
                seen.add(key.columns)
                to = key.to_columns or target.primary
                yield Relation(table.name, key.columns, target.name, 1.0, "declared", to)

    def _inferred(self, table: Table, column: Column) -> Relation | None:
        if table.is_view or column.generated or table.primary == (column.name,):
            return None
        guesses = [guess for guess in self._guesses(table, column) if self._can(column, guess.to)]
        for guess in sorted(guesses, key=lambda each: -each.sure):
            sure, why = self._held_against_data(table, column, guess)
            if sure >= _LEAST_SURE:
                key = self.key_of(guess.to)
                to = (key.name,) if key else ()
                return Relation(table.name, (column.name,), guess.to, sure, why, to)
        return None

    def _can(self, column: Column, target: str) -> bool:
        """Tell whether the types allow it: numbers point to numbers, words to words."""
        key = self.key_of(target)
        if key is None:
            return False
        return any(column.family in sort and key.family in sort for sort in (_NUMERIC, _WORDED))

    def key_of(self, table: str) -> Column | None:
        """Return the one column by which rows of a table are pointed to."""
        found = self.schema.table(table)
        if found is None:
            return None
        named = found.primary if len(found.primary) == 1 else ()
        return (
            found.column(named[0]) if named else (found.column("id") if not found.primary else None)
        )

    def _guesses(self, table: Table, column: Column) -> Iterator[Guess]:
        stem, said_id = stem_of(column.name)
        if not stem:
            return
        bare = not said_id and column.family in _WORDED
        if stem[0] in _FLAGS and not said_id:
            return
        if (stem[-1] in _SELF or stem == _REPLACED) and not bare:
            yield Guess(table.name, 0.93, f"{column.name} names a parent")
        for target, words in self._named(table, column, stem):
            exact = words == stem
            sure = (0.95 if exact else 0.85) if said_id else (0.8 if exact else 0.7)
            sure -= 0.3 if bare else 0
            yield Guess(
                target, sure + self._nearness(table, target), f"{column.name} names {target}"
            )
        yield from self._by_key(table, column)
        yield from self._by_role(table, column, stem, bare=bare)

    def _named(self, table: Table, column: Column, stem: Words) -> Iterator[tuple[str, Words]]:
        """Yield tables whose name ends the stem, or which the stem ends; only the longest such.

        ``category`` in ``product_uom`` means ``product_uom_category`` before any other category.
        """
        own = self.called[table.name][0]
        found = [
            (target, stem if _ends(words, stem) else words)
            for target, names in self.called.items()
            for words in names
            if _ends(stem, words) or (len(stem) > 1 and _ends(words, stem))
        ]
        longest = max((len(words) for _target, words in found), default=0)
        far = [each for each in found if len(each[1]) == longest]
        near = self._of_own_module(own, stem, column)
        yield from ((target, stem) for target in near)
        yield from ((target, () if near else words) for target, words in far if target not in near)
        if not found and len(stem) == 1:
            yield from ((target, stem) for target in self._main_of(stem[0]))

    def _of_own_module(self, own: Words, stem: Words, column: Column) -> list[str]:
        """Return the table that the words before the stem complete: the nearest module wins.

        ``group_id`` in ``material_group_relation`` means ``material_group``. A table that has the
        same column points there itself.
        """
        for length in range(len(own), 0, -1):
            wanted = (*own[:length], *stem)
            found = [name for name, names in self.called.items() if names[0] == wanted]
            far = [name for name in found if not self._has(name, column)]
            if far:
                return far
        return []

    def _has(self, table: str, column: Column) -> bool:
        found = self.schema.table(table)
        return found is not None and found.column(column.name) is not None

    def _main_of(self, module: str) -> Iterator[str]:
        """Yield the main table of a module: ``user_base_info`` for ``user``."""
        for target, names in self.called.items():
            words = names[0]
            if words[0] == module and len(words) > 1 and all(each in _MAIN for each in words[1:]):
                yield target

    def _nearness(self, table: Table, target: str) -> float:
        """Return a little for a table of the same module, and for the module's main table."""
        own, other = words_of(table.name), words_of(target)
        near = 0.02 if own[:1] == other[:1] else 0.0
        shared = sum(a == b for a, b in zip(own, other, strict=False))
        return near + 0.005 * min(shared, 3) - 0.004 * len(other)

    def _by_key(self, table: Table, column: Column) -> Iterator[Guess]:
        """Yield tables whose own key has this column's name, unless every table has such a one."""
        if column.name.casefold() in _GENERIC_KEYS:
            return
        for target in self.tables:
            key = self.key_of(target.name)
            if key and target != table and key.name.casefold() == column.name.casefold():
                yield Guess(target.name, 0.9, f"{column.name} is the key of {target.name}")

    def _by_role(self, table: Table, column: Column, stem: Words, *, bare: bool) -> Iterator[Guess]:
        if bare:
            return
        if stem[-1] in {"supervisor", "manager", "leader"} and self._are_people(table.name):
            yield Guess(table.name, 0.75, f"{column.name} is one of {table.name}")
        if stem[-1] in _ROLES | _PEOPLE or stem in _DEEDS:
            for target in filter(self._are_people, self.called):
                sure = 0.75 if "user" in words_of(target) else 0.65
                yield Guess(target, sure, f"{column.name} is a person of {target}")
        wanted = _SYNONYMS.get(stem[-1], ())
        for target, names in self.called.items():
            if any(words == (word,) for words in names for word in wanted):
                yield Guess(target, 0.65, f"{column.name} is another word for {target}")

    def _are_people(self, target: str) -> bool:
        """Tell whether a table is one of people who do things: users, staff."""
        words = [word for word in self.called[target][0] if word not in _MAIN]
        return len(words) <= _LONGEST_PEOPLE and bool(words) and words[-1] in _PEOPLE

    def _held_against_data(self, table: Table, column: Column, guess: Guess) -> tuple[float, str]:
        """Return how sure the guess is when the values were looked up in the other table."""
        key = self.key_of(guess.to)
        own = {
            value
            for value in self.samples.of(table.name, column.name)
            if value not in {None, 0, ""}
        }
        known = set(self.samples.of(guess.to, key.name)) if key else set()
        if not own or guess.to not in self.samples.whole:
            return guess.sure, guess.why
        found = len(own & known)
        told = f"{guess.why}; {found} of {len(own)} values are there"
        if found < len(own) * _CONTAINED:
            return 0.0, told
        return min(guess.sure + (0.1 if found >= _ENOUGH_VALUES else 0), 0.99), told
