"""From findings to a plan: models and fields as somebody of this house would have declared them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from admin_config.generator.blueprint import (
    CHOSEN,
    MOST_DIGITS,
    TEXTS,
    Choice,
    FieldPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.inference.findings import ColumnFinding, Relation, TableFinding, Trait
from admin_config.generator.inference.naming import field_name
from admin_config.generator.inference.words import words_of
from admin_config.generator.names import plural_of, snake, spoken
from admin_config.generator.origin import FieldOrigin, TableOrigin
from admin_config.generator.reading import Column
from erp.foundation.several import misleading

_WIDE = re.compile(r"[\u3400-\u9fff]")
_LONGEST_TEXT = 255
_PLAIN_LENGTH = 100
_DIGITS = {Kind.MONEY: (14, 2), Kind.NUMBER: (14, 3), Kind.PERCENT: (5, 2)}
_LEFT_OUT = {
    Trait.CREATED: "every record of the house knows when it was made",
    Trait.CHANGED: "every record of the house knows when it was changed",
    Trait.DELETED: "what is deleted goes into the trash of the house",
    Trait.GENERATED: "the database computes it",
    Trait.IDENTITY: "every record has a number",
}
_LONGEST_ABOUT = 88
_KEY_KINDS = frozenset({*TEXTS, Kind.RELATION, Kind.DATE, Kind.MOMENT})
_MOST_KEY_PARTS = 4
_LONGEST_KEY = 600


_MAKERS = frozenset({"create", "write", "update", "modify", "creator", "modifier", "updater"})


def is_maker(column: str) -> bool:
    """Tell whether a column says who wrote the row: ``create_uid``, ``updated_by``."""
    words = words_of(column)
    said = {"by", "uid", "user", "id"}
    stems = {"created", "updated", "modified", "changed"} | _MAKERS
    return bool(words) and words[0] in stems and set(words[1:]) <= said


class ModelDraft:
    """Drafts one model; ``reports`` says what is different from the table."""

    def __init__(self, found: TableFinding, models: dict[str, str]) -> None:
        """Take what was found and what each table's model is called."""
        self.found = found
        self.models = models
        self.name = models[found.table.name]
        self.fields: dict[str, FieldPlan] = {}
        #: The field for each column that has one.
        self.of_column: dict[str, str] = {}
        self.reports: list[str] = []

    def model(self) -> ModelPlan:
        """Return the model without its relations of several."""
        for relation in self.found.relations:
            if len(relation.columns) > 1 and relation.to in self.models:
                self._composite(relation)
        for column in self.found.table.columns:
            if column.name not in self.of_column:
                self._column(column)
        title, chinese = _titles(self.found.label, self.name, self.found.table.name)
        return ModelPlan(
            name=self.name,
            title=title,
            plural=plural_of(title),
            about=_about(title, self.found.table.name),
            fields=tuple(self.fields.values()),
            title_zh=chinese,
            key=self._key(),
            origin=TableOrigin(
                self.found.table.name,
                self.found.table.primary,
                created=self._stamp(Trait.CREATED),
                changed=self._stamp(Trait.CHANGED),
                deleted=self._stamp(Trait.DELETED),
            ),
        )

    def _stamp(self, trait: Trait) -> str:
        """Return the column left out for what the house knows itself, or nothing."""
        found = (each.column for each in self.found.columns if each.trait is trait)
        return next((name for name in found if name not in self.of_column), "")

    def _composite(self, relation: Relation) -> None:
        """Make one relation of several columns; those that make no other relation go into it."""
        single = {each.columns[0] for each in self.found.relations if len(each.columns) == 1}
        target = self.models[relation.to]
        needed = not any(self._declared(name).nullable for name in relation.columns)
        name = field_name(relation.to, snake(self.name), self.fields)
        origin = FieldOrigin(relation.columns, relation.to_columns)
        self.fields[name] = FieldPlan(
            name, Kind.RELATION, spoken(name), required=needed, to=target, origin=origin
        )
        for column in relation.columns:
            if column not in single and column not in self.of_column:
                self.of_column[column] = name
        self.reports.append(f"{relation.place}: one relation, {name}")

    def _declared(self, name: str) -> Column:
        return next(each for each in self.found.table.columns if each.name == name)

    def _column(self, column: Column) -> None:
        found = self.found.finding_of(column)
        relation = self.found.relation_of(column)
        if relation is not None and is_maker(column.name):
            self._leave_out(column, "the history of a record tells who")
        elif relation is not None and relation.to in self.models:
            self._relation(column, relation, found)
        elif found.trait in _LEFT_OUT:
            self._leave_out(column, _LEFT_OUT[found.trait])
        elif self.found.table.primary == (column.name,) and found.kind is Kind.INTEGER:
            self._leave_out(column, "every record has a number")
        else:
            self._plain(column, found)

    def _leave_out(self, column: Column, why: str) -> None:
        self.reports.append(f"{self.found.table.name}.{column.name}: left out, {why}")

    def _relation(self, column: Column, relation: Relation, found: ColumnFinding) -> None:
        name = field_name(column.name, snake(self.name), self.fields, relation=True)
        belongs = relation == self.found.head
        title, chinese = _titles(found.label, name, column.name)
        self.of_column[column.name] = name
        self.fields[name] = FieldPlan(
            name,
            Kind.RELATION,
            title,
            chinese,
            required=belongs or (not column.nullable and relation.to != self.found.table.name),
            to=self.models[relation.to],
            belongs=belongs,
            origin=FieldOrigin(relation.columns, relation.to_columns),
        )

    def _plain(self, column: Column, found: ColumnFinding) -> None:
        name = field_name(column.name, snake(self.name), self.fields)
        if name != column.name:
            self.reports.append(f"{self.found.table.name}.{column.name}: called {name}")
        title, chinese = _titles(found.label, name, column.name)
        kind = found.kind
        if kind is Kind.TEXT and column.length > _LONGEST_TEXT:
            kind = Kind.LONG_TEXT
        keyed = self.found.table.primary == (column.name,)
        unique = keyed or any(
            each.unique and each.columns == (column.name,) for each in self.found.table.indexes
        )
        self.of_column[column.name] = name
        self.fields[name] = FieldPlan(
            name,
            kind,
            title,
            chinese,
            required=_is_required(column, kind) or (keyed and kind in TEXTS),
            unique=unique and kind in TEXTS,
            length=_length(column) if kind in TEXTS else 0,
            digits=_digits(column, kind),
            default=_default(column, found),
            choices=_choices_of(found, kind),
            origin=FieldOrigin((column.name,)),
        )

    def _key(self) -> tuple[str, ...]:
        """Return the fields by which people name a record: a unique text, else a unique few."""
        alone = [field.name for field in self.fields.values() if field.unique and field.required]
        if alone:
            return (alone[0],)
        table = self.found.table
        unique = [table.primary, *(each.columns for each in table.indexes if each.unique)]
        for columns in unique:
            names = tuple(dict.fromkeys(self.of_column.get(name, "") for name in columns))
            if len(columns) > 1 and 0 < len(names) <= _MOST_KEY_PARTS and self._can_be_key(names):
                return names
        return ()

    def _can_be_key(self, names: Iterable[str]) -> bool:
        fields = [self.fields.get(name) for name in names]
        long = sum(field.length for field in fields if field is not None)
        return long <= _LONGEST_KEY and all(
            field is not None and field.kind in _KEY_KINDS and field.required for field in fields
        )


