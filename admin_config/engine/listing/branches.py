"""Rows that match one of several columns, read column by column: no index serves them together.

Who owns records as seller or as buyer sees both; asked for at once, a database collects and sorts
all of them for every page. Asked for one by one, each column's own index gives the page's rows.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, OR, WhereNode


def branches_of(rows: QuerySet[Any]) -> list[QuerySet[Any]]:
    """Return one query for each way in which a row may match; the query itself where there is one.

    Only a choice between own columns of the table is taken apart. A row may match several ways.
    """
    where, table = rows.query.where, rows.model._meta.db_table
    if _is_choice(where, table):
        return [_narrowed(rows, [way]) for way in where.children]
    if where.connector != AND or where.negated:
        return [rows]
    for place, node in enumerate(where.children):
        if _is_choice(node, table):
            rest = [*where.children[:place], *where.children[place + 1 :]]
            ways: Any = node
            return [_narrowed(rows, [way, *rest]) for way in ways.children]
    return [rows]


def _is_choice(node: Any, table: str) -> bool:
    return (
        isinstance(node, WhereNode)
        and node.connector == OR
        and not node.negated
        and len(node.children) > 1
        and all(
            isinstance(way, Exact) and isinstance(way.lhs, Col) and way.lhs.alias == table
            for way in node.children
        )
    )


def _narrowed(rows: QuerySet[Any], conditions: list[Any]) -> QuerySet[Any]:
    narrowed = rows.all()
    narrowed.query.where = WhereNode(list(conditions), connector=AND)
    return narrowed


def some_keys(rows: QuerySet[Any], count: int) -> list[Any]:
    """Return the keys of at most ``count`` rows, in no order."""
    found: dict[Any, None] = {}
    for branch in branches_of(rows.order_by()):
        found |= dict.fromkeys(branch.values_list("pk", flat=True)[:count])
    return list(found)[:count]
