"""A relation that outlives what it points to, such as the paper that another was copied from."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor


class _Reached(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """Reads what a soft link points to; ``None`` while that is gone."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        try:
            return super().__get__(instance, cls)
        except self.field.related_model.DoesNotExist:
            return None


class SoftLink(models.ForeignKey):  # type: ignore[type-arg]
    """Where a record comes from: the other one may be deleted, and the key stays.

    It holds nothing back, is never checked, and is whole again once a deletion was undone, because
    what comes back has its key. A loss writes no version, since nothing of this record changed.
    """

    forward_related_accessor_class = _Reached

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **options: Any) -> None:
        """Stand without a constraint in the database, and optional."""
        options |= {"db_constraint": False, "null": True, "blank": True}
        super().__init__(to, models.DO_NOTHING, **options)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Accept a key whatever became of its record."""


def is_soft(relation: Any) -> bool:
    """Tell whether a relation may point to what is gone."""
    return isinstance(relation, SoftLink)
