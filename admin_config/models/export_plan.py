"""An export that the house makes by the clock: what, for whom, when, and where it goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Every(models.TextChoices):
    """How often it is made."""

    DAY = "day", _("every day")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")


class ExportWay(models.TextChoices):
    """Where the file goes."""

    KEEP = "keep", _("kept here, to be fetched")
    MAIL = "mail", _("by mail to colleagues")
    FOLDER = "folder", _("into the folder of the house")


class ExportPlan(models.Model):
    """One person's plan; what each file holds, the rights of whom it is for decide each time."""

    #: Whose plan it is: who may change, pause and delete it.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80)
    name = models.CharField(_("name"), max_length=80)
    #: Which records: the words of the list's address.
    query = models.TextField(_("filter"), blank=True)
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(_("format"), max_length=8)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    every = models.CharField(_("how often"), max_length=5, choices=Every.choices)
    #: 0 is Monday.
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), default=0, validators=[MaxValueValidator(6)]
    )
    #: The last day of months that are shorter.
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, validators=[MaxValueValidator(31)]
    )
    #: By the clock of the house's time zone.
    at = models.TimeField(_("at"))
    way = models.CharField(_("where to"), max_length=6, choices=ExportWay.choices)
    readers: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("readers"), blank=True, related_name="+"
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    next_at = models.DateTimeField(_("next time"), db_index=True)
    #: Why the last one failed, or why it was paused; empty after one that worked.
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("planned export")
        verbose_name_plural = _("planned exports")
        default_permissions = ()
        permissions = (("drop_exportplan", _("Can drop exports into the folder of the house")),)
        ordering = ("name", "id")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
