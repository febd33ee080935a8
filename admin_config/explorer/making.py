"""Makes a model of every table: unmanaged, unrecorded, with fields that forgive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from admin_config.explorer import fields, keys
from admin_config.explorer.apps import APP, DATABASE
from admin_config.explorer.columns import field_of, is_optional
from admin_config.explorer.looking import look_through
from admin_config.explorer.naming import is_shown, label_of, python_names
from admin_config.explorer.pointers import Pointer
from admin_config.explorer.rows import WrittenRow
from admin_config.explorer.written import tell_what_points, unique_sets, written_facts
from admin_config.generator.inference import Relation, TableFinding
from admin_config.generator.reading import Column, Engine, Family, Table
from erp.foundation.models.several_choices import is_free_text

#: What every model has besides, or a screen hides.
_TAKEN = {"pk", "objects", "version", "row_number_", "DoesNotExist", "MultipleObjectsReturned"}
_NAMES = (
    "name",
    "title",
    "label",
    "full_name",
    "company_name",
    "名称",
    "姓名",
    "标题",
    "number",
    "code",
)


@dataclass(frozen=True)
class Facts:
    """What only a look at the rows tells about a table."""

    #: It has at most as many rows as are sorted as a whole.
    small: bool = False
    #: Long texts whose values are short.
    short: frozenset[str] = frozenset()
    #: Some rows have no value in the column of the primary key (SQLite allows it).
    key_has_gaps: bool = False


@dataclass
class Plan:
    """A table on its way to a model."""

    found: TableFinding
    facts: Facts
    class_name: str
    names: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    row_number: str = ""
    #: Rows may be changed, where a key of one column names them.
    writes: bool = False

    @property
    def table(self) -> Table:
        """Return the table as it was read."""
        return self.found.table

    @property
    def title(self) -> str:
        """Return what people call the table."""
        return label_of(self.table.name, self.found.label)

    @property
    def is_keyless(self) -> bool:
        """Tell whether nothing tells the rows apart."""
        return not self.key and not self.row_number

    @property
    def against_writing(self) -> Any:
        """Return why rows are only looked at; nothing where they may be changed."""
        if self.table.is_view:
            return _("it is a view")
        if len(self.key) > 1:
            return _("its key has several columns")
        return "" if self.key else _("it has no key")

    @property
    def is_written(self) -> bool:
        """Tell whether rows may be changed."""
        return self.writes and not self.against_writing

    @property
    def indexed(self) -> set[str]:
        """Return the columns that an index begins with."""
        return {i.columns[0] for i in self.table.indexes} | {*self.table.primary[:1]}

    @property
    def unique(self) -> set[tuple[str, ...]]:
        """Return the columns of every unique index."""
        return {index.columns for index in self.table.indexes if index.unique}


class Row(models.Model):
    """A row of an explored table."""

    #: Files name it by its own key.
    natural_key_fields = ("pk",)
    label_relations = ()
    #: The field that names a row, where one does.
    named_by = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return its name, or its key."""
        name = getattr(self, self.named_by, None) if self.named_by else None
        return str(name) if name not in (None, "") else f"#{self.pk}"

    @classmethod
    def search_directly(cls, rows: Any, query: str, *, limit: int) -> list[Any]:
        """Return keys of rows that hold the words; nothing was indexed beforehand."""
        return look_through(rows, query, limit=limit)


def plan_tables(
    tables: list[tuple[TableFinding, Facts]], engine: Engine, *, writes: bool = False
) -> dict[str, Plan]:
    """Return a plan for every table by its name; two never share a class."""
    classes = python_names((found.table.name for found, _facts in tables), ())
    plans = {}
    for found, facts in tables:
        table = found.table
        fit = [column.name for column in table.columns if is_shown(column.name)]
        key = () if facts.key_has_gaps else keys.sure_key(table)
        numbered = engine is Engine.SQLITE and not table.is_view and not key
        free = {"rowid", "_rowid_", "oid"} - {name.lower() for name in fit}
        plans[table.name] = Plan(
            found,
            facts,
            classes[table.name],
            python_names(fit, {*dir(Row), *_TAKEN}),
            key if set(key) <= set(fit) else (),
            max(free) if numbered and free else "",
            writes,
        )
    return plans


def make_models(plans: dict[str, Plan]) -> dict[str, Any]:
    """Return a model for every plan, by the table's name."""
    made = {name: _model(plan, plans) for name, plan in plans.items()}
    for name, plan in plans.items():
        if plan.is_written:
            tell_what_points(made[name], plan, plans, made)
    return made


