"""The toy ledger: looked up, never typed."""

from django.db import models

from erp.foundation.models import Recorded
from tests.toy.models.toy import Toy


class Sale(Recorded):
    """One sale of one toy; it keeps the toy from being deleted."""

    toy = models.ForeignKey(Toy, verbose_name="toy", on_delete=models.PROTECT)
    sold_on = models.DateField("sold on", db_index=True)
    amount = models.DecimalField("amount", max_digits=12, decimal_places=2)

    owner_fields = ("toy__owner",)

    class Meta(Recorded.Meta):
        verbose_name = "toy sale"
        verbose_name_plural = "toy sales"
        ordering = ("-sold_on",)

    def __str__(self) -> str:
        """Return day and amount."""
        return f"{self.sold_on} {self.amount}"
