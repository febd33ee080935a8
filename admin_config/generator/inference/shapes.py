"""What a table is among the others: a model of its own, a mere join, the lines of a head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from admin_config.generator.blueprint import Kind
from admin_config.generator.inference.choices import choices_of
from admin_config.generator.inference.comments import parse_comment
from admin_config.generator.inference.drafting import is_maker
from admin_config.generator.inference.findings import (
    ColumnFinding,
    Relation,
    TableFinding,
    Trait,
)
from admin_config.generator.inference.kinds import kind_of, trait_of
from admin_config.generator.inference.relations import RelationFinder
from admin_config.generator.inference.words import noun_of, words_of
from admin_config.generator.reading import Column, Family, Samples, Schema, Table

_LINE_WORDS = frozenset(
    {"line", "item", "detail", "row", "entry", "position", "subitem", "lineitem", "lines", "dtl"}
)
_ENDS_OF_A_JOIN = 2
_YES_NO_TITLES = frozenset({"是", "否", "yes", "no", "是的", "不是", "true", "false", "有", "无"})


def findings_of(schema: Schema, samples: Samples) -> tuple[TableFinding, ...]:
    """Return what was found about every table that is no view."""
    finder = RelationFinder(schema, samples)
    tables = [table for table in schema.tables if not table.is_view]
    relations = {table.name: finder.relations_of(table) for table in tables}
    pointed = Counter(each.to for found in relations.values() for each in found)
    columns = {table.name: columns_of(table, samples) for table in tables}
    joins = {
        table.name: _joined(table, relations[table.name], columns[table.name], pointed)
        for table in tables
    }
    return tuple(
        TableFinding(
            table=table,
            label=parse_comment(table.comment).label,
            columns=columns[table.name],
            relations=relations[table.name],
            joins=joins[table.name],
            head=None if joins[table.name] else _head(table, relations, pointed),
        )
        for table in tables
    )


def columns_of(table: Table, samples: Samples) -> tuple[ColumnFinding, ...]:
    """Return what each column of a table or view holds."""
    return tuple(_column(table, each, samples) for each in table.columns)


def _column(table: Table, column: Column, samples: Samples) -> ColumnFinding:
    remark = parse_comment(column.comment)
    choices, where = choices_of(table, column, remark)
    kind, why = kind_of(column, remark.label, samples.of(table.name, column.name))
    trait = trait_of(column)
    if table.primary == (column.name,) and column.automatic:
        trait = Trait.IDENTITY
    if choices and trait in {Trait.PLAIN, Trait.DELETED}:
        kind, why = _chosen(column, choices), where
    return ColumnFinding(table.name, column.name, kind, trait, remark.label, choices, why)


def _chosen(column: Column, choices: tuple[tuple[str, str], ...]) -> Kind:
    if column.family is Family.SET:
        return Kind.CHOICES
    return Kind.YES_NO if _is_yes_no(choices) else Kind.CHOICE


def _is_yes_no(choices: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether 0 and 1 are all there is, and mean no and yes."""
    titles = {title.casefold() for _value, title in choices if title}
    return {value for value, _title in choices} == {"0", "1"} and titles <= _YES_NO_TITLES


def _joined(
    table: Table,
    relations: tuple[Relation, ...],
    columns: tuple[ColumnFinding, ...],
    pointed: Mapping[str, int],
) -> tuple[Relation, ...]:
    """Return the two relations of a table that holds nothing else and that nobody points to."""
    ends = tuple(each for each in relations if not is_maker(each.columns[0]))
    if len(ends) != _ENDS_OF_A_JOIN or pointed[table.name]:
        return ()
    joined = {name for each in ends for name in each.columns}
    others = [
        each
        for each in columns
        if each.column not in joined
        and each.trait not in {Trait.CREATED, Trait.CHANGED, Trait.IDENTITY}
        and (each.column,) != table.primary
        and not is_maker(each.column)
    ]
    single = all(len(each.columns) == 1 for each in ends)
    return ends if single and not others else ()


def _head(
    table: Table, relations: Mapping[str, tuple[Relation, ...]], pointed: Mapping[str, int]
) -> Relation | None:
    """Return the relation to the paper whose lines these are: ``sale_line`` goes with ``sale``."""
    words = noun_of(words_of(table.name))
    if pointed[table.name] or len(words) < _ENDS_OF_A_JOIN or words[-1] not in _LINE_WORDS:
        return None
    for relation in relations[table.name]:
        target = noun_of(words_of(relation.to))
        own = relation.to != table.name and len(relation.columns) == 1
        if own and (target[-len(words[:-1]) :] == words[:-1] or target == (*words[:-1], words[-2])):
            return relation
    return None
