"""An import under way or done: its file, its columns, every row's verdict and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("uploaded")
    MAPPED = "mapped", _("being checked")
    CHECKED = "checked", _("checked")
    COMMITTING = "committing", _("being written")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Verdict(models.TextChoices):
    """What an import does, or did, with a row."""

    NEW = "new", _("new")
    CHANGED = "changed", pgettext_lazy("verdict", "changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    DOUBLED = "doubled", _("twice in the file")
    OVERTAKEN = "overtaken", _("changed meanwhile")
    ALIKE = "alike", _("possible duplicate")
    LEFT = "left", _("left out")


#: What an import did not write.
NOT_TAKEN = (
    Verdict.REFUSED,
    Verdict.DOUBLED,
    Verdict.OVERTAKEN,
    Verdict.ALIKE,
    Verdict.LEFT,
)


class ImportRun(models.Model):
    """One file on its way into one screen; nothing of it is written before it is committed."""

    screen = models.CharField(_("screen"), max_length=80)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m/", max_length=200)
    #: The ZIP with the files that cells name.
    pictures = models.FileField(
        _("pictures"), upload_to="imports/%Y/%m/", max_length=200, blank=True
    )
    filename = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.UPLOADED
    )
    #: What the file is: its kind, encoding, delimiter, sheets.
    source = models.JSONField(_("source"), default=dict, blank=True)
    #: The headers found, with a few cells below each.
    columns = models.JSONField(_("columns"), default=list, blank=True)
    #: Column number (as text) to field name.
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    #: Add, update or both; order of day and month; language and zone of the person.
    options = models.JSONField(_("options"), default=dict, blank=True)
    #: How many rows got which verdict.
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    #: By column: kind, names and number of the records that are created on the way.
    on_the_way = models.JSONField(_("created on the way"), default=dict, blank=True)
    #: The last row of the file that was checked, and the last that was committed.
    checked_to = models.PositiveIntegerField(default=0)
    committed_to = models.PositiveIntegerField(default=0)
    #: Rows of the file, known when it was read to its end.
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    operation = models.ForeignKey(
        "foundation.Operation",
        verbose_name=_("operation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_runs",
    )
    job = models.ForeignKey(
        "foundation.Job",
        verbose_name=_("job"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        default_permissions = ()
        indexes = (models.Index(fields=("asked_by", "screen", "id"), name="import_run_asked_by"),)

    def __str__(self) -> str:
        """Return the name of the file and the number."""
        return f"{self.filename} (#{self.pk})"

    def count(self, *verdicts: str) -> int:
        """Return how many rows got one of these verdicts."""
        return sum(int(self.counts.get(verdict, 0)) for verdict in verdicts)


class ImportRow(models.Model):
    """One row of the file with its verdict; the data are the cells as they were read."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    #: The row as a spreadsheet counts it.
    number = models.PositiveIntegerField(_("row"))
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    #: Column number to cell.
    data = models.JSONField(_("data"), default=list)
    #: Field, former text and new text of what differs.
    differences = models.JSONField(_("differences"), default=list)
    #: Column, message and what to do.
    reasons = models.JSONField(_("reasons"), default=list)
    record_pk = models.BigIntegerField(_("record"), null=True)
    #: Digests of what must be unique, so that a check taken up again knows the rows before.
    marks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ("run", "number")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="import_row_once"),)
        indexes = (models.Index(fields=("run", "verdict", "number"), name="import_row_verdict"),)

    def __str__(self) -> str:
        """Return number and verdict."""
        return f"{self.number}: {self.get_verdict_display()}"

    def reason_texts(self) -> list[str]:
        """Return each reason as one line: the column, what is wrong, what to do."""
        return [_as_line(reason) for reason in self.reasons]


class ImportMend(models.Model):
    """What was typed instead of a cell; every check of the file reads it so."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="mends")
    #: The row as a spreadsheet counts it, and the column from 0.
    number = models.PositiveIntegerField(_("row"))
    place = models.PositiveIntegerField(_("column"))
    typed = models.TextField(_("typed"), blank=True)
    #: The cell as it was read.
    was = models.JSONField(_("before"), null=True)

    class Meta:
        verbose_name = _("mended cell")
        verbose_name_plural = _("mended cells")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("run", "number", "place"), name="import_mend_once"),
        )

    def __str__(self) -> str:
        """Return where it is and what was typed."""
        return f"{self.number}/{self.place}: {self.typed}"


def _as_line(reason: dict[str, Any]) -> str:
    column = f"{reason['column']}: " if reason.get("column") else ""
    hint = f" {reason['hint']}" if reason.get("hint") else ""
    return f"{column}{reason['message']}{hint}"
