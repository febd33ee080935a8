"""What a database says of itself, as plain values: the same for every engine."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Engine(enum.Enum):
    """The databases that can be read."""

    SQLITE = "sqlite"
    MYSQL = "mysql"
    POSTGRESQL = "postgresql"


class Family(enum.Enum):
    """What a column's type can hold, whatever the engine calls it."""

    TEXT = "text"
    LONG_TEXT = "long text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    BINARY = "binary"
    JSON = "json"
    UUID = "uuid"
    ENUM = "enum"
    SET = "set"
    OTHER = "other"


@dataclass(frozen=True)
class Column:
    """One column as it was declared."""

    name: str
    #: The type in the engine's own words, such as ``varchar(20)``.
    type: str
    family: Family
    #: The most letters of a text; 0 where nothing is said.
    length: int = 0
    #: Digits in all and behind the point of a decimal.
    digits: tuple[int, int] = (0, 0)
    nullable: bool = True
    #: The default as SQL, or nothing.
    default: str | None = None
    comment: str = ""
    #: What an ENUM or SET allows.
    values: tuple[str, ...] = ()
    #: Computed by the database from other columns.
    generated: bool = False
    #: Numbered by the database.
    automatic: bool = False


@dataclass(frozen=True)
class Index:
    """An index over columns, in order; ``unique`` also where a constraint made it."""

    name: str
    columns: tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """A declared relation of columns to columns of a table."""

    columns: tuple[str, ...]
    table: str
    to_columns: tuple[str, ...]
    on_delete: str = ""


@dataclass(frozen=True)
class Check:
    """A rule that the database keeps, as SQL."""

    name: str
    expression: str


@dataclass(frozen=True)
class Table:
    """One table or view with all that is declared on it."""

    name: str
    columns: tuple[Column, ...]
    primary: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    comment: str = ""
    #: A view has columns and no keys; ``definition`` is its SQL.
    is_view: bool = False
    definition: str = ""
    triggers: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the column of this name, letters large or small."""
        wanted = name.casefold()
        return next((each for each in self.columns if each.name.casefold() == wanted), None)


@dataclass(frozen=True)
class EnumType:
    """A type of its own with a fixed list of values (PostgreSQL)."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """Everything that was read, and ``notes`` on what could not be."""

    engine: Engine
    name: str
    tables: tuple[Table, ...]
    enums: tuple[EnumType, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def views(self) -> tuple[Table, ...]:
        """Return the views among the tables."""
        return tuple(table for table in self.tables if table.is_view)

    def table(self, name: str) -> Table | None:
        """Return the table of this name, letters large or small."""
        wanted = name.casefold()
        return next((each for each in self.tables if each.name.casefold() == wanted), None)