def _model(plan: Plan, plans: dict[str, Plan]) -> Any:
    made = {**dict(_key_fields(plan)), **_fields(plan, plans)}
    others = {plan.names[n] for n in plan.names if _is_no_text(plan.table.column(n))}
    texts = [n for n, f in made.items() if is_free_text(f) and n not in others]
    return type(
        plan.class_name,
        (WrittenRow, Row) if plan.is_written else (Row,),
        {
            **made,
            **(written_facts(plan, made) if plan.is_written else {}),
            "__module__": __name__,
            "Meta": type("Meta", (), _meta(plan)),
            "objects": keys.FirstRowsManager() if plan.is_keyless else models.Manager(),
            "named_by": _naming(plan, texts),
            "search_fields": tuple(texts),
        },
    )


def _fields(plan: Plan, plans: dict[str, Plan]) -> dict[str, Any]:
    """Return a field for every column, by its name in Python."""
    targets = {} if plan.is_keyless else targets_of(plan, plans)
    made: dict[str, Any] = {}
    for name, python in plan.names.items():
        column: Any = plan.table.column(name)
        if name in targets and plan.key != (name,):
            made[python] = _pointer(plan, column, targets[name])
        else:
            made[python] = field_of(plan, column, is_key=plan.key == (name,))
    return made


def _meta(plan: Plan) -> dict[str, Any]:
    title: Any = plan.title
    if plan.is_keyless and not plan.facts.small:
        title = format_lazy("{} ({})", title, _("the first 1,000 rows"))
    return {
        "app_label": APP,
        "managed": False,
        "db_table": plan.table.name,
        "verbose_name": title,
        "verbose_name_plural": title,
        "base_manager_name": "objects",
        "default_permissions": (),
        **({"unique_together": unique_sets(plan)} if plan.is_written else {}),
    }


def _is_no_text(column: Any) -> bool:
    """Tell whether the database takes no other words for it than its own, such as a UUID's."""
    word = column.type.split("(")[0].strip().lower()
    return column.family is Family.UUID or word in {"inet", "inet4", "inet6", "cidr", "macaddr"}


def _key_fields(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield the key of a model that has none among its own columns."""
    if plan.is_keyless:
        yield "row_number_", fields.Number("#", primary_key=True, db_column=keys.NUMBER)
    elif plan.row_number:
        yield "row_number_", fields.Number("#", primary_key=True, db_column=plan.row_number)
    elif len(plan.key) > 1:
        yield "pk", keys.KeyOfMany(*(plan.names[name] for name in plan.key))


def targets_of(plan: Plan, plans: Mapping[str, Plan]) -> dict[str, Plan]:
    """Return, by column, the tables whose one key it points to, declared or inferred."""
    found: dict[str, Plan] = {}
    for relation in plan.found.relations:
        target = plans.get(relation.to)
        if target and len(relation.columns) == 1 and _leads_to_key(plan, relation, target):
            found[relation.columns[0]] = target
    return found


def _leads_to_key(plan: Plan, relation: Relation, target: Plan) -> bool:
    """Tell whether a relation names rows by their key, and can be asked in every engine."""
    for link in plan.table.foreign_keys:
        if link.columns == relation.columns:
            return target.key == link.to_columns
    if len(target.key) != 1 or target.key != target.table.primary:
        return False
    column = plan.table.column(relation.columns[0])
    key = target.table.column(target.key[0])
    if column is None or key is None:
        return False
    return column.family is key.family or {column.family, key.family} <= _ALIKE


#: Families whose values are compared as they are.
_ALIKE = {Family.TEXT, Family.LONG_TEXT}


def _pointer(plan: Plan, column: Column, target: Plan) -> Any:
    label = plan.found.finding_of(column).label
    return Pointer(
        f"{APP}.{target.class_name}",
        models.DO_NOTHING,
        verbose_name=label_of(column.name.removesuffix("_id"), label),
        db_column=column.name,
        db_constraint=False,
        db_index=column.name in plan.indexed,
        related_name="+",
        null=True,
        blank=is_optional(column),
        editable=not column.generated,
    )


def _naming(plan: Plan, texts: list[str]) -> str:
    """Return the field that people call a row by: a name, else a unique text, else a text."""
    known = {name.lower(): name for name in texts}
    named = [known[name] for name in _NAMES if name in known]
    named += [n for n in texts if n.lower().endswith(("_name", "name", "_title", "名称"))]
    unique = {plan.names.get(i.columns[0]) for i in plan.table.indexes if i.unique}
    named += [name for name in texts if name in unique]
    return next(iter([*named, *texts]), "")


__all__ = ["DATABASE", "Facts", "Plan", "Row", "make_models", "plan_tables", "targets_of"]
