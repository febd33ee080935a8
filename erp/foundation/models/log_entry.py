"""The house's log of what happened to which record: auditlog's entry, filed under an operation."""

from auditlog.models import AbstractLogEntry
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models.operation import Operation


class LogEntry(AbstractLogEntry):
    """One line of the log: one record, one operation, the fields that changed. Append-only."""

    operation: "models.ForeignKey[Operation | None, Operation | None]" = models.ForeignKey(
        Operation,
        verbose_name=_("operation"),
        on_delete=models.PROTECT,
        null=True,
        related_name="entries",
    )

    class Meta(AbstractLogEntry.Meta):
        ordering = ("-id",)
        default_permissions = ("view", "export")
        indexes = (
            models.Index(fields=("content_type", "object_id", "id"), name="log_entry_record"),
        )
