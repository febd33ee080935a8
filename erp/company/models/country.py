"""The countries of the world."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class Country(Recorded, Bilingual):
    """A country or territory by its two letters of ISO 3166."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name_key = KeyField("name", max_length=80, unique=True)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("code", "name", "name_zh")
    natural_key_fields = ("code",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name_key",)
