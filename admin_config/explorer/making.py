"""Makes a model of every table: unmanaged, unrecorded, with fields that forgive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from admin_config.explorer import fields, keys
from admin_config.explorer.apps import APP, DATABASE
from admin_config.explorer.looking import look_through
from admin_config.explorer.naming import is_counted, is_shown, label_of, python_names
from admin_config.generator.reading import Column, Engine, Family, Table

_SHORT_BYTES = re.compile(r"^(?:var)?binary\((\d+)\)$", re.IGNORECASE)
#: Keys and hashes; anything longer is a file.
_MOST_BYTES = 64
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

    table: Table
    facts: Facts
    class_name: str
    names: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    row_number: str = ""

    @property
    def is_keyless(self) -> bool:
        """Tell whether nothing tells the rows apart."""
        return not self.key and not self.row_number

    @property
    def indexed(self) -> set[str]:
        """Return the columns that an index begins with."""
        return {i.columns[0] for i in self.table.indexes} | {*self.table.primary[:1]}


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


def plan_tables(tables: list[tuple[Table, Facts]], engine: Engine) -> dict[str, Plan]:
    """Return a plan for every table by its name; two never share a class."""
    classes = python_names((table.name for table, _facts in tables), ())
    plans = {}
    for table, facts in tables:
        fit = [column.name for column in table.columns if is_shown(column.name)]
        key = () if facts.key_has_gaps else keys.sure_key(table)
        numbered = engine is Engine.SQLITE and not table.is_view and not key
        free = {"rowid", "_rowid_", "oid"} - {name.lower() for name in fit}
        plans[table.name] = Plan(
            table,
            facts,
            classes[table.name],
            python_names(fit, {*dir(Row), *_TAKEN}),
            key if set(key) <= set(fit) else (),
            max(free) if numbered and free else "",
        )
    return plans


def make_models(plans: dict[str, Plan]) -> dict[str, Any]:
    """Return a model for every plan, by the table's name."""
    return {name: _model(plan, plans) for name, plan in plans.items()}


def _model(plan: Plan, plans: dict[str, Plan]) -> Any:
    table = plan.table
    columns = {n: table.column(n) for n in plan.names}
    made: dict[str, Any] = dict(_key_fields(plan))
    targets = {} if plan.is_keyless else _targets(plan, plans)
    for name, column in columns.items():
        python = plan.names[name]
        if name in targets and plan.key != (name,):
            made[python] = _pointer(plan, column, targets[name])
        else:
            made[python] = _field(plan, column, is_key=plan.key == (name,))
    title: Any = label_of(table.name, table.comment)
    if plan.is_keyless and not plan.facts.small:
        title = format_lazy("{} ({})", title, _("the first 1,000 rows"))
    meta = {
        "app_label": APP,
        "managed": False,
        "db_table": table.name,
        "verbose_name": title,
        "verbose_name_plural": title,
        "base_manager_name": "objects",
        "default_permissions": (),
    }
    others = {plan.names[n] for n, column in columns.items() if _is_no_text(column)}
    texts = [
        n
        for n, f in made.items()
        if isinstance(f, models.CharField) and not f.choices and n not in others
    ]
    return type(
        plan.class_name,
        (Row,),
        {
            **made,
            "__module__": __name__,
            "Meta": type("Meta", (), meta),
            "objects": keys.FirstRowsManager() if plan.is_keyless else models.Manager(),
            "named_by": _naming(plan, texts),
            "search_fields": tuple(texts),
        },
    )


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


def _targets(plan: Plan, plans: dict[str, Plan]) -> dict[str, Plan]:
    """Return, by column, the tables whose one key it points to."""
    found = {}
    by_fold = {name.casefold(): each for name, each in plans.items()}
    for link in plan.table.foreign_keys:
        target = by_fold.get(link.table.casefold())
        if target and len(link.columns) == 1 and target.key == link.to_columns:
            found[link.columns[0]] = target
    return found


def _pointer(plan: Plan, column: Any, target: Plan) -> Any:
    return fields.Pointer(
        f"{APP}.{target.class_name}",
        models.DO_NOTHING,
        verbose_name=label_of(column.name.removesuffix("_id"), column.comment),
        db_column=column.name,
        db_constraint=False,
        db_index=column.name in plan.indexed,
        related_name="+",
        null=True,
        blank=True,
        editable=not column.generated,
    )


def _field(plan: Plan, column: Any, *, is_key: bool) -> Any:
    alone = {i.columns for i in plan.table.indexes if i.unique}
    options: dict[str, Any] = {
        "verbose_name": label_of(column.name, column.comment),
        "db_column": column.name,
        "null": column.nullable and not is_key,
        "blank": column.nullable,
        "editable": not column.generated,
    }
    if is_key:
        options["primary_key"] = True
    elif not column.nullable and (column.name,) in alone:
        options["unique"] = True
    elif column.name in plan.indexed:
        options["db_index"] = True
    return _of_family(plan, column, options)


def _of_family(plan: Plan, column: Column, options: dict[str, Any]) -> Any:
    family = column.family
    if family is Family.BINARY:
        return _of_bytes(plan, column, options)
    if family is Family.INTEGER:
        return _number(plan, column)(**options)
    if family is Family.DECIMAL:
        digits, places = column.digits if any(column.digits) else (65, 6)
        return fields.Exact(max_digits=digits, decimal_places=places, **options)
    if family in {Family.LONG_TEXT, Family.OTHER, Family.JSON}:
        in_key = column.name in plan.key or column.name in plan.indexed
        short = in_key or column.name in plan.facts.short
        return (fields.ShortLong if short else fields.Long)(**options)
    if family in _SIMPLE:
        return _SIMPLE[family](**options)
    if family is Family.ENUM and column.values:
        options["choices"] = [(value, value or "–") for value in column.values]
    return fields.Line(max_length=column.length or 255, **options)


def _number(plan: Plan, column: Column) -> Any:
    """Return the kind of a whole number: an amount, or a name such as a key or a year."""
    is_name = column.name in plan.key or column.type.lower().startswith("year")
    return fields.Whole if is_counted(column.name) and not is_name else fields.Number


_SIMPLE: dict[Family, Any] = {
    Family.FLOAT: fields.Broken,
    Family.BOOLEAN: fields.Flag,
    Family.DATE: fields.Day,
    Family.MOMENT: fields.Moment,
    Family.TIME: fields.Clock,
}


def _of_bytes(plan: Plan, column: Column, options: dict[str, Any]) -> Any:
    if column.type.lower().startswith("bit"):
        return fields.Whole(**options)
    short = _SHORT_BYTES.match(column.type.strip())
    if short and int(short.group(1)) <= _MOST_BYTES:
        return fields.Hexadecimal(max_length=2 * int(short.group(1)), **options)
    if column.name in plan.key:
        return fields.Hexadecimal(max_length=255, **options)
    named = format_lazy("{} ({})", options["verbose_name"], _("bytes"))
    return fields.Size(**{**options, "editable": False, "verbose_name": named})


def _naming(plan: Plan, texts: list[str]) -> str:
    """Return the field that people call a row by: a name, else a unique text, else a text."""
    known = {name.lower(): name for name in texts}
    named = [known[name] for name in _NAMES if name in known]
    named += [n for n in texts if n.lower().endswith(("_name", "name", "_title", "名称"))]
    unique = {plan.names.get(i.columns[0]) for i in plan.table.indexes if i.unique}
    named += [name for name in texts if name in unique]
    return next(iter([*named, *texts]), "")


__all__ = ["DATABASE", "Facts", "Plan", "Row", "make_models", "plan_tables"]
