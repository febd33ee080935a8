"""Rules about fields of other records: the relation, its fields and the rows of values exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import accessors, field_names, path_of
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Along, Screen
from erp.foundation.services.value_rows import COLUMNS


def _relation(model: Any, name: str) -> Any:
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.ForeignKey) else None


def records_along(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of records along by what is no relation, and of fields that they do not have."""
    for along in screen.along:
        relation = _relation(screen.model, along.relation)
        if relation is None:
            names = [f.name for f in screen.model._meta.concrete_fields if f.is_relation]
            yield _wrong(screen, along.relation, f"{along.relation!r} is no relation.", names)
            continue
        yield from _unknown(screen, along, relation.related_model)


def _unknown(screen: Screen, along: Along, model: Any) -> Iterator[CheckMessage]:
    theirs = field_names(model)
    for name in (*along.names, *(name for name, _mine in along.start)):
        if name not in theirs:
            yield _wrong(screen, name, f"{model.__name__} has no {name!r}.", sorted(theirs))
    mine = field_names(screen.model)
    for _name, name in along.start:
        if name not in mine:
            message = f"start names {name!r}, which {screen.model.__name__} does not have."
            yield _wrong(screen, name, message, sorted(mine))


def _wrong(screen: Screen, word: str, message: str, known: list[str]) -> CheckMessage:
    hint = nearest(word, known)
    return complain(screen, Mistake.ALONG_NOWHERE, f"along: {message}", hint=hint, word=word)


def rows_of_values(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of values without rows to hold them, or without what decides which there are."""
    values = screen.values
    if values is None:
        return
    rows = accessors(screen.model).get(values.relation)
    if rows is None:
        known = list(accessors(screen.model))
        message = f"values: no rows belong to the record by {values.relation!r}."
        yield _lost(screen, values.relation, message, nearest(values.relation, known))
        return
    columns = {field.attname for field in rows.related_model._meta.concrete_fields}
    lacking = [name for name in (*COLUMNS, f"{values.by}_id") if name not in columns]
    if lacking:
        message = f"values: rows by {values.relation!r} have no {', '.join(lacking)}."
        yield _lost(screen, values.relation, message, nearest(lacking[0], columns))
    for path in filter(None, (values.scope, values.listed_by)):
        if not path_of(screen.model, path):
            message = f"values: {path!r} leads nowhere."
            yield _lost(screen, path, message, nearest(path, field_names(screen.model)))


def _lost(screen: Screen, word: str, message: str, hint: str) -> CheckMessage:
    return complain(screen, Mistake.VALUES_NOWHERE, message, hint=hint, word=word)


RULES = (records_along, rows_of_values)
