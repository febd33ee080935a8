"""Which column of a file meant which field the last time, per person and screen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """What a person decided about the columns of a screen's files; used as the next proposal."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80)
    #: Folded header to field name; an empty name means that the column is left out.
    columns = models.JSONField(_("columns"), default=dict)
    options = models.JSONField(_("options"), default=dict)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("person", "screen"), name="import_mapping_once"),
        )

    def __str__(self) -> str:
        """Return the screen."""
        return self.screen
