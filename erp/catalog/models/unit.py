"""In what goods are counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class Unit(Recorded, Bilingual):
    """A unit of quantity: its names in both languages and how many digits a quantity may have."""

    name = models.CharField(_("name"), max_length=20)
    name_key = KeyField("name", max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=20, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits"), default=0)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("name_key",)
        constraints = (
            models.CheckConstraint(condition=models.Q(digits__lte=4), name="unit_digits"),
        )
