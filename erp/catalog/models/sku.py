"""The concrete thing that is bought, stocked and sold."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.brand import Brand
from erp.catalog.models.category import Category
from erp.catalog.models.product import Product
from erp.catalog.models.specification_value import SpecificationValue
from erp.catalog.models.unit import Unit
from erp.foundation.models import Bilingual, KeyField, Recorded
from erp.foundation.rights import may

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def _amount(label: Any, digits: int = 13, **options: Any) -> Any:
    """Return a number with four digits after the point that is never below zero."""
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        **options,
    )


class Sku(Recorded, Bilingual):
    """A stock keeping unit: code, designation, unit, prices; its product says what is common."""

    #: Who looks at the record; the page that shows it says so.
    shown_to: Actor | None = None

    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="skus"
    )
    code = models.CharField(_("code"), max_length=60)
    code_key = KeyField("code", max_length=60, unique=True)
    brand = models.ForeignKey(
        Brand,
        verbose_name=_("brand"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="skus",
    )
    model = models.CharField(_("model"), max_length=80, blank=True)
    model_key = KeyField("model", max_length=80, blank_is_null=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="skus",
    )
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    #: Without dashes and blanks: by these a customer's wording is matched.
    plain_code = KeyField("code", max_length=60, squeezed=True, blank_is_null=True)
    plain_model = KeyField("model", max_length=80, squeezed=True, blank_is_null=True)
    barcode_key = KeyField("barcode", max_length=40, squeezed=True, blank_is_null=True, unique=True)
    weight = _amount(_("weight (kg)"), digits=12)
    reference_cost = _amount(_("reference cost"))
    latest_cost = _amount(_("latest cost"), editable=False)
    average_cost = _amount(_("average cost"), editable=False)
    list_price = _amount(_("list price"))
    minimum_stock = _amount(_("minimum stock"), digits=14)
    launched_on = models.DateField(_("on sale since"), null=True, blank=True)
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("Words for search, with commas between.")
    )
    active = models.BooleanField(_("active"), default=True)
    #: The product's, kept here so that a list of any length filters by it.
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="skus",
    )
    #: Some customer regards it as his: lists mark it, lines for others warn.
    sensitive = models.BooleanField(_("sensitive"), default=False, editable=False)
    #: Brand and old designations: what it is found by besides its own fields.
    also_known_as = models.CharField(_("also known as"), max_length=500, blank=True, editable=False)

    search_fields = ("code", "model", "barcode", "name", "name_zh", "tags", "also_known_as")
    natural_key_fields = ("code",)
    guarded_fields = ("reference_cost", "latest_cost", "average_cost")
    derived_fields = ("category", "also_known_as", "sensitive")

    class Meta(Recorded.Meta):
        verbose_name = _("sku")
        verbose_name_plural = _("skus")
        ordering = ("code_key",)
        constraints = (
            models.UniqueConstraint(fields=("brand", "model_key"), name="sku_brand_model"),
        )
        indexes = (
            models.Index(fields=("brand", "code_key"), name="sku_brand_code"),
            models.Index(fields=("category", "code_key"), name="sku_category_code"),
            models.Index(fields=("unit", "code_key"), name="sku_unit_code"),
            models.Index(fields=("active", "code_key"), name="sku_active_code"),
            models.Index(fields=("sensitive", "code_key"), name="sku_sensitive_code"),
            models.Index(fields=("list_price",), name="sku_list_price"),
            models.Index(fields=("launched_on",), name="sku_launched"),
            models.Index(fields=("created_at",), name="sku_created"),
            models.Index(fields=("model_key",), name="sku_model"),
            models.Index(fields=("plain_code",), name="sku_plain_code"),
            models.Index(fields=("plain_model",), name="sku_plain_model"),
        )

    def __str__(self) -> str:
        """Return code and name."""
        return f"{self.code} {super().__str__()}".strip()

    def sensitive_for(self) -> str:
        """Return the customers who regard it as theirs, each with the note.

        They are named to those who may look sensitive skus up; others read that there are some.
        """
        rows: Any = self.sensitive_to.select_related("customer").order_by("customer__name_key")
        if self.shown_to is None or not may(self.shown_to, "view", rows.model):
            return gettext("another customer") if rows.exists() else ""
        return "; ".join(f"{row.customer}: {row.note}".rstrip(": ") for row in rows)

    sensitive_for.short_description = _("sensitive for")  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Write the model in capitals and check the barcode."""
        from erp.catalog.rules.barcode import check_barcode

        self.model = self.model.strip().upper()
        check_barcode(self.barcode)


class SkuSpecification(SpecificationValue):
    """The value that one specification has for one sku."""

    sku = models.ForeignKey(
        Sku, verbose_name=_("sku"), on_delete=models.CASCADE, related_name="specifications"
    )
    specification = models.ForeignKey(
        "catalog.Specification",
        verbose_name=_("specification"),
        on_delete=models.PROTECT,
        related_name="sku_values",
    )
    choice = models.ForeignKey(
        "catalog.SpecificationChoice",
        verbose_name=_("choice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sku_values",
    )

    natural_key_fields = ("sku", "specification")

    class Meta(Recorded.Meta):
        verbose_name = _("specification of a sku")
        verbose_name_plural = _("specifications of skus")
        ordering = ("sku", "specification")
        constraints = (
            models.UniqueConstraint(fields=("sku", "specification"), name="sku_specification_once"),
        )
        indexes = (
            models.Index(fields=("specification", "number", "sku"), name="sku_value_number"),
            models.Index(fields=("specification", "choice", "sku"), name="sku_value_choice"),
            models.Index(fields=("specification", "text_key", "sku"), name="sku_value_text"),
            models.Index(fields=("specification", "yes_no", "sku"), name="sku_value_yes_no"),
        )
