"""A change or a step for many records at once: which ones, what was asked, what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BulkState(models.TextChoices):
    """How far it has come."""

    CHOSEN = "chosen", _("chosen")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    WORKING = "working", _("being done")
    DONE = "done", _("done")


class BulkOutcome(models.TextChoices):
    """What would become of a record, or did."""

    WAITING = "waiting", _("not looked at yet")
    READY = "ready", _("to be changed")
    DONE = "done", _("done")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class BulkRun(models.Model):
    """One change, or one step, for a set of records that was fixed when it was chosen."""

    screen = models.CharField(_("screen"), max_length=80)
    #: The name of the step; empty where fields are changed.
    verb = models.CharField(_("step"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BulkState.choices, default=BulkState.CHOSEN
    )
    #: How the set was chosen, in words: the filters of the list, or that records were ticked.
    words = models.JSONField(_("chosen by"), default=list, blank=True)
    #: Field, kind of change and value of each.
    changes = models.JSONField(_("changes"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: Language and zone of the person; how often it was begun.
    options = models.JSONField(_("options"), default=dict, blank=True)
    #: How many records had which outcome.
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    #: The last record that was checked, and the last that was done.
    checked_to = models.PositiveIntegerField(default=0)
    done_to = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    operation = models.ForeignKey(
        "foundation.Operation",
        verbose_name=_("operation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bulk_runs",
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
        verbose_name = pgettext_lazy("many records", "change of many")
        verbose_name_plural = pgettext_lazy("many records", "changes of many")
        ordering = ("-id",)
        default_permissions = ()
        indexes = (
            models.Index(fields=("asked_by", "screen", "id"), name="bulk_run_asked_by"),
            models.Index(fields=("state", "created_at"), name="bulk_run_state"),
        )

    def __str__(self) -> str:
        """Return screen and number."""
        return f"{self.screen} (#{self.pk})"

    def count(self, *outcomes: str) -> int:
        """Return how many records have one of these outcomes."""
        return sum(int(self.counts.get(outcome, 0)) for outcome in outcomes)


class BulkRow(models.Model):
    """One record of the set, with what became of it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    #: Its place in the set, from 1.
    number = models.PositiveIntegerField(_("row"))
    record_pk = models.BigIntegerField(_("record"))
    #: The record's name when it was looked at.
    name = models.CharField(_("name"), max_length=200, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=BulkOutcome.choices, default=BulkOutcome.WAITING
    )
    #: Field, label, former text and new text of what differs.
    differences = models.JSONField(_("differences"), default=list)
    #: Field, message and what to do.
    reasons = models.JSONField(_("reasons"), default=list)

    class Meta:
        verbose_name = _("record of a change of many")
        verbose_name_plural = _("records of a change of many")
        ordering = ("run", "number")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="bulk_row_once"),)
        indexes = (models.Index(fields=("run", "outcome", "number"), name="bulk_row_outcome"),)

    def __str__(self) -> str:
        """Return name and outcome."""
        return f"{self.name or self.record_pk}: {self.get_outcome_display()}"
