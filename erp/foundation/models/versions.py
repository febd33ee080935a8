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

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        """Index no column but those by which versions are looked for.

        A version has its record's key, its operation, its moment and its actor indexed. Of what
        the record holds only the records it is a part of and paper numbers are asked for; each
        further index would cost every change of every record, and most of all bulk work.
        """
        fields: dict[str, Any] = super().copy_fields(model)
        for name, field in fields.items():
            if field.db_index and not _is_asked_for(model, model._meta.get_field(name)):
                field.db_index = False
        return fields

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


def _is_asked_for(model: Any, field: Any) -> bool:
    """Tell whether versions are looked for by a field of the record."""
    if field.primary_key or field.name in model.versions_found_by:
        return True
    if getattr(field, "found_in_versions", False):
        return True
    return bool(field.is_relation and field.remote_field.on_delete is models.CASCADE)
