"""A paper of the toy domain: an order for toys, with lines and totals."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from erp.company.models import Currency, TaxRate
from erp.foundation.models import Recorded
from tests.toy.models.piece import Piece
from tests.toy.models.toy import Toy


class TaxWay(models.TextChoices):
    """How tax enters the total."""

    ON_TOP = "on_top", "on top"
    INCLUDED = "included", "included"
    NONE = "none", "no tax"


class ToyOrder(Recorded):
    """An order; a finished one stays as it is."""

    number = models.CharField("number", max_length=20, unique=True)
    buyer = models.CharField("buyer", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="owner", on_delete=models.PROTECT, related_name="+"
    )
    currency = models.ForeignKey(
        Currency, verbose_name="currency", on_delete=models.PROTECT, null=True, blank=True
    )
    tax_kind = models.CharField("tax", max_length=8, choices=TaxWay.choices, default=TaxWay.ON_TOP)
    shipping = models.DecimalField(
        "shipping",
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    present = models.ForeignKey(
        Toy,
        verbose_name="present",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    spare = models.ForeignKey(
        Piece,
        verbose_name="spare piece",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    goods_total = models.DecimalField(
        "goods", max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    tax_total = models.DecimalField(
        "tax amount", max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    total = models.DecimalField(
        "total", max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )

    search_fields = ("number", "buyer")
    natural_key_fields = ("number",)
    owner_fields = ("owner",)
    derived_fields = ("goods_total", "tax_total", "total")

    class Meta(Recorded.Meta):
        verbose_name = "toy order"
        verbose_name_plural = "toy orders"
        ordering = ("number",)

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class ToyOrderLine(Recorded):
    """So many of one toy, or words alone."""

    order = models.ForeignKey(
        ToyOrder, verbose_name="order", on_delete=models.CASCADE, related_name="lines"
    )
    position = models.PositiveIntegerField("position", default=0)
    wording = models.CharField("wording", max_length=80, blank=True)
    toy = models.ForeignKey(
        Toy, verbose_name="toy", on_delete=models.PROTECT, null=True, blank=True
    )
    open = models.BooleanField("to be decided", default=False, editable=False)
    quantity = models.DecimalField(
        "quantity",
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    unit_price = models.DecimalField(
        "unit price",
        max_digits=13,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    discount = models.DecimalField(
        "discount %",
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    tax_rate = models.ForeignKey(
        TaxRate, verbose_name="tax rate", on_delete=models.PROTECT, null=True, blank=True
    )
    amount = models.DecimalField(
        "amount", max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    wrapping = models.CharField(
        "wrapping", max_length=5, choices=(("paper", "paper"), ("box", "box")), blank=True
    )
    gift = models.BooleanField("gift", default=False)
    due_on = models.DateField("due on", null=True, blank=True)
    cost = models.DecimalField("cost", max_digits=12, decimal_places=2, default=Decimal(0))

    owner_fields = ("order__owner",)
    guarded_fields = ("cost",)
    derived_fields = ("amount",)

    class Meta(Recorded.Meta):
        verbose_name = "toy order line"
        verbose_name_plural = "toy order lines"
        ordering = ("position", "id")

    def __str__(self) -> str:
        """Return the wording or the toy."""
        return self.wording or f"line {self.position}"

    def clean(self) -> None:
        """Say what is wanted: a toy, or words."""
        from erp.foundation.refusal import Refusal

        if not self.wording and self.toy_id is None:
            raise Refusal({"wording": "Say what is wanted, or choose a toy."})
