"""Columns that point to rows of several tables: one says which table, one says which row."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.inference.findings import TableFinding
from admin_config.generator.inference.words import Words, names_of_tables, noun_of, words_of
from admin_config.generator.reading import Column, Family, Samples, Schema, Table

#: How the two are called, by their last words: what says the table, what says the row.
_PAIRS: tuple[tuple[tuple[Words, ...], tuple[Words, ...]], ...] = (
    ((("content", "type", "id"), ("content", "type")), (("object", "id"), ("object", "pk"))),
    ((("type",), ("model",), ("table",), ("kind",), ("class",), ("type", "id")), (("id",),)),
    ((("table", "name"), ("model", "name")), (("record", "id"), ("row", "id"), ("object", "id"))),
)
_WORDED = frozenset({Family.TEXT, Family.LONG_TEXT, Family.ENUM})
_MOST_NAMED = 4


def pointers_in(
    schema: Schema, samples: Samples, tables: tuple[TableFinding, ...]
) -> Iterator[str]:
    """Yield a line for each pair: where it stands, why, and what to expect of it here."""
    called = names_of_tables([table.name for table in schema.tables if not table.is_view])
    for found in tables:
        related = {name for relation in found.relations for name in relation.columns}
        for sort, row in _pairs(found.table):
            if row.name in related:
                continue
            why = _why(found.table, sort, row, samples, called)
            if why:
                yield (
                    f"{found.table.name}.{sort.name}+{row.name}: points to rows of several tables "
                    f"({why}); stays two fields"
                )


def _pairs(table: Table) -> Iterator[tuple[Column, Column]]:
    """Yield two columns that begin alike: ``res_model`` and ``res_id``."""
    words = {column.name: words_of(column.name) for column in table.columns}
    seen: set[str] = set()
    for sorts, rows in _PAIRS:
        for sort in table.columns:
            for row in table.columns:
                if sort == row or sort.name in seen or row.name in seen:
                    continue
                if _begin_alike(words[sort.name], words[row.name], sorts, rows):
                    seen |= {sort.name, row.name}
                    yield sort, row


def _begin_alike(
    sort: Words, row: Words, sorts: tuple[Words, ...], rows: tuple[Words, ...]
) -> bool:
    for end in sorts:
        for other in rows:
            if sort[-len(end) :] != end or row[-len(other) :] != other:
                continue
            first, second = sort[: -len(end)], row[: -len(other)]
            if first == second and (first or len(end) > 1):
                return True
    return False


def _why(
    table: Table, sort: Column, row: Column, samples: Samples, called: dict[str, tuple[Words, ...]]
) -> str:
    """Return what speaks for it: tables that are named in the rows, or a name known everywhere."""
    values = {value for value in samples.of(table.name, sort.name) if value not in {None, ""}}
    by_words = {words: name for name, many in called.items() for words in many}
    named = sorted({by_words[words] for v in values if (words := _words_in(v)) in by_words})
    if len(named) > 1 and sort.family in _WORDED:
        shown = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
        return f"{sort.name} names {shown}"
    ends = (words_of(sort.name)[:2], words_of(row.name)[:1])
    if ends == (("content", "type"), ("object",)):
        return f"{sort.name} and {row.name} say so"
    if not values and sort.family in _WORDED and words_of(sort.name)[-1] in {"model", "type"}:
        return f"{sort.name} and {row.name} begin alike; no row to hold that against"
    return ""


def _words_in(value: object) -> Words:
    """Return a value as the words of a table: ``res.partner`` and ``ResPartner`` alike."""
    text = str(value).replace("\\", "_").replace(".", "_")
    return noun_of(words_of(text))
