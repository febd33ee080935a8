"""A word that many toys may carry."""

from django.db import models

from erp.foundation.models import KeyField, Recorded


class Tag(Recorded):
    """A tag, known by its name whatever its case and width."""

    name = models.CharField("name", max_length=30)
    name_key = KeyField("name", max_length=30, unique=True)

    search_fields = ("name",)
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = "tag"
        verbose_name_plural = "tags"
        ordering = ("name_key",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
