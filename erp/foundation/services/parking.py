"""Park unique values on spare ones for a moment, so that records can swap them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from erp.foundation.models.several_choices import is_free_text
from erp.foundation.services.bulk import differing_columns
from erp.foundation.services.versions import key_of


def park_unique_values(versions: list[Any]) -> None:
    """Replace the unique texts and empty the unique optional columns of these records.

    It happens inside the running transaction, and every record is saved with its real values
    right after; the parked ones are never seen and no version is written of them.
    """
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for version in versions:
        by_model[version.instance_type].append(key_of(version))
    for model, keys in by_model.items():
        columns = _unique_columns(model)
        for key in keys:
            values = {column.attname: _spare(column) for column in columns}
            if values:
                models.QuerySet(model).filter(pk=key).update(**values)


def park_differing_values(records: Iterable[Any]) -> None:
    """Park the unique values of stored records that are about to be saved with other ones."""
    for record in records:
        differing = differing_columns(record)
        columns = [c for c in _unique_columns(type(record)) if c.attname in differing]
        if columns:
            values = {column.attname: _spare(column) for column in columns}
            models.QuerySet(type(record)).filter(pk=record.pk).update(**values)


def _unique_columns(model: Any) -> list[Any]:
    """Return the columns that are unique, alone or with others, and can hold a spare value."""
    names = {
        name for constraint in model._meta.total_unique_constraints for name in constraint.fields
    } | {name for group in model._meta.unique_together for name in group}
    return [
        column
        for column in model._meta.concrete_fields
        if (column.unique or column.name in names)
        and not column.primary_key
        and (column.null or is_free_text(column))
    ]


def _spare(column: Any) -> str | None:
    return None if column.null else f"~{secrets.token_hex(16)}"[: column.max_length]
