"""The house's log of what happened to which record: auditlog's entry, filed under an operation."""

from typing import Any

from auditlog.models import AbstractLogEntry
from django.db import models
from django.utils import timezone
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

    # The library indexes these one by one; here whoever looks for a record, an operation, a
    # request or a time goes through the index of the record or the operation, and each index less
    # makes bulk work faster.
    object_pk: Any = models.CharField(_("object pk"), max_length=255)
    object_id: Any = models.BigIntegerField(_("object id"), null=True, blank=True)
    action: Any = models.PositiveSmallIntegerField(
        _("action"), choices=AbstractLogEntry.Action.choices
    )
    cid: Any = models.CharField(_("Correlation ID"), max_length=255, null=True, blank=True)

    timestamp: Any = models.DateTimeField(_("timestamp"), default=timezone.now)

    class Meta(AbstractLogEntry.Meta):
        ordering = ("-id",)
        default_permissions = ("view", "export")
        indexes = (
            models.Index(fields=("content_type", "object_id", "id"), name="log_entry_record"),
        )
