"""A name in both languages of the house."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def is_chinese(language: str | None = None) -> bool:
    """Tell whether a language, else the reader's, is Chinese."""
    return (language or get_language() or "").startswith("zh")


def local_text(record: models.Model, name: str) -> str:
    """Return a text in the reader's language, of a field that has a Chinese one beside it."""
    chinese = str(getattr(record, f"{name}_zh")) if is_chinese() else ""
    return chinese or str(getattr(record, name))


class Bilingual(models.Model):
    """Something that papers and screens name in English or in Chinese."""

    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return local_text(self, "name")

    def local_name(self) -> str:
        """Return the name in the reader's language, as a column of a list."""
        return local_text(self, "name")

    local_name.short_description = _("name")  # type: ignore[attr-defined]
    local_name.sorted_by = "name"  # type: ignore[attr-defined]

    def name_in(self, language: str) -> str:
        """Return the name as a paper in this language prints it."""
        return self.name_zh if is_chinese(language) and self.name_zh else self.name
