"""The words ``Along`` and ``Values``: fields of other records in the form of this one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from admin_config.engine.spec.section import Section


@dataclass(frozen=True)
class Along:
    """Fields of the record that a relation points to, typed in the same form.

    What is typed there is saved with this record as one operation, with the other record's own
    rights, versions and history. A new record without a chosen one makes it along.
    """

    #: The relation, such as ``product``.
    relation: str
    #: The heading, a lazy text; it takes no part in comparison.
    title: Any = field(compare=False, repr=False)
    #: Its fields in order; a tuple inside puts fields side by side.
    fields: tuple[str | tuple[str, ...], ...] = ()
    #: What a record made along takes over from this one: (its field, field of this one).
    start: tuple[tuple[str, str], ...] = ()
    #: How many sections stand before it.
    place: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Return its field names, side by side or not."""
        return Section(self.title, self.fields).names

    def name_of(self, name: str) -> str:
        """Return what one of its fields is called on this form."""
        return f"{self.relation}__{name}"


@dataclass(frozen=True)
class Values:
    """Fields that people define: one row of another model holds one value.

    The rows' model has the columns ``number``, ``choice``, ``text`` and ``yes_no``. The fields
    are on the form, in files, in the list's columns and filters, and in the history.
    """

    #: The accessor of the rows, such as ``specifications``.
    relation: str
    #: The heading, a lazy text; it takes no part in comparison.
    title: Any = field(compare=False, repr=False)
    #: The rows' relation to what defines them.
    by: str
    #: Answers with all definitions (``erp.foundation.definitions.Definitions``).
    definitions: Callable[[], Any]
    #: What decides which fields a record has: a relation of it, or of one that is along.
    scope: str
    #: The stored relation of the record that says the same, by which a list is filtered.
    listed_by: str = ""
    #: How many sections stand before it, those along counted.
    place: int = 2

    def name_of(self, code: str) -> str:
        """Return what the field of a definition is called on this form."""
        return f"{self.relation}__{code}"
