"""What is in the box of a toy."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from erp.foundation.models import Recorded
from tests.toy.models.toy import Toy


class Piece(Recorded):
    """One kind of piece in a toy's box; it goes with the toy."""

    toy = models.ForeignKey(
        Toy, verbose_name="toy", on_delete=models.CASCADE, related_name="pieces"
    )
    name = models.CharField("name", max_length=40)
    quantity = models.DecimalField(
        "quantity",
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    cost = models.DecimalField("cost", max_digits=12, decimal_places=2, default=Decimal(0))

    search_fields = ("name",)
    owner_fields = ("toy__owner",)
    guarded_fields = ("cost",)

    class Meta(Recorded.Meta):
        verbose_name = "piece"
        verbose_name_plural = "pieces"
        ordering = ("id",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
