"""What a person decided about a row that may be a record already there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from admin_config.models.import_run import ImportRun


class Choice(models.TextChoices):
    """What becomes of a possible duplicate."""

    CREATE = "create", _("create anyway")
    TAKE = "take", _("take as this record")
    LEAVE = "leave", _("leave out")


class ImportChoice(models.Model):
    """A decision about one row; every check of the file keeps to it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="choices")
    #: The row as a spreadsheet counts it.
    number = models.PositiveIntegerField(_("row"))
    choice = models.CharField(_("decision"), max_length=6, choices=Choice.choices)
    #: The record that the row is about, where it is taken as one.
    record_pk = models.BigIntegerField(_("record"), null=True)

    class Meta:
        verbose_name = _("decision about a row")
        verbose_name_plural = _("decisions about rows")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="import_choice_once"),
        )

    def __str__(self) -> str:
        """Return the row and what was decided."""
        return f"{self.number}: {self.get_choice_display()}"
