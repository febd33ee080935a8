"""Goods that are not offered to anybody else without a second thought."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.sku import Sku
from erp.foundation.models import Recorded


class SensitiveSku(Recorded):
    """A sku that one customer regards as his: whoever offers it to another one is warned."""

    customer = models.ForeignKey(
        "parties.Customer",
        verbose_name=_("customer"),
        on_delete=models.CASCADE,
        related_name="sensitive_skus",
    )
    sku = models.ForeignKey(
        Sku, verbose_name=_("sku"), on_delete=models.CASCADE, related_name="sensitive_to"
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    natural_key_fields = ("customer", "sku")

    class Meta(Recorded.Meta):
        verbose_name = _("sensitive sku")
        verbose_name_plural = _("sensitive skus")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("customer", "sku"), name="sensitive_sku_once"),
        )
        indexes = (models.Index(fields=("created_at",), name="sensitive_sku_created"),)

    def __str__(self) -> str:
        """Return sku and customer."""
        return f"{self.sku} – {self.customer}"