def _about(title: str, table: str) -> str:
    """Return a sentence that stands in a line of code, whatever a table is called."""
    known = re.sub(r"[\\\"\s]|[^ -~\u00a0-\uffff]", " ", table).strip()
    long = f"{title[:1].upper()}{title[1:]}: a record of the table {known}."
    return long if len(long) <= _LONGEST_ABOUT else f"A record of the table {known}."


def _titles(label: str, name: str, original: str) -> tuple[str, str]:
    """Return the English and the Chinese title: a Chinese label leaves the English to the name.

    ``original`` is what the database calls it: without a label a Chinese name is one.
    """
    if _WIDE.search(label):
        return spoken(name), label
    if not label and _WIDE.search(original):
        return spoken(name), original
    short = re.split(r"[.;\n]", label)[0].strip()
    return (short or spoken(name)), ""


def _is_required(column: Column, kind: Kind) -> bool:
    """Tell whether a value must be given: not null and no default of the database."""
    if kind in {Kind.IMAGE, Kind.FILE, Kind.LONG_TEXT, Kind.EMAIL, Kind.LINK, Kind.CHOICES}:
        return False
    return not column.nullable and (column.default is None or kind is Kind.CHOICE)


def _length(column: Column) -> int:
    return min(column.length or _PLAIN_LENGTH, _LONGEST_TEXT)


def _digits(column: Column, kind: Kind) -> tuple[int, int]:
    if kind not in _DIGITS:
        return (0, 0)
    whole, behind = column.digits
    if kind is Kind.PERCENT or not whole:
        return _DIGITS[kind]
    behind = min(behind, MOST_DIGITS - 1)
    # one digit before the point at least, where the column has room for none
    return min(max(whole, behind + 1), MOST_DIGITS), behind


def _default(column: Column, found: ColumnFinding) -> str:
    value = re.sub(r"::[\w ]+$", "", column.default or "").strip("()")
    value = value[1:-1] if value[:1] == "'" == value[-1:] else value
    if found.kind is Kind.CHOICES:
        return value if {*value.split(",")} <= {*dict(found.choices)} else ""
    if found.kind is Kind.CHOICE:
        return value if value in dict(found.choices) else ""
    if found.kind is Kind.YES_NO:
        return value.lower()
    return value if found.kind is Kind.INTEGER and re.fullmatch(r"-?\d{1,9}", value) else ""


def _choices_of(found: ColumnFinding, kind: Kind) -> tuple[Choice, ...]:
    choices = tuple(_choices(found)) if kind in CHOSEN else ()
    return _told_apart(choices) if kind is Kind.CHOICES else choices


def _choices(found: ColumnFinding) -> Iterator[Choice]:
    for value, title in found.choices:
        wide = bool(_WIDE.search(title))
        english = spoken(value) if not value.lstrip("-").isdigit() else f"{found.column} {value}"
        yield Choice(value, (english if wide else title) or spoken(value) or value, title * wide)


def _told_apart(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return several choices; where a title could be taken for another the values are titles."""
    titles = {each.value: each.title for each in choices}
    chinese = {each.value: each.title_zh for each in choices}
    if misleading(titles) or misleading(chinese):
        return tuple(Choice(each.value, each.value, "") for each in choices)
    return choices


def joined(model: ModelPlan, own: Relation, relation: Relation, target: str) -> ModelPlan:
    """Return the model with a relation of several for a table that does nothing but join."""
    name = field_name(relation.to, snake(model.name), [field.name for field in model.fields])
    name = plural_of(name) if plural_of(name) not in {f.name for f in model.fields} else name
    ends = (own.to_columns, relation.columns, relation.to_columns)
    origin = FieldOrigin(own.columns, ends[0], own.table, others=ends[1], to_others=ends[2])
    several = FieldPlan(name, Kind.SEVERAL, spoken(name), to=target, origin=origin)
    return replace(model, fields=(*model.fields, several))
