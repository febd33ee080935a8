"""How goods travel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class DeliveryWay(Recorded, Bilingual):
    """A way of delivery as papers print it, such as by courier or ex works."""

    name_key = KeyField("name", max_length=80, unique=True)
    phone = models.CharField(
        _("phone"), max_length=30, blank=True, help_text=_("Where one asks about a shipment.")
    )
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("delivery way")
        verbose_name_plural = _("delivery ways")
        ordering = ("name_key",)
