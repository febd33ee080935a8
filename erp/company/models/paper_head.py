"""What every paper has at its head: who issues it, its number, money, terms and totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.company import Company
from erp.company.models.currency import Currency
from erp.company.models.delivery_way import DeliveryWay
from erp.company.models.paper import Paper
from erp.company.models.paper_number import PaperNumber
from erp.company.models.payment_terms import PaymentTerms
from erp.foundation.house_day import house_day
from erp.foundation.models import Language, Recorded, SoftLink

#: Totals stay below this, so that none has more than 15 significant digits.
MOST = Decimal(10) ** 12


class TaxMode(models.TextChoices):
    """How the tax of the lines enters the total."""

    ON_TOP = "on_top", _("on top")
    INCLUDED = "included", _("included")
    NONE = "none", _("no tax")


def _first_company() -> Any:
    return Company.objects.order_by("pk").values_list("pk", flat=True).first()


def _today() -> Any:
    return house_day()


class PaperHead(Recorded):
    """The head of a paper; its totals are worked out from its lines whenever either is saved."""

    #: The kind of paper, which is also the code of its number series.
    paper: ClassVar[Paper]

    company = models.ForeignKey(
        Company,
        verbose_name=_("our company"),
        on_delete=models.PROTECT,
        default=_first_company,
        related_name="%(class)ss",
        help_text=_("The legal entity that issues the paper."),
    )
    number = PaperNumber(_("number"))
    issued_on = models.DateField(_("date"), default=_today)
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
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    #: It may be deleted; its copies stay as they are and know it again when it comes back.
    origin = SoftLink("self", verbose_name=_("copied from"), editable=False, related_name="copies")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)

    owner_fields: ClassVar[tuple[str, ...]] = ("owner",)
    base_amounts: ClassVar[tuple[str, ...]] = ("base_total",)
    derived_fields: ClassVar[tuple[str, ...]] = ("goods_total", "tax_total", "total", "base_total")

    class Meta(Recorded.Meta):
        abstract = True
        constraints = (
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

    def __str__(self) -> str:
        """Return the number."""
        return self.number or str(_("new"))
