"""An export that somebody took along, or that was made for them by a plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admin_config.models.export_plan import ExportPlan, ExportWay


class FileState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("waiting")
    #: Written and recorded, about to be put into the folder.
    WRITTEN = "written", _("written")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class ExportFile(models.Model):
    """One file for one person, made with that person's rights."""

    #: Whom it is for: nobody else can fetch it.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(
        ExportPlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="files"
    )
    #: When the plan wanted it; one file for each person and time.
    due_at = models.DateTimeField(null=True, blank=True)
    screen = models.CharField(_("screen"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    query = models.TextField(_("filter"), blank=True)
    #: Records that were ticked one by one: no filter finds them again.
    ticked = models.BooleanField(default=False)
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(_("format"), max_length=8)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    way = models.CharField(
        _("where to"), max_length=6, choices=ExportWay.choices, default=ExportWay.KEEP
    )
    state = models.CharField(
        _("state"), max_length=7, choices=FileState.choices, default=FileState.DONE
    )
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    #: The name below the folder of exports; empty where the browser took the file at once.
    file = models.CharField(pgettext_lazy("export", "file"), max_length=120, blank=True)
    #: Whether it holds what a role must be given to see, and how far the right to export reached.
    guarded = models.BooleanField(default=False)
    reach = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    job = models.ForeignKey(
        "foundation.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mail = models.ForeignKey(
        "foundation.OutboxMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("made by an export", "export")
        verbose_name_plural = pgettext_lazy("made by an export", "exports")
        default_permissions = ()
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "person", "due_at"), name="export_file_once"),
        )
        indexes = (
            models.Index(fields=("person", "id"), name="export_file_person"),
            models.Index(fields=("state",), name="export_file_state"),
        )

    def __str__(self) -> str:
        """Return the title and number."""
        return f"{self.title} (#{self.pk})"
