"""How stored rows are written down for hashing: the same text from every database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from django.db import connection, models

#: Columns that say once more what the operation says, and that lose it when an account goes.
REPEATED = frozenset({"history_user_id", "actor_id"})
_WHOLE = 1 << 64
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
Writer = Callable[[Any], Any]


class Form(IntEnum):
    """How the values of a row become one text."""

    #: A JSON list: what seals were written in at first.
    JSON = 1
    #: Values one behind the other, texts with their length before: a database can write it too.
    LENGTHS = 2


@dataclass(frozen=True)
class Layout:
    """Which columns of a table were hashed, in which order and form; its key is a digest of it."""

    label: str
    columns: tuple[str, ...]
    form: Form = Form.LENGTHS

    @property
    def key(self) -> str:
        """Return the name by which seals refer to it."""
        return _layout_key(self)


@cache
def _layout_key(layout: Layout) -> str:
    text = f"{layout.label}:{','.join(layout.columns)}"
    text = text if layout.form == Form.JSON else f"{layout.form}:{text}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def layout_of(model: type[models.Model]) -> Layout:
    """Return the present layout: every stored column but those that repeat the operation."""
    names = [field.attname for field in model._meta.concrete_fields]
    # the operation's own row is where its actor stands
    repeated = REPEATED if any(name == "operation_id" for name in names) else frozenset()
    return Layout(model._meta.label_lower, tuple(name for name in names if name not in repeated))


@dataclass(frozen=True)
class Writing:
    """How the rows of a table are written down: where the key stands, what needs a writer."""

    key: int
    writers: tuple[tuple[int, Writer], ...]
    #: Where texts stand, which are written with their length.
    texts: tuple[int, ...]
    #: The values but the key, as one text with places for them.
    form: str

    def values(self, row: Sequence[Any]) -> list[Any]:
        """Return a stored row's values as they are hashed."""
        values = list(row)
        for place, writer in self.writers:
            values[place] = writer(values[place])
        return values

    def keyed(self, row: Sequence[Any]) -> tuple[Any, str]:
        """Return a row's key and the text that is hashed of it."""
        values = self.values(row)
        if not self.form:
            key = values.pop(self.key)
            return key, _encode(values)
        for place in self.texts:
            if values[place] is not None:
                text = str(values[place])
                values[place] = f"{len(text)}:{text}"
        key = values.pop(self.key)
        return key, self.form % tuple(["-" if value is None else value for value in values])


@cache
def writing_of(model: type[models.Model], layout: Layout) -> Writing:
    """Return how rows of a table are written down that were read in the columns of a layout."""
    fields = fields_of(model, layout)
    writers = ((place, _writer(field)) for place, field in enumerate(fields))
    key = layout.columns.index(model._meta.pk.attname)
    told = ["%s" if is_text(field) else "%s," for field in fields]
    del told[key]
    return Writing(
        key,
        tuple((place, writer) for place, writer in writers if writer is not None),
        tuple(p for p, field in enumerate(fields) if is_text(field) and p != key),
        "" if layout.form == Form.JSON else "".join(told),
    )


def fields_of(model: type[models.Model], layout: Layout) -> list[Any]:
    """Return the fields of a layout's columns; of a relation the field that it points to."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [_end_of(known[name]) for name in layout.columns]


def _end_of(field: Any) -> Any:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def is_text(field: Any) -> bool:
    """Tell whether a column may hold any text, so that it is written with its length."""
    return field.get_internal_type() not in _BOUNDED


def _writer(field: Any) -> Writer | None:
    kind = field.get_internal_type()
    if kind == "DecimalField":
        places = f".{field.decimal_places}f"
        return lambda value: _decimal(value, places)
    return _WRITERS.get(kind)


def _decimal(value: Any, places: str) -> Any:
    """Write a decimal without trailing noughts; SQLite hands out whole numbers and floats."""
    if value is None:
        return None
    text = value if isinstance(value, str) else format(value, places)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _moment(value: Any) -> Any:
    """Write a moment or time of day with all six digits: SQLite leaves them out where all are 0."""
    if value is None or "." in value:
        return value
    return f"{value}.000000"


def _whole(value: Any) -> Any:
    return None if value is None else int(value)


def _float(value: Any) -> Any:
    return None if value is None else repr(float(value) + 0.0)


def _uuid(value: Any) -> Any:
    return None if value is None else str(value).replace("-", "").lower()


def _bytes(value: Any) -> Any:
    return None if value is None else bytes(value).hex()


_WRITERS: dict[str, Writer] = {
    "DateTimeField": _moment,
    "TimeField": _moment,
    "BooleanField": _whole,
    "DurationField": _whole,
    "FloatField": _float,
    "UUIDField": _uuid,
    "BinaryField": _bytes,
}
_WHOLE_NUMBERS = frozenset(
    f"{sign}{size}IntegerField" for sign in ("", "Positive") for size in ("", "Small", "Big")
) | {"AutoField", "BigAutoField", "SmallAutoField"}
#: What never holds the comma that ends it.
_BOUNDED = _WHOLE_NUMBERS | _WRITERS.keys() | {"DecimalField", "DateField"}


class Digest:
    """What is kept of the rows of one table: how many, in which order, and the same without order.

    A row is the text of its values but the key; the order is one of keys and rows.
    """

    __slots__ = ("_any_order", "_in_order", "count")

    def __init__(self) -> None:
        """Start without rows."""
        self.count = 0
        self._in_order = hashlib.sha256()
        self._any_order = 0

    def add(self, rows: Iterable[Sequence[Any]], writing: Writing) -> None:
        """Take rows in, in the order of their keys."""
        sha256, keyed = hashlib.sha256, writing.keyed
        self.add_hashed([(key, sha256(text.encode()).digest()) for key, text in map(keyed, rows)])

    def add_hashed(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Take in keys and hashes of rows, in the order of their keys."""
        self._in_order.update(b"".join([b"%d:%b" % row for row in rows]))
        whole = int.from_bytes
        self._any_order += sum([whole(each[:8], "big") for _key, each in rows])
        self.count += len(rows)

    def facts(self) -> list[Any]:
        """Return count, digest in order, sum in any order."""
        return [self.count, self._in_order.hexdigest(), f"{self._any_order % _WHOLE:016x}"]


#: What the database hands out as text, so that no driver makes an object of it first.
_AS_TEXT = {
    "mysql": ("DateTimeField", "DateField", "TimeField", "DecimalField"),
    "sqlite": ("DateTimeField", "DateField", "TimeField"),
}


def selected(model: type[models.Model], columns: Iterable[str]) -> str:
    """Return the columns as a statement names them, moments as texts."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return ", ".join(_selected(known[name]) for name in columns)


def _selected(field: Any) -> str:
    column = connection.ops.quote_name(field.column)
    if _end_of(field).get_internal_type() not in _AS_TEXT.get(connection.vendor, ()):
        return column
    return f"CAST({column} AS CHAR)" if connection.vendor == "mysql" else f"{column} || ''"
