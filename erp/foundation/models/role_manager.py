"""The manager of a proxy that stands for some rows of its table."""

from __future__ import annotations

from django.db import models

from erp.foundation.models.recorded_rows import RecordedQuerySet
from erp.foundation.roles import role_of


class RoleManager(models.Manager.from_queryset(RecordedQuerySet)):  # type: ignore[misc]
    """The rows of one role, as the model's ``stands_for`` tells them."""

    def get_queryset(self) -> RecordedQuerySet:
        """Return the rows that have the role."""
        rows: RecordedQuerySet = super().get_queryset().filter(**role_of(self.model))
        return rows
