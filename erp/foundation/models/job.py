"""The job: background work as a row in the database, which is the truth about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.foundation.models.operation import Operation


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """A piece of background work: what, for whom, how far, and how it ended."""

    #: The name under which a ``@job`` function was registered.
    kind = models.CharField(_("kind"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    operation = models.ForeignKey(
        Operation,
        verbose_name=_("operation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
    )
    #: Whether the proof of who asked was fresh then: what weighs much is done on that alone.
    proven = models.BooleanField(_("asked with a fresh proof"), default=True)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    message = models.CharField(_("message"), max_length=500, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    cancel_asked = models.BooleanField(_("cancel asked"), default=False)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    #: Renewed while it runs; a running job without a fresh one was left by a killed worker.
    alive_at = models.DateTimeField(_("alive at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    owner_fields = ("asked_by",)
    #: Everybody sees the jobs that they asked for.
    owners_may = ("view",)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-id",)
        default_permissions = ("view", "change")
        indexes = (
            models.Index(fields=("state", "due_at"), name="job_state_due"),
            models.Index(fields=("asked_by",), name="job_asked_by"),
        )

    def __str__(self) -> str:
        """Return the title and number."""
        return f"{self.title or self.kind} (#{self.pk})"

    @property
    def percent(self) -> int:
        """Return the progress from 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0
