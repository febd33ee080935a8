"""A line of a maker's catalogue, with the designations that it had before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.brand import Brand
from erp.catalog.models.category import Category
from erp.catalog.models.sku import Sku
from erp.catalog.models.specification_value import SpecificationValue
from erp.foundation.models import KeyField, Recorded, local_text


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
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="catalogue_entries",
    )
    sku = models.ForeignKey(
        Sku,
        verbose_name=_("sku"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="catalogue_entries",
    )
    note = models.TextField(_("note"), blank=True)
    #: All of them as one text: for the list, and for the search.
    also_known_as = models.CharField(
        _("former designations"), max_length=500, blank=True, editable=False
    )

    search_fields = ("model", "designation", "designation_zh", "also_known_as")
    natural_key_fields = ("brand", "model")
    derived_fields = ("also_known_as",)

    class Meta(Recorded.Meta):
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        ordering = ("model_key",)
        constraints = (
            models.UniqueConstraint(fields=("brand", "model_key"), name="catalogue_entry_once"),
        )
        indexes = (
            models.Index(fields=("model_key",), name="catalogue_entry_model"),
            models.Index(fields=("category", "model_key"), name="catalogue_entry_category"),
        )

    def __str__(self) -> str:
        """Return brand and model."""
        return f"{self.brand} {self.model}"

    def local_designation(self) -> str:
        """Return the designation in the reader's language, as a column of a list."""
        return local_text(self, "designation")

    local_designation.short_description = _("designation")  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Write the designation in capitals, as makers do."""
        self.model = self.model.strip().upper()


class FormerDesignation(Recorded):
    """What the thing of a catalogue entry was called before, by its maker or by another one."""

    entry = models.ForeignKey(
        CatalogueEntry,
        verbose_name=_("catalogue entry"),
        on_delete=models.CASCADE,
        related_name="former_designations",
    )
    brand = models.CharField(_("former brand"), max_length=60, blank=True)
    model = models.CharField(_("former model"), max_length=80)
    model_key = KeyField("model", max_length=80, squeezed=True)

    natural_key_fields = ("entry", "model")

    class Meta(Recorded.Meta):
        verbose_name = _("former designation")
        verbose_name_plural = _("former designations")
        ordering = ("entry", "id")
        constraints = (
            models.UniqueConstraint(fields=("entry", "model_key"), name="former_designation_once"),
        )
        indexes = (models.Index(fields=("model_key",), name="former_designation_model"),)

    def __str__(self) -> str:
        """Return brand and model."""
        return f"{self.brand} {self.model}".strip()

    def clean(self) -> None:
        """Write the designation in capitals, as makers do."""
        self.model = self.model.strip().upper()


class EntrySpecification(SpecificationValue):
    """The value that one specification has for one catalogue entry."""

    entry = models.ForeignKey(
        CatalogueEntry,
        verbose_name=_("catalogue entry"),
        on_delete=models.CASCADE,
        related_name="specifications",
    )
    specification = models.ForeignKey(
        "catalog.Specification",
        verbose_name=_("specification"),
        on_delete=models.PROTECT,
        related_name="entry_values",
    )
    choice = models.ForeignKey(
        "catalog.SpecificationChoice",
        verbose_name=_("choice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entry_values",
    )

    natural_key_fields = ("entry", "specification")

    class Meta(Recorded.Meta):
        verbose_name = _("specification of a catalogue entry")
        verbose_name_plural = _("specifications of catalogue entries")
        ordering = ("entry", "specification")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "specification"), name="entry_specification_once"
            ),
        )
        indexes = (
            models.Index(fields=("specification", "number", "entry"), name="entry_value_number"),
            models.Index(fields=("specification", "choice", "entry"), name="entry_value_choice"),
            models.Index(fields=("specification", "text_key", "entry"), name="entry_value_text"),
            models.Index(fields=("specification", "yes_no", "entry"), name="entry_value_yes_no"),
        )
