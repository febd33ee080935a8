"""From findings to models over tables as they are: nothing renamed, or left out unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from admin_config.generator.adopted import AdoptedColumn, AdoptedTable
from admin_config.generator.blueprint import CHOSEN, TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.inference.asking import Asking
from admin_config.generator.inference.drafting import _about, _choices_of, _titles
from admin_config.generator.inference.findings import (
    ColumnFinding,
    Inference,
    Relation,
    TableFinding,
    Trait,
)
from admin_config.generator.inference.mending import (
    _with_constants,
    _without_circles,
    _without_clashes,
    _without_deep_lines,
)
from admin_config.generator.inference.naming import field_name, model_names
from admin_config.generator.inference.pointers import pointers_in
from admin_config.generator.inference.shapes import columns_of, findings_of
from admin_config.generator.inference.words import words_of
from admin_config.generator.names import plural_of, snake, spoken
from admin_config.generator.reading import Column, Family, Samples, Schema, Table

#: Families whose values no field of the house reads and writes back the same.
_NO_FIELD = frozenset({Family.BINARY, Family.TIME, Family.JSON, Family.OTHER, Family.UUID})
_KEYS = frozenset({Family.INTEGER, Family.TEXT})
#: How the keys of views are called.
_NAMED = (("id",), ("code",), ("no",), ("number",))
_WHOLE = frozenset({Family.INTEGER, Family.BOOLEAN})
_LONGEST_TEXT = 1000
#: Columns of version tables themselves.
_OF_VERSIONS = re.compile(r"(?i)^(?:history_(?:id|date|type|user_id|change_reason)|operation_id)$")


def adopt(
    schema: Schema, samples: Samples, asking: Asking, *, name: str, above: str = "catalog"
) -> Inference:
    """Return the domain whose records stay in the tables of the schema."""
    found = list(findings_of(schema, samples))
    found += [_of_view(view, samples) for view in schema.views]
    drafts = [_Adopting(each, schema, asking) for each in found]
    kept = [draft for draft in drafts if not draft.why_left_out()]
    names = model_names([draft.table.name for draft in kept], name)
    written = {draft.table.name for draft in kept if not draft.why_not_written()}
    models = [draft.model(names, written) for draft in kept]
    reports = [*schema.notes, *samples.notes, *pointers_in(schema, samples, tuple(found))]
    reports += [report for draft in drafts for report in draft.reports]
    done, changes = _mended(models)
    title = spoken(name).capitalize()
    about = f"{title}: what another program keeps in the tables of this database."
    plan = DomainPlan(name, title, about, tuple(done), above=above)
    return Inference(plan, tuple(found), (*reports, *changes))


def _of_view(view: Table, samples: Samples) -> TableFinding:
    return TableFinding(view, "", columns_of(view, samples), ())


def _mended(models: list[ModelPlan]) -> tuple[list[ModelPlan], list[str]]:
    reports: list[str] = []
    models = _without_deep_lines(_without_circles(models, reports))
    models = [replace(model, fields=tuple(map(_with_constants, model.fields))) for model in models]
    return _without_clashes(models, reports), reports


class _Adopting:
    """Drafts one model over a table; ``reports`` says what is not as in other domains."""

    def __init__(self, found: TableFinding, schema: Schema, asking: Asking) -> None:
        """Take what was found, and who asks the database."""
        self.found = found
        self.table = found.table
        self.schema = schema
        self.asking = asking
        self.reports: list[str] = []
        self.key = _key_of(found.table, asking)

    def why_left_out(self) -> str:
        """Return why there is no screen for it, and report it."""
        why = ""
        if self.key is None:
            why = "no column of its own tells its rows apart"
        elif any(_OF_VERSIONS.match(column.name) for column in self.table.columns):
            why = "a column has a name that version tables keep for themselves"
        if why:
            what = "view" if self.table.is_view else "table"
            self.reports.append(f"{self.table.name}: left out, {why}; explore shows the {what}")
        return why

    def why_not_written(self) -> str:
        """Return why its rows are only looked at, or nothing."""
        if self.table.is_view:
            return "a view"
        if self.key is None or not self.key.automatic:
            return "its rows get no number from the database"
        needed = [
            column.name
            for column in self.table.columns
            if column.name != self.key.name and self._without_field(column) and _is_needed(column)
        ]
        if needed:
            return f"no form can fill {', '.join(needed)}"
        return ""

    def _without_field(self, column: Column) -> str:
        if column.generated:
            return "the database computes it"
        if column.family in _NO_FIELD or re.match(r"(?i)bit\b", column.type):
            return f"no field holds {column.type or 'what has no type'} as it is"
        if not self.table.is_view and self.asking.holds_no_day(self.table.name, column):
            return "some of its rows hold no day (zero dates): mend them, then generate anew"
        return ""

    def model(self, names: dict[str, str], written: set[str]) -> ModelPlan:
        """Return the model; relations lead to tables whose rows have numbers."""
        key = self.key
        assert key is not None  # noqa: S101 - asked of tables with a key alone
        why = self.why_not_written()
        name = names[self.table.name]
        fields: dict[str, FieldPlan] = {}
        for column in self.table.columns:
            without = self._without_field(column)
            if without:
                self.reports.append(f"{self.table.name}.{column.name}: not shown, {without}")
            elif column.name != key.name:
                if self.found.finding_of(column).trait is Trait.DELETED:
                    self.reports.append(f"{self.table.name}.{column.name}: {_FLAG_STAYS}")
                relation = self._relation(column, names, written)
                made = self._field(column, relation, name, fields, names)
                fields[made.name] = made
        self.reports.append(f"{self.table.name}: {f'read-only, {why}' if why else _ADDED}")
        title, chinese = _titles(self.found.label, name, self.table.name)
        return ModelPlan(
            name=name,
            title=title,
            plural=plural_of(title),
            about=_about(title, self.table.name),
            fields=tuple(fields.values()),
            title_zh=chinese,
            key=self._known_by(fields),
            adopted=AdoptedTable(self.table.name, key, why),
        )

    def _relation(
        self, column: Column, names: dict[str, str], written: set[str]
    ) -> Relation | None:
        found = self.found.relation_of(column)
        if found is None or found.to not in names or found.to not in written:
            return None
        target = self.schema.table(found.to)
        by_number = target is not None and found.to_columns == target.primary
        if not by_number or column.family is not Family.INTEGER:
            return None
        if not self.asking.is_whole(found):
            self.reports.append(f"{found.place}: a number, it points to rows that are not there")
            return None
        return found

    def _field(
        self,
        column: Column,
        relation: Relation | None,
        model: str,
        fields: Iterable[str],
        names: dict[str, str],
    ) -> FieldPlan:
        finding = self.found.finding_of(column)
        name = field_name(column.name, snake(model), fields, relation=relation is not None)
        title, chinese = _titles(finding.label, name, column.name)
        kind = Kind.RELATION if relation else _kind(column, finding)
        default = "" if relation else _default(column, kind)
        belongs = relation is not None and relation == self.found.head and not column.nullable
        writable = not self.why_not_written()
        return FieldPlan(
            name,
            kind,
            title,
            chinese,
            required=not column.nullable and not default and kind is not Kind.CHOICES,
            unique=self._is_unique(column),
            indexed=self._is_indexed(column),
            length=_length(column, finding) if kind in {*TEXTS, Kind.CHOICE} else 0,
            digits=_digits(column) if kind in {Kind.NUMBER, Kind.MONEY} else (0, 0),
            choices=_choices_of(finding, kind),
            to=names[relation.to] if relation else "",
            belongs=belongs and writable,
            adopted=AdoptedColumn(column, default),
        )

    def _is_unique(self, column: Column) -> bool:
        return any(each.unique and each.columns == (column.name,) for each in self.table.indexes)

    def _is_indexed(self, column: Column) -> bool:
        first = {each.columns[0] for each in self.table.indexes} | {*self.table.primary[:1]}
        return column.name in first

    def _known_by(self, fields: dict[str, FieldPlan]) -> tuple[str, ...]:
        alone = [
            field.name
            for field in fields.values()
            if field.unique and field.required and field.kind in TEXTS
        ]
        return (alone[0],) if alone else ()


_FLAG_STAYS = "stays a field; what is deleted here leaves the table and goes into the trash"
_ADDED = "house_version, house_created_at and house_changed_at are added, and a trigger on UPDATE"


def _key_of(table: Table, asking: Asking) -> Column | None:
    """Return the one column that tells the rows apart; a view has none that says so."""
    if table.is_view:
        named = [c for c in table.columns if c.family in _KEYS and words_of(c.name)[-1:] in _NAMED]
        return next((c for c in named if asking.tells_apart(table.name, c.name)), None)
    columns = [table.column(name) for name in table.primary]
    found = columns[0] if len(columns) == 1 else None
    return found if found is not None and found.family in _KEYS else None


def _is_needed(column: Column) -> bool:
    return not column.nullable and column.default is None and not column.generated


def _kind(column: Column, finding: ColumnFinding) -> Kind:
    """Return the kind whose field reads the column and writes it back the same."""
    kind, family = finding.kind, column.family
    if kind in CHOSEN:
        return kind
    if family is Family.TEXT:
        fits = 0 < column.length <= _LONGEST_TEXT
        return (kind if kind in TEXTS else Kind.TEXT) if fits else Kind.LONG_TEXT
    plain = {Family.BOOLEAN: Kind.YES_NO, Family.ENUM: Kind.TEXT, Family.SET: Kind.TEXT}
    plain |= {Family.INTEGER: Kind.INTEGER, Family.LONG_TEXT: Kind.LONG_TEXT}
    money = Kind.MONEY if kind is Kind.MONEY else Kind.NUMBER
    return (plain | {Family.DECIMAL: money, Family.FLOAT: money}).get(family, kind)


def _length(column: Column, finding: ColumnFinding) -> int:
    longest = max((len(value) for value, _title in finding.choices), default=0)
    inside = len(",".join(column.values)) if column.family is Family.SET else 0
    values = max((len(value) for value in column.values), default=0)
    return max(column.length, longest, inside, values) or 200


def _digits(column: Column) -> tuple[int, int]:
    whole, behind = column.digits
    return (max(whole, behind + 1), behind) if whole else (15, 2)


def _default(column: Column, kind: Kind) -> str:
    """Return what the database puts in where nothing is said, as code."""
    if column.default is None:
        return ""
    value = column.default.strip().strip("()")
    if value[:1] == "'" == value[-1:]:
        value = value[1:-1].replace("''", "'")
    elif re.match(r"(?i)null$|current_|now\b|\w+\(", value):
        return "timezone.now" if kind is Kind.MOMENT and "null" not in value.lower() else ""
    if kind is Kind.YES_NO:
        return str(value.lower() in {"1", "true"})
    if kind is Kind.INTEGER or (kind is Kind.CHOICE and column.family in _WHOLE):
        return value if re.fullmatch(r"-?\d{1,9}", value) else ""
    if column.family is Family.DECIMAL:
        return f"Decimal({value!r})" if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", value) else ""
    return repr(value) if kind in {*TEXTS, Kind.LONG_TEXT, *CHOSEN} else ""
