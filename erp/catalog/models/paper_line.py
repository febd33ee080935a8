"""What every line of a paper has: the customer's wording, the goods, quantity, price and tax."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.sku import Sku
from erp.catalog.models.unit import Unit
from erp.company.models import TaxRate
from erp.foundation.models import Recorded

MOST_PIECES = Decimal(10_000_000)
MOST_PRICE = Decimal(1_000_000_000)


class PaperLine(Recorded):
    """A line: goods of the catalog, or words alone where the goods are not known."""

    position = models.PositiveIntegerField(_("position"), default=0)
    wording = models.CharField(
        _("customer's wording"),
        max_length=200,
        blank=True,
        help_text=_("What the customer asked for, in his own words."),
    )
    sku = models.ForeignKey(
        Sku,
        verbose_name=_("sku"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    #: Set where the wording fits several goods, or one with a doubt; chosen goods end it.
    undecided = models.BooleanField(_("goods to be decided"), default=False, editable=False)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=14,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(MOST_PIECES)],
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    unit_price = models.DecimalField(
        _("unit price"),
        max_digits=14,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MOST_PRICE)],
    )
    discount = models.DecimalField(
        _("discount %"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    tax_rate = models.ForeignKey(
        TaxRate,
        verbose_name=_("tax rate"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    lead_time = models.CharField(_("lead time"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    derived_fields: ClassVar[tuple[str, ...]] = ("amount",)

    class Meta(Recorded.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lte=MOST_PIECES),
                name="%(class)s_quantity",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, unit_price__lte=MOST_PRICE),
                name="%(class)s_unit_price",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=100),
                name="%(class)s_discount",
            ),
        )

    def __str__(self) -> str:
        """Return the wording, or the goods where they are at hand, or the place in the paper."""
        known = self.sku_id is not None and "sku" in self._state.fields_cache
        return self.wording or (str(self.sku) if known else f"{_('line')} {self.position}")
