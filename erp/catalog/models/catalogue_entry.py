"""A line of a maker's catalogue, with the designations that it had before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.brand import Brand
from erp.catalog.models.category import Category
from erp.catalog.models.sku import Sku
from erp.foundation.models import KeyField, Recorded


class CatalogueEntry(Recorded):
    """What a maker offers under which designation, and what the same thing was called before."""

    brand = models.ForeignKey(
        Brand,
        verbose_name=_("brand"),
        on_delete=models.PROTECT,
        related_name="catalogue_entries",
    )
    model = models.CharField(_("model"), max_length=80)
    model_key = KeyField("model", max_length=80, squeezed=True)
    designation = models.CharField(_("designation"), max_length=160, blank=True)
    designation_zh = models.CharField(_("designation in Chinese"), max_length=160, blank=True)
    former_brand = models.CharField(_("former brand"), max_length=60, blank=True)
    former_model = models.CharField(_("former model"), max_length=80, blank=True)
    former_key = KeyField("former_model", max_length=80, squeezed=True, blank_is_null=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="catalogue_entries",
    )
    #: Values by the code of the specification, as they are typed.
    specifications = models.JSONField(_("specifications"), default=dict, blank=True)
    sku = models.ForeignKey(
        Sku,
        verbose_name=_("sku"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="catalogue_entries",
    )

    search_fields = (
        "model",
        "designation",
        "designation_zh",
        "former_brand",
        "former_model",
    )
    natural_key_fields = ("brand", "model")

    class Meta(Recorded.Meta):
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        ordering = ("model_key",)
        constraints = (
            models.UniqueConstraint(fields=("brand", "model_key"), name="catalogue_entry_once"),
        )
        indexes = (
            models.Index(fields=("model_key",), name="catalogue_entry_model"),
            models.Index(fields=("former_key",), name="catalogue_entry_former"),
            models.Index(fields=("category", "model_key"), name="catalogue_entry_category"),
        )

    def __str__(self) -> str:
        """Return brand and model."""
        return f"{self.brand} {self.model}"

    def clean(self) -> None:
        """Write designations in capitals, as makers do."""
        self.model = self.model.strip().upper()
        self.former_model = self.former_model.strip().upper()
