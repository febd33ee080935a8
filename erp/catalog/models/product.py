"""What is common to like goods: category, brand, description, pictures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.brand import Brand
from erp.catalog.models.category import Category
from erp.foundation.models import Bilingual, KeyField, Recorded, RichTextField


class Product(Recorded, Bilingual):
    """A family of goods; the concrete things sold are its skus, often only one."""

    code = models.CharField(_("code"), max_length=60)
    code_key = KeyField("code", max_length=60, unique=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    brand = models.ForeignKey(
        Brand,
        verbose_name=_("brand"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    model = models.CharField(_("model or family"), max_length=80, blank=True)
    description = RichTextField(_("description"), blank=True)
    description_zh = RichTextField(_("description in Chinese"), blank=True)
    launched_on = models.DateField(_("launched"), null=True, blank=True)

    search_fields = ("code", "model", "name", "name_zh")
    natural_key_fields = ("code",)

    class Meta(Recorded.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("code_key",)
        indexes = (
            models.Index(fields=("category", "code_key"), name="product_category_code"),
            models.Index(fields=("brand", "code_key"), name="product_brand_code"),
            models.Index(fields=("created_at",), name="product_created"),
        )


class ProductImage(Recorded):
    """A picture of a product; the first one stands for it."""

    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="images"
    )
    image = models.ImageField(_("picture"), upload_to="products/%Y/%m/")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("product", "position", "id")
        indexes = (models.Index(fields=("product", "position"), name="product_image_place"),)

    def __str__(self) -> str:
        """Return the note or the file's name."""
        return self.note or (self.image.name or "").rpartition("/")[2]
