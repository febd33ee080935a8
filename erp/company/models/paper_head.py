"""What a paper with money has at its head: who issues it, currency, terms and totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.company import Company
from erp.company.models.currency import Currency
from erp.company.models.delivery_way import DeliveryWay
from erp.company.models.numbered_paper import NumberedPaper, today
from erp.company.models.payment_terms import PaymentTerms
from erp.foundation.models import Language

#: Totals stay below this, so that none has more than 15 significant digits.
MOST = Decimal(10) ** 12
#: Migrations know by this name the day that a paper starts with.
_today = today


class TaxMode(models.TextChoices):
    """How the tax of the lines enters the total."""

    ON_TOP = "on_top", _("on top")
    INCLUDED = "included", _("included")
    NONE = "none", _("no tax")


def _first_company() -> Any:
    return Company.objects.order_by("pk").values_list("pk", flat=True).first()


class PaperHead(NumberedPaper):
    """The head of a paper; its totals are worked out from its lines whenever either is saved."""

    company = models.ForeignKey(
        Company,
        verbose_name=_("our company"),
        on_delete=models.PROTECT,
        default=_first_company,
        related_name="%(class)ss",
        help_text=_("The legal entity that issues the paper."),
    )
    currency = models.ForeignKey(
        Currency,
        verbose_name=_("currency"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=15,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.00000001"))],
        help_text=_("To the base currency; empty takes the rate of the paper's date."),
    )
    tax_kind = models.CharField(
        _("tax"), max_length=8, choices=TaxMode.choices, default=TaxMode.ON_TOP
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    payment_terms = models.ForeignKey(
        PaymentTerms,
        verbose_name=_("payment terms"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    delivery_way = models.ForeignKey(
        DeliveryWay,
        verbose_name=_("delivery way"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    remarks = models.TextField(_("remarks"), blank=True)
    terms = models.TextField(_("terms"), blank=True)
    shipping = models.DecimalField(
        _("shipping"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    adjustment = models.DecimalField(
        _("adjustment"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        help_text=_("Added to the total; below zero it is taken off."),
    )
    goods_total = models.DecimalField(
        _("goods total"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    tax_total = models.DecimalField(
        _("tax amount"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    total = models.DecimalField(
        _("total amount"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    base_total = models.DecimalField(
        _("total in base currency"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        editable=False,
    )
    base_amounts: ClassVar[tuple[str, ...]] = ("base_total",)
    derived_fields: ClassVar[tuple[str, ...]] = ("goods_total", "tax_total", "total", "base_total")

    class Meta(NumberedPaper.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=models.Q(shipping__gte=0), name="%(class)s_shipping"),
            models.CheckConstraint(
                condition=models.Q(total__gte=0, total__lt=MOST), name="%(class)s_total_range"
            ),
            models.CheckConstraint(
                condition=models.Q(base_total__gte=0, base_total__lt=MOST),
                name="%(class)s_base_total_range",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True) | models.Q(rate__gt=0),
                name="%(class)s_rate",
            ),
        )
