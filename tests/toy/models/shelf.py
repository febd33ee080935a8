"""Where toys stand: a tree."""

from django.db import models

from erp.foundation.models import KeyField, Recorded


class Shelf(Recorded):
    """A shelf, possibly part of another one."""

    name = models.CharField("name", max_length=40)
    name_key = KeyField("name", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="part of",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )

    search_fields = ("name",)
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = "shelf"
        verbose_name_plural = "shelves"
        ordering = ("name_key",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
