"""What was found out about a database: each finding with how sure it is and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from admin_config.generator.blueprint import DomainPlan, Kind
from admin_config.generator.reading import Column, Table


class Trait(enum.Enum):
    """What a column is for, where that decides more than its kind."""

    PLAIN = "plain"
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    GENERATED = "generated"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Remark:
    """A comment taken apart: what a thing is called, and what its values mean."""

    label: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Relation:
    """Columns of a table that point to a table."""

    table: str
    columns: tuple[str, ...]
    to: str
    #: From 0 to 1; 1 was declared.
    sure: float
    why: str
    #: The columns of that table whose values they hold.
    to_columns: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return where it stands: ``orders.customer_id``."""
        return f"{self.table}.{'+'.join(self.columns)}"


@dataclass(frozen=True)
class ColumnFinding:
    """What one column holds."""

    table: str
    column: str
    kind: Kind
    trait: Trait
    label: str
    choices: tuple[tuple[str, str], ...]
    why: str

    @property
    def place(self) -> str:
        """Return where it stands: ``orders.status``."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class TableFinding:
    """What one table is: a model, two relations joined, lines of another."""

    table: Table
    label: str
    columns: tuple[ColumnFinding, ...]
    relations: tuple[Relation, ...]
    #: The two relations of a table that does nothing but join.
    joins: tuple[Relation, ...] = ()
    #: The relation to the head whose lines these rows are.
    head: Relation | None = None

    def relation_of(self, column: Column) -> Relation | None:
        """Return the relation that this column alone makes, if it makes one."""
        return next((each for each in self.relations if each.columns == (column.name,)), None)

    def finding_of(self, column: Column) -> ColumnFinding:
        """Return what was found about this column."""
        return next(each for each in self.columns if each.column == column.name)


@dataclass(frozen=True)
class Inference:
    """A domain as it could be, everything it was made from, and what was left out."""

    domain: DomainPlan
    tables: tuple[TableFinding, ...]
    #: What a person should know before saying yes: what is left out, renamed or doubtful.
    reports: tuple[str, ...]

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Return every relation, declared or inferred."""
        return tuple(relation for table in self.tables for relation in table.relations)
