"""What a database has to be asked about tables that stay in it: samples do not tell it."""

from __future__ import annotations

from collections.abc import Callable

from admin_config.generator.inference.findings import Relation
from admin_config.generator.reading import Column, Family, Schema


class Asking:
    """Asks the database itself what samples cannot tell."""

    def __init__(self, count: Callable[[str], int], schema: Schema, mark: str) -> None:
        """Take who answers with a number, and with what names are quoted."""
        self.count = count
        self.schema = schema
        self.mark = mark

    def _quoted(self, name: str) -> str:
        return self.mark + name.replace(self.mark, self.mark * 2) + self.mark

    def is_whole(self, relation: Relation) -> bool:
        """Tell whether every value of a relation stands in the table that it points to."""
        target = self.schema.table(relation.to)
        if target is None or len(relation.columns) != 1 or len(relation.to_columns) != 1:
            return False
        column, key = self._quoted(relation.columns[0]), self._quoted(relation.to_columns[0])
        lost = (
            f"SELECT COUNT(*) FROM {self._quoted(relation.table)} a "  # noqa: S608 - quoted
            f"LEFT JOIN {self._quoted(relation.to)} b ON b.{key} = a.{column} "
            f"WHERE a.{column} IS NOT NULL AND b.{key} IS NULL"
        )
        return self.count(lost) == 0

    def holds_no_day(self, table: str, column: Column) -> bool:
        """Tell whether a column of days or moments holds what is none in some rows."""
        if column.family not in {Family.DATE, Family.MOMENT}:
            return False
        name = self._quoted(column.name)
        if self.mark == "`":
            wrong = f"YEAR({name}) = 0 OR MONTH({name}) = 0 OR DAY({name}) = 0"
        elif column.family is Family.DATE:
            wrong = f"typeof({name}) <> 'text' OR length({name}) <> 10 OR date({name}) IS NULL"
        else:
            wrong = f"typeof({name}) <> 'text' OR datetime({name}) IS NULL"
        return (
            self.count(
                f"SELECT COUNT(*) FROM {self._quoted(table)} "  # noqa: S608 - quoted
                f"WHERE {name} IS NOT NULL AND ({wrong})"
            )
            > 0
        )

    def tells_apart(self, table: str, column: str) -> bool:
        """Tell whether no two rows have the same value in a column, and none has none."""
        name, source = self._quoted(column), self._quoted(table)
        same = f"SELECT COUNT(*) - COUNT(DISTINCT {name}) FROM {source}"  # noqa: S608 - quoted
        return self.count(same) == 0
