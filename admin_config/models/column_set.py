"""The columns that somebody likes to take along, by a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import KeyField


class ColumnSet(models.Model):
    """One person's columns for exports of one screen, with format and encoding.

    A shared one is offered to all who may export there; each gets what they may see of it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    name_key = KeyField("name", max_length=60)
    #: Names of fields in the order of the file; those of related records as ``relation__field``.
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(_("format"), max_length=8, blank=True)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    #: Offered to everybody, or else to these roles; to nobody once they are gone.
    is_shared = models.BooleanField(_("shared"), default=False)
    for_everybody = models.BooleanField(_("for everybody"), default=False)
    shared_with = models.ManyToManyField(
        "auth.Group", verbose_name=_("shared with"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("set of columns")
        verbose_name_plural = _("sets of columns")
        default_permissions = ()
        ordering = ("name_key",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "screen", "name_key"), name="column_set_once"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name
