"""The name under which a maker sells."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class Brand(Recorded, Bilingual):
    """A maker's brand, such as SKF; its first letter groups long lists."""

    name = models.CharField(_("name"), max_length=60)
    name_key = KeyField("name", max_length=60, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    letter = models.CharField(_("first letter"), max_length=1, blank=True, editable=False)
    logo = models.ImageField(_("logo"), upload_to="brands/%Y/%m/", blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ("name_key",)

    def clean(self) -> None:
        """Derive the first letter."""
        self.letter = self.name.strip()[:1].upper()
