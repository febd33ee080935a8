"""Where records of an unmanaged domain stay: tables and columns of another program."""

from __future__ import annotations

from dataclasses import dataclass

from admin_config.generator.reading.schema import Column, Family


@dataclass(frozen=True)
class AdoptedColumn:
    """A column under the name and of the type that it has."""

    column: Column
    #: What a new row holds where nothing is typed, as code; nothing where something must be.
    default: str = ""

    @property
    def name(self) -> str:
        """Return what the database calls it."""
        return self.column.name

    @property
    def is_number(self) -> bool:
        """Tell whether whole numbers stand in it."""
        return self.column.family in {Family.INTEGER, Family.BOOLEAN}


@dataclass(frozen=True)
class AdoptedTable:
    """A table or view under the name that it has."""

    name: str
    #: The column that tells its rows apart.
    key: Column
    #: Why its rows are only looked at; nothing where they may be written.
    why_not_written: str = ""

    @property
    def read_only(self) -> bool:
        """Tell whether its rows are only looked at."""
        return bool(self.why_not_written)
