"""Links to rows of other tables, which need not exist."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor


class Gone:
    """What a column names where no such row is: shown as it is stored, leading nowhere."""

    #: No address is made of it.
    pk = ""

    def __init__(self, value: Any) -> None:
        """Keep what is stored."""
        self.value = value

    def __str__(self) -> str:
        """Return what is stored."""
        return str(self.value)


class _MayBeGone(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """The way to another record; what is stored where the table points to what is not there."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """Return the other record, what is stored in its place, or nothing."""
        found = super().__get__(instance, cls)
        if instance is None or found is not None:
            return found
        value = getattr(instance, self.field.attname)
        return None if value in (None, "") else Gone(value)

    def get_object(self, instance: Any) -> Any:
        """Return the other record, or nothing."""
        try:
            return super().get_object(instance)
        except (ObjectDoesNotExist, ValueError, TypeError, ValidationError):
            return None

    def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
        """Ask only for what can be a key over there: SQLite keeps any value in any column."""
        fit = [each for each in instances if self._can_be_key(each)]
        return super().get_prefetch_querysets(fit, querysets)

    def _can_be_key(self, instance: Any) -> bool:
        value = getattr(instance, self.field.attname)
        try:
            self.field.target_field.get_prep_value(value)
        except (ValueError, TypeError, ArithmeticError, ValidationError):
            return False
        return True


class Pointer(models.ForeignKey):  # type: ignore[type-arg]
    """A link to a row of another table, which need not exist."""

    forward_related_accessor_class = _MayBeGone

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Fetch it as the key over there is fetched."""
        return self.target_field.select_format(compiler, sql, params)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read it as the key over there is read, so that both are the same."""
        read = getattr(self.target_field, "from_db_value", None)
        return read(value, expression, connection) if read is not None else value
