"""How a person set up a list: columns in their order, rows on a page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from admin_config.models.saved_view import SavedView


class ListChoice(models.Model):
    """The choices of one person for one screen; an empty list of columns means the screen's own."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    page_size = models.PositiveSmallIntegerField(_("rows on a page"), null=True, blank=True)

    #: Shown when the person opens the list.
    default_view = models.ForeignKey(
        SavedView,
        verbose_name=_("default view"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    #: Keys of views in the person's own order; those that are not named follow by name.
    view_order = models.JSONField(_("order of views"), default=list, blank=True)

    class Meta:
        verbose_name = _("list choice")
        verbose_name_plural = _("list choices")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("person", "screen"), name="list_choice_once"),
        )

    def __str__(self) -> str:
        """Return the screen."""
        return self.screen
