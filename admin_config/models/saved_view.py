"""A list as somebody likes to see it: filters, search, order, columns and page size by a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import KeyField


class SavedView(models.Model):
    """One person's view of one screen; a shared one is offered to all who may see the screen."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    name_key = KeyField("name", max_length=60)
    #: Parameters of the list's filters, each with its values.
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    search = models.CharField(_("search"), max_length=200, blank=True)
    order = models.CharField(_("order"), max_length=80, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    page_size = models.PositiveSmallIntegerField(_("rows on a page"), null=True, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    #: A shared view is offered to everybody, or else to these roles; to nobody once they are gone.
    for_everybody = models.BooleanField(_("for everybody"), default=False)
    shared_with = models.ManyToManyField(
        "auth.Group", verbose_name=_("shared with"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ()
        permissions = (("share_savedview", _("Can share saved views")),)
        ordering = ("name_key",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "screen", "name_key"), name="saved_view_once"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def parameters(self) -> dict[str, list[str]]:
        """Return what the view puts into an address, each parameter with its values."""
        stored: Any = self.filters if isinstance(self.filters, dict) else {}
        found = {str(key): [str(value) for value in values] for key, values in stored.items()}
        if self.search:
            found["q"] = [self.search]
        if self.order:
            found["o"] = [self.order]
        return found
