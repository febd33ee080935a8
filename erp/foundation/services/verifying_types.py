"""Find what a column cannot hold: SQLite keeps texts where whole numbers belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from erp.foundation.canonical import layout_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.seal import Head, Layout, Seal, Sealer
from erp.foundation.services.versions import recorded_models

if TYPE_CHECKING:
    from erp.foundation.services.verifying import Verified


def is_readable(verified: Verified) -> bool:
    """Tell whether the rest can be checked; find the rows of seals and of operations that bar it.

    Other databases refuse such values themselves.
    """
    if connection.vendor != "sqlite":
        return True
    for model in (Seal, Head, Sealer, Layout):
        _find(verified, model, model._meta.concrete_fields)
    _find_moments(verified)
    for table in (LogEntry, *(model.history.model for model in recorded_models())):
        _find(verified, table, [table._meta.get_field("operation")])
    return not verified.found


def _find(verified: Verified, model: Any, fields: Any) -> None:
    quote = connection.ops.quote_name
    odd = " OR ".join(
        f"typeof({quote(field.column)}) NOT IN ('{_type_of(field)}', 'null')" for field in fields
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(model._meta.pk.column)} FROM {quote(model._meta.db_table)} "  # noqa: S608 - names of columns
            f"WHERE {odd}"
        )
        for (key,) in cursor:
            _tell(verified, model, key)


def _type_of(field: Any) -> str:
    return "integer" if field.db_type(connection) in {"integer", "bigint"} else "text"


def _find_moments(verified: Verified) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, made_at || '' FROM foundation_head WHERE typeof(made_at) = 'text'"
        )
        for number, made_at in cursor:
            if not is_moment(made_at):
                _tell(verified, Head, number)


def is_moment(text: str) -> bool:
    """Tell whether a text says a moment."""
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False


def _tell(verified: Verified, model: Any, key: Any) -> None:
    label = layout_of(model).label
    words = _(
        "Table %(table)s, row %(key)s: a value is of no kind that the house writes. Until it is "
        "put right nothing else can be checked."
    )
    verified.find(words % {"table": label, "key": key}, None, label)
