"""The model's uniqueness and constraints, checked for many records with few queries."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models
from django.db.models import F, Q

from admin_config.engine.transfer.keys import NaturalKey
from erp.foundation.models import KeyField
from erp.foundation.several import several
from erp.foundation.text import fold

_BATCH = 500
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, allowed: value in allowed,
    "made_of": lambda value, codes: value == several(value, codes) and set(value.codes) <= {*codes},
    "range": lambda value, ends: ends[0] <= value <= ends[1],
}


class Unknown(Exception):
    """A condition that cannot be worked out without the database."""


def holds(condition: Any, record: Any) -> bool | None:
    """Work out a condition on a record as SQL does: None where a null makes it unknown."""
    if not isinstance(condition, Q):
        raise Unknown
    answers = [_child(child, record) for child in condition.children]
    if condition.connector == Q.AND:
        answer: bool | None = False if False in answers else (None if None in answers else True)
    elif condition.connector == Q.OR:
        answer = True if True in answers else (None if None in answers else False)
    else:
        raise Unknown
    if condition.negated and answer is not None:
        return not answer
    return answer


def _child(child: Any, record: Any) -> bool | None:
    if isinstance(child, Q):
        return holds(child, record)
    if not isinstance(child, tuple):
        raise Unknown
    path, wanted = child
    name, _sep, lookup = path.partition("__")
    value, wanted = _value(record, name), _wanted(record, wanted)
    lookup = lookup or "exact"
    if lookup == "isnull":
        return (value is None) == bool(wanted)
    if lookup not in _COMPARE:
        raise Unknown
    if value is None or wanted is None:
        return None
    try:
        return bool(_COMPARE[lookup](value, wanted))
    except TypeError as error:
        raise Unknown from error


def _value(record: Any, name: str) -> Any:
    if name == "pk":
        return record.pk
    field = record._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise Unknown
    return getattr(record, field.attname)


def _wanted(record: Any, wanted: Any) -> Any:
    if isinstance(wanted, F):
        return _value(record, wanted.name)
    if hasattr(wanted, "resolve_expression"):
        raise Unknown
    return getattr(wanted, "pk", wanted)


class Uniqueness:
    """One set of columns that no two records may share."""

    def __init__(self, model: Any, names: Sequence[str], constraint: Any = None) -> None:
        """Take the fields; a nameless one comes from ``unique`` or ``unique_together``."""
        self.model = model
        self.names = tuple(names)
        self.constraint = constraint
        self.fields: list[Any] = [model._meta.get_field(name) for name in names]
        self._columns: list[str] = [field.attname for field in self.fields]
        self._given_late = [
            f for f in self.fields if not f.editable and not isinstance(f, KeyField)
        ]
        self._loose = [
            connection.vendor == "mysql"
            and isinstance(field, models.CharField)
            and not isinstance(field, KeyField)
            for field in self.fields
        ]
        self._is_loose = any(self._loose)

    def is_asked_by(self, key: NaturalKey) -> bool:
        """Tell whether whoever looks for a record by this key finds what has these values.

        Of a table of several roles only the records of one are looked among.
        """
        columns = [part.column for part in key.parts]
        whole = self.model._meta.concrete_model is self.model and not self.model._meta.parents
        return whole and columns == self._columns and all(part.stored for part in key.parts)

    def stated(self, record: Any) -> tuple[Any, ...] | None:
        """Return the values of a record where it would bring them; None where it has them."""
        values = self.of(record)
        if values is None or record._state.adding:
            return values
        before = record.before()
        former = self._folded([before.get(name) for name in self._columns])
        return None if former == values else values

    def of(self, record: Any) -> tuple[Any, ...] | None:
        """Return the record's values as the database compares them; None when one is null.

        What the house itself gives as the row is written, such as a number, is none until then.
        """
        late = self._given_late if record._state.adding else ()
        if late and any(not getattr(record, field.attname) for field in late):
            return None
        return self._folded([getattr(record, name) for name in self._columns])

    def _folded(self, row: Sequence[Any]) -> tuple[Any, ...] | None:
        if None in row:
            return None
        if not self._is_loose:
            return tuple(row)
        return tuple(
            fold(value) if loose else value for value, loose in zip(row, self._loose, strict=True)
        )

    def mark(self, values: tuple[Any, ...]) -> int:
        """Return a digest of the values."""
        digest = blake2b(repr((self.names, values)).encode(), digest_size=7).digest()
        return int.from_bytes(digest)

    def taken(self, wanted: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], set[Any]]:
        """Return which of the values are stored, with the keys of the records that have them."""
        found: dict[tuple[Any, ...], set[Any]] = {}
        rows = list(wanted)
        names = self._columns
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            condition = {f"{n}__in": {row[i] for row in batch} for i, n in enumerate(names)}
            stored = self.model._base_manager.filter(**condition).order_by()
            for pk, *values in stored.values_list("pk", *names):
                folded = self._folded(values)
                if folded is not None:
                    found.setdefault(folded, set()).add(pk)
        return found

    def error(self, record: Any) -> tuple[str, ValidationError]:
        """Return the field to blame and the message that the form shows."""
        error = record.unique_error_message(self.model, self.names)
        sources = [getattr(field, "source", "") or field.name for field in self.fields]
        return (sources[0] if len(sources) == 1 else NON_FIELD_ERRORS), error


def uniqueness_of(model: Any) -> list[Uniqueness]:
    """Return what must be unique, as far as plain columns say so."""
    found: dict[tuple[str, ...], Uniqueness] = {}
    for names in _plain_sets(model):
        found.setdefault(names, Uniqueness(model, names))
    return list(found.values())


def _plain_sets(model: Any) -> Iterator[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,)
    for owner in (model, *model._meta.all_parents):
        yield from (tuple(names) for names in owner._meta.unique_together)
        yield from (tuple(c.fields) for c in owner._meta.constraints if _is_plain(c))


def _is_plain(constraint: Any) -> bool:
    return (
        isinstance(constraint, models.UniqueConstraint)
        and bool(constraint.fields)
        and constraint.condition is None
        and constraint.nulls_distinct is not False
    )


def other_constraints(model: Any) -> list[tuple[Any, Any]]:
    """Return the constraints that are no plain uniqueness, each with the model that states it."""
    return [
        (owner, constraint)
        for owner in (model, *model._meta.all_parents)
        for constraint in owner._meta.constraints
        if not _is_plain(constraint)
    ]


def check_constraint(owner: Any, constraint: Any, record: Any) -> None:
    """Raise what the form would: worked out here where possible, by the database otherwise."""
    if isinstance(constraint, models.CheckConstraint):
        condition: Any = constraint.condition
        try:
            if holds(condition, record) is False:
                raise ValidationError(
                    constraint.get_violation_error_message(), code=constraint.violation_error_code
                )
        except Unknown:
            pass
        else:
            return
    by_database: Any = constraint
    by_database.validate(owner, record)
