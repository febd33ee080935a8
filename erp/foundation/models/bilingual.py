"""A name in both languages of the house."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Bilingual(models.Model):
    """Something that papers and screens name in English or in Chinese."""

    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.name_in(get_language() or "en")

    def local_name(self) -> str:
        """Return the name in the reader's language, as a column of a list."""
        return self.name_in(get_language() or "en")

    local_name.short_description = _("name")  # type: ignore[attr-defined]

    def name_in(self, language: str) -> str:
        """Return the name as a paper in this language prints it."""
        return self.name_zh if language.startswith("zh") and self.name_zh else self.name
