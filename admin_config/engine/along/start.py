"""Records that come along with new ones: what they start with, and whether that may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models

from admin_config.engine.spec import Along
from erp.foundation.models.made import new_record

_ONLY_LENGTH = (validators.MaxLengthValidator, validators.ProhibitNullCharactersValidator)


class Start:
    """Fills new records of one model from those that they come along with, and checks them."""

    def __init__(self, along: Along, model: Any, own: Any, columns: Iterable[Any]) -> None:
        """Find out once which fields are filled; what is in the others is the same in each."""
        self._model, self.named = model, dict(along.start)
        self._steps = [
            _step(model._meta.get_field(theirs), own._meta.get_field(mine))
            for theirs, mine in along.start
        ]
        filled = {*self.named, *(column.extra.key for column in columns)}
        fields = model._meta.concrete_fields
        self._filled: list[Any] = [field for field in fields if field.name in filled]
        self._others = {field.name for field in fields} - filled
        self._plain = type(self)._is_plain(model)
        self._errors: dict[str, Any] | None = None

    @staticmethod
    def _is_plain(model: Any) -> bool:
        return bool(model.clean_fields is models.Model.clean_fields)

    def fill(self, other: Any, record: Any) -> None:
        """Put what the record says where the other says nothing yet."""
        for theirs, mine, is_shared in self._steps:
            if getattr(other, theirs.attname) not in (None, ""):
                continue
            if not is_shared:
                setattr(other, theirs.name, getattr(record, mine.name, None))
                continue
            key = getattr(record, mine.attname)
            setattr(other, theirs.attname, key)
            if key is not None and mine.is_cached(record):
                theirs.set_cached_value(other, mine.get_cached_value(record))

    def check(self, other: Any) -> None:
        """Raise what ``clean_fields`` would; what relations point to was looked up already."""
        if not self._plain:
            other.clean_fields(exclude=_found_in_cells(other))
            return
        errors = dict(self._untouched())
        for field in self._filled:
            value = getattr(other, field.attname)
            if field.is_relation and value is not None:
                continue
            if (field.blank and value in field.empty_values) or _is_short_text(field, value):
                continue
            try:
                setattr(other, field.attname, field.clean(value, other))
            except ValidationError as error:
                errors[field.name] = error.error_list
        if errors:
            raise ValidationError(errors)

    def _untouched(self) -> dict[str, Any]:
        """Return what is wrong with the fields that nothing fills: the same in every new record."""
        if self._errors is None:
            self._errors = {}
            fresh = new_record(self._model)
            filled = {field.name for field in self._filled}
            try:
                fresh.clean_fields(exclude=filled | _found_in_cells(fresh))
            except ValidationError as error:
                self._errors = error.error_dict
        return self._errors


def _step(theirs: Any, mine: Any) -> tuple[Any, Any, bool]:
    """Return two fields, and whether both point to the same kind of record in the same way."""
    plain = type(theirs) is models.ForeignKey and type(mine) is models.ForeignKey
    is_shared = plain and theirs.target_field is mine.target_field
    return theirs, mine, is_shared


def _is_short_text(field: Any, value: Any) -> bool:
    """Tell whether a text has nothing wrong with it but what its length could be."""
    if type(field) is not models.CharField or type(value) is not str or field.choices:
        return False
    if not value or len(value) > (field.max_length or 0) or "\0" in value:
        return False
    return all(type(validate) in _ONLY_LENGTH for validate in field.validators)


def _found_in_cells(other: Any) -> set[str]:
    """Return the relations that point to something: it was looked up, for all rows at once."""
    fields = other._meta.concrete_fields
    return {f.name for f in fields if f.is_relation and getattr(other, f.attname) is not None}
