"""What the database refuses, told at the field: a value that is taken, a rule, a missing row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.explorer.guard import ReadOnlyDatabase
from erp.foundation.refusal import Refusal

#: MariaDB's deadlock and lock wait; whoever runs the operation starts over.
_LOCKED = (1205, 1213)
_UNIQUE = (1062, 1586, "23505", "UNIQUE constraint failed")
_CHECK = (4025, 3819, "23514", "CHECK constraint failed")
#: What a database says, by its number, its state or the beginning of its words, and what we say.
_MEANS: tuple[tuple[tuple[Any, ...], Any], ...] = (
    (_UNIQUE, gettext_lazy("This value is taken: another row has it.")),
    ((1048, 1364, "23502", "NOT NULL constraint failed"), gettext_lazy("This must not be empty.")),
    ((1451, 1217), gettext_lazy("Other rows need this one: the database keeps it.")),
    ((1452, 1216), gettext_lazy("It points to a row that is not there.")),
    (
        ("23503", "FOREIGN KEY constraint failed"),
        gettext_lazy("It points to a row that is not there, or other rows need this one."),
    ),
)
#: PostgreSQL names the columns here: ``Key (person_id)=(9) is not present in table "person".``
_KEY = re.compile(r"^Key \((?P<columns>[^)]+)\)=")
_QUOTED = re.compile(r"(?:column|field|key) [`'\"]([^'\"]+?)[`'\"](?: |$|\.)", re.IGNORECASE)
_CONSTRAINT = re.compile(
    r"constraint [`'\"]?([^`'\"\s]+)[`'\"]? (?:failed|is violated)", re.IGNORECASE
)
_FOREIGN = re.compile(r"FOREIGN KEY \(`([^`]+)`\)")
_OF_SQLITE = re.compile(r"constraint failed: (.+)$")


@contextmanager
def telling_refusals(row: Any) -> Iterator[None]:
    """Turn what the database says into a refusal at the field.

    A deadlock is left to whoever runs the operation and starts over.
    """
    try:
        yield
    except ReadOnlyDatabase:
        raise
    except OperationalError as error:
        if error.args and error.args[0] in _LOCKED:
            raise
        raise refusal_of(row, error) from error
    except DatabaseError as error:
        raise refusal_of(row, error) from error


def refusal_of(row: Any, error: DatabaseError) -> Refusal:
    """Return what is wrong in words, at the field that it is about where the database names it."""
    said = _Said(error)
    fields = {f.column.casefold(): f.name for f in row._meta.concrete_fields}
    rules = {check.name: check.expression for check in row.checks}
    named = [fields[each.casefold()] for each in said.columns(row) if each.casefold() in fields]
    text = said.words(rules)
    return Refusal({named[0]: Refusal(text)}) if named else Refusal(text, code="database")


class _Said:
    """An error of one of three databases."""

    def __init__(self, error: DatabaseError) -> None:
        """Take the error apart: its code and its text."""
        details = getattr(error.__cause__, "diag", None)
        self.details = details
        self.code: Any = error.args[0] if len(error.args) > 1 else ""
        self.text = str(error.args[-1]).strip() if error.args else ""
        if details is not None:
            self.code = details.sqlstate or ""
            self.text = details.message_primary or self.text

    def _is(self, known: tuple[Any, ...]) -> bool:
        return self.code in known or any(
            isinstance(each, str) and self.text.startswith(each) for each in known
        )

    def words(self, rules: dict[str, str]) -> str:
        """Return what is wrong, for people."""
        for known, text in _MEANS:
            if self._is(known):
                return str(text)
        if self._is(_CHECK):
            rule = rules.get(self.constraint(), "") or self.constraint()
            return _("The database allows only: %(rule)s") % {"rule": rule}
        reason = self.text.splitlines()[0] if self.text else ""
        return _("The database refuses this: %(reason)s") % {"reason": reason}

    def constraint(self) -> str:
        """Return the name of the rule, where the database tells it."""
        if self.details is not None:
            return self.details.constraint_name or ""
        found = _CONSTRAINT.search(self.text) or _OF_SQLITE.search(self.text)
        return found.group(1) if found else ""

    def columns(self, row: Any) -> list[str]:
        """Return the columns that it is about, the first one first."""
        if self.details is not None and self.details.column_name:
            return [self.details.column_name]
        key = _KEY.match(self.details.message_detail or "") if self.details is not None else None
        if key is not None:
            return [each.strip('" ') for each in key["columns"].split(",")]
        if self._is(_CHECK):
            rule = {check.name: check.expression for check in row.checks}.get(self.constraint())
            return _in_rule(rule or self.constraint(), row)
        named = _OF_SQLITE.search(self.text)
        if named and "." in named.group(1):
            return [each.rpartition(".")[2] for each in named.group(1).split(", ")]
        return self._of_index(row) or self._quoted()

    def _of_index(self, row: Any) -> list[str]:
        """Return the columns of the index that a value is taken in, or of a relation."""
        name = self.constraint() if self.details is not None else ""
        foreign = _FOREIGN.search(self.text)
        if foreign:
            return [foreign.group(1)]
        quoted = [name] if name else self._quoted()
        for index in row.unique_indexes:
            if any(each.rpartition(".")[2] == index.name for each in quoted):
                return list(index.columns)
        is_key = any(each.rpartition(".")[2] == "PRIMARY" for each in quoted)
        return [row._meta.pk.column] if is_key or name.endswith("_pkey") else []

    def _quoted(self) -> list[str]:
        return [each.strip("`'\"").rpartition(".")[2] for each in _QUOTED.findall(self.text)]


def _in_rule(rule: str, row: Any) -> list[str]:
    """Return the columns that a rule names, in its order."""
    words = re.findall(r"\w+", rule)
    known = {f.column.casefold(): f.column for f in row._meta.concrete_fields}
    return [known[word.casefold()] for word in words if word.casefold() in known]
