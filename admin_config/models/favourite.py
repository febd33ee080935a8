"""Records that a person wants at hand: starred, or opened lately."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.Model):
    """A record of a screen, kept for one person; it may be gone or out of reach by now."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("screen"), max_length=80)
    record = models.BigIntegerField(_("record"))

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        """Return screen and key."""
        return f"{self.screen} {self.record}"


class Favourite(Kept):
    """A record with a person's star."""

    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta(Kept.Meta):
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("person", "screen", "record"), name="favourite_once"),
        )


class RecentRecord(Kept):
    """A record that a person opened, with the last time."""

    opened_at = models.DateTimeField(_("opened"))

    class Meta(Kept.Meta):
        verbose_name = _("recent record")
        verbose_name_plural = _("recent records")
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(fields=("person", "screen", "record"), name="recent_once"),
        )
        indexes = (models.Index(fields=("person", "-opened_at"), name="recent_by_time"),)
