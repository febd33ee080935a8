"""By what a list may be sorted: stored, indexed columns, so that a page never reads the table."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.engine.fields import is_indexed, sort_column
from admin_config.engine.spec import Screen
from erp.foundation.models import SeveralChoicesField, is_chinese

#: Several choices in one text have no order that says something.
_NEVER = (
    models.JSONField,
    models.TextField,
    models.FileField,
    models.BinaryField,
    SeveralChoicesField,
)


@dataclass(frozen=True)
class Order:
    """The order of a list: one stored column in one direction, ties broken by the key.

    A NULL counts as smaller than any value, as both databases have it.
    """

    #: The column of the list that was asked for; empty for the list's own order.
    name: str
    #: The stored column; ``pk`` for the order of entry. Small tables may follow a relation.
    column: str
    descending: bool
    nullable: bool = False
    unique: bool = False
    #: Further columns, which only a small table can be sorted by.
    more: tuple[str, ...] = ()

    @property
    def lookups(self) -> tuple[str, ...]:
        """Return the whole order as Django's ``order_by`` takes it."""
        sign = "-" if self.descending else ""
        if self.column == "pk":
            return (f"{sign}pk",)
        return (f"{sign}{self.column}", *self.more, f"{sign}pk")

    @property
    def word(self) -> str:
        """Return the order as it is written in an address."""
        return f"{'-' if self.descending else ''}{self.name}" if self.name else ""


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _stored(model: Any, name: str, *, small: bool) -> str | None:
    """Return the own column of the table by which a field is sorted."""
    field = _field(model, name)
    if field is None or not getattr(field, "concrete", False) or field.many_to_many:
        return None
    if field.primary_key:
        return "pk"
    column = sort_column(model, name)
    if column != name and (small or is_indexed(model, column)):
        return column
    if isinstance(field, (*_NEVER, models.ForeignKey)):
        return None
    return name if small or is_indexed(model, name) else None


def _of_relation(model: Any, name: str) -> str | None:
    """Return the path to the column by which the records of a relation sort themselves."""
    field = _field(model, name)
    if not isinstance(field, models.ForeignKey):
        return None
    related: Any = field.related_model
    first = next(iter(related._meta.ordering or ()), None)
    if not isinstance(first, str):
        return None
    target = _stored(related, first.lstrip("-"), small=True)
    return f"{name}__{target}" if target else None


def _stands_for(screen: Screen, name: str) -> str:
    """Return the field that a computed column shows in the reader's language, else the name."""
    field: str = getattr(getattr(screen.model, name, None), "sorted_by", "")
    chinese = f"{field}_zh"
    if field and is_chinese() and _stored(screen.model, chinese, small=screen.small):
        return chinese
    return field or name


def sort_path(screen: Screen, name: str) -> str | None:
    """Return what a column of the list is sorted by; ``None`` when it cannot be sorted."""
    model: Any = screen.model
    if name == "__str__":
        name = next(iter(getattr(model, "natural_key_fields", ())), "")
    name = _stands_for(screen, name)
    own = _stored(model, name, small=screen.small)
    if own or not screen.small:
        return own
    return _of_relation(model, name)


def make_order(screen: Screen, name: str, path: str, *, descending: bool) -> Order:
    """Return the order by a path of the screen's model."""
    field = _field(screen.model, path) if path != "pk" else None
    return Order(
        name,
        path,
        descending,
        nullable=bool(getattr(field, "null", False)),
        unique=path == "pk" or bool(field is not None and field.unique and not field.null),
    )


def own_order(screen: Screen, hidden: Container[str]) -> Order:
    """Return the declared order, or the model's; the newest first where neither can be used."""
    declared = screen.ordering or tuple(screen.model._meta.ordering or ())
    words = [word for word in declared if isinstance(word, str)]
    first = words[0] if words else "-pk"
    name = first.lstrip("-")
    if name in {"pk", "id"}:
        return Order("", "pk", descending=first.startswith("-"), unique=True)
    path = sort_path(screen, name) or _key_itself(screen, name)
    if path is None or name in hidden:
        return Order("", "pk", descending=True, unique=True)
    order = make_order(screen, "", path, descending=first.startswith("-"))
    more = tuple(words[1:]) if screen.small else ()
    return Order("", order.column, order.descending, order.nullable, order.unique, more)


def _key_itself(screen: Screen, name: str) -> str | None:
    """Return a stored column that is named as it is, such as ``name_key``."""
    fits = _field(screen.model, name) is not None and is_indexed(screen.model, name)
    return name if fits else None


def order_of(screen: Screen, word: str, columns: Container[str], hidden: Container[str]) -> Order:
    """Return the order that an address asks for, or the screen's own; raise ``ValueError``.

    A column that is not offered, hidden or cannot be sorted is a ``ValueError`` with its name.
    """
    if not word:
        return own_order(screen, hidden)
    name = word.removeprefix("-")
    path = sort_path(screen, name) if name in columns and name not in hidden else None
    if path is None:
        raise ValueError(name)
    return make_order(screen, name, path, descending=word.startswith("-"))
