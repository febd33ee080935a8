"""The version tables of recorded models, which the recorder writes in bulk."""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from erp.foundation.models.operation import Operation


class VersionBase(models.Model):
    """What every version row carries besides the record's own fields."""

    operation = models.ForeignKey(
        Operation,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )

    class Meta:
        abstract = True


class _Reached(HistoryDescriptor):
    """Gives the versions of a model or record; makes the class of their manager once for all."""

    def __init__(self, given: HistoryDescriptor) -> None:
        """Take over the model and the kind of manager."""
        super().__init__(given.model, given.manager_class, given.queryset_class)
        self._manager = self.manager_class.from_queryset(self.queryset_class)

    def __get__(self, instance: Any, owner: Any) -> Any:
        """Return a manager, which is bound to the record if there is one."""
        return self._manager(self.model, instance)


class Versions(HistoricalRecords):
    """simple-history's version tables, written by the recorder instead of signal handlers."""

    def __init__(self, **options: Any) -> None:
        """Give every version table the operation it belongs to."""
        options.setdefault("bases", [VersionBase])
        super().__init__(**options)

    def finalize(self, sender: type[models.Model], **options: Any) -> None:
        """Make no table for a proxy: its versions are those of the model behind it."""
        if sender._meta.proxy:
            return
        super().finalize(sender, **options)
        given = sender.__dict__.get(self.manager_name)
        if given is not None:
            setattr(sender, self.manager_name, _Reached(given))

    def post_save(self, *_args: Any, **_options: Any) -> None:
        """Do nothing: the recorder writes versions in bulk at the end of the operation."""

    def post_delete(self, *_args: Any, **_options: Any) -> None:
        """Do nothing: the recorder writes versions in bulk at the end of the operation."""

    def pre_delete(self, *_args: Any, **_options: Any) -> None:
        """Do nothing: the recorder writes versions in bulk at the end of the operation."""
